"""SQL fragments of feedback that actions and queries share."""
