"""Nouns of scripts_library and their constraints."""
