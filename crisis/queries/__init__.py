"""Queries on crises, split by subject."""
