"""Reading people, split by subject. Other rooms ask here and never import the models."""
