"""Queries of feedback, split by subject."""
