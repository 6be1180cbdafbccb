"""Pages of crisis, split by subject."""
