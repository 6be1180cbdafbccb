"""SQL of feedback, as fragments that actions, queries and pages share."""
