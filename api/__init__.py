"""The way in for other systems: REST in version 1, and webhooks. See docs/api.md."""
