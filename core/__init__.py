"""Background work, tick, clock, pages, forms and refusals: everything without domain knowledge."""
