"""Pages of the crisis room, split by subject."""
