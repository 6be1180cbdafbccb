"""Pages of selection, split by subject."""
