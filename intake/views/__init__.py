"""Pages about imports, split by subject."""
