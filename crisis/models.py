"""Nouns of crisis and their constraints."""
