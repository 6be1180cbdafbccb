"""Forms of the intake, split by subject. They validate and normalise, and never save."""
