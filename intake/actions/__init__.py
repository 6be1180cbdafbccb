"""Actions on imports, split by subject. Only they write."""
