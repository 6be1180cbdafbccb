"""Forms of feedback, split by subject. They validate and normalise, and never save."""
