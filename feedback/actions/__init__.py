"""Writing feedback, split by subject. The only place that writes."""
