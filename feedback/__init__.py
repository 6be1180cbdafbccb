"""Contacts and responses, where they came from, and the satisfaction of CSPs over months.

Public: `actions`, `charts`, `explanations`, `forms`, `presentation`, `queries`, `sustained`, `templatetags`.
"""
