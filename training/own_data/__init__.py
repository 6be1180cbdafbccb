"""Parts of a person's own data that come from training."""
