"""Actions of feedback, split by subject. Only they write feedback."""
