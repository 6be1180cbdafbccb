"""Tables of the pages of training."""
