"""Queries about imports, split by subject."""
