"""Pages of care, split by subject."""
