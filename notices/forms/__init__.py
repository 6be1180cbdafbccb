"""Forms of people's choices, texts of e-mails, and chat channels."""
