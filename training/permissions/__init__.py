"""Permissions on training."""
