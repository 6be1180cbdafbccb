"""Pages of feedback, split by subject."""
