"""Background work, the tick, the clock, pages, forms and refusals, without a word of the trade."""
