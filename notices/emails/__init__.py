"""E-mails about notifications: their wording, text, and writing them when they are sent."""
