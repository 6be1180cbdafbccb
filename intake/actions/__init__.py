"""Writing imports, split by subject. The only place that writes."""
