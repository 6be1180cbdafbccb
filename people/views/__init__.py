"""Pages for people, the organisation, own data and notifications."""
