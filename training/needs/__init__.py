"""What waits for people in training."""
