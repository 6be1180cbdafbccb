"""Reading a crisis, split by subject."""
