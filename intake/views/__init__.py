"""Pages of the intake, split by subject."""
