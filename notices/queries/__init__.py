"""Queries about deliveries, people's choices, texts of e-mails, and chat channels."""
