"""Tables on the pages of this room."""
