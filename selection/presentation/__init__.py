"""The pages of a selection in display form, split by subject."""
