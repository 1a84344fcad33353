"""Whom the office believes beside itself: certificates and trusted lists, each confirmed by two people."""
