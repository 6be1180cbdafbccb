"""A home for each role, the navigation, backups and the demo."""
