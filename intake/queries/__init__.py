"""Reading imports, split by subject."""
