"""People, order and time: who may do what next, who signs, who gets the document.

Knows `documents`; does not know `search` or `app`.
"""
