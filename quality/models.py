"""Nouns of quality and their constraints."""
