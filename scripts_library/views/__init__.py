"""Pages of the scripts library."""
