"""Reading feedback, split by subject: interactions, imports, ranking."""
