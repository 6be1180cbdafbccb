"""Nouns of recognition and their constraints."""
