"""Reading of evaluations from another tool, without the database."""
