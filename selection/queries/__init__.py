"""Queries of selection, split by subject."""
