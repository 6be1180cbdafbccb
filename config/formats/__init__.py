"""Date and time formats, one module per language."""
