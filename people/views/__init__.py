"""Pages of people: the people themselves, the house they work in, and their messages."""
