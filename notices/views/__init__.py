"""Views of e-mails, their texts, and chat channels."""
