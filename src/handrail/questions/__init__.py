"""Bounded questions about a person on a case, put to one partner instead of asking it for a record."""
