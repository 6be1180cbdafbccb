"""Reading feedback, split by subject: interactions, ranking, retention."""
