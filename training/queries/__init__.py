"""Read access to training. Other rooms use it and never import the models."""
