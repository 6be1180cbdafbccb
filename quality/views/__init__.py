"""Pages of quality, split by subject: reviewing, the board, scorecards."""
