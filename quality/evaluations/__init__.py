"""Reading reviews that were made in another tool, without the database."""
