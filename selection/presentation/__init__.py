"""What the pages of a selection show, split by subject."""
