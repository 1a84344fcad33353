"""Notices (thông báo): who hears of what, on the page and by mail, never twice."""
