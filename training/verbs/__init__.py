"""Verbs of training and their audiences."""
