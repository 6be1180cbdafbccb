"""Reading selections, split by subject."""
