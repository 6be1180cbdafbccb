"""Pages of the suggestion box: `box` for writers, `board` for everyone, `triage` for supervisors."""
