"""Interface for other systems: a REST API (version 1) and webhooks. See docs/api.md."""
