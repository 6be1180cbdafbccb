"""Persons, users, teams and roles, sign-in, what waits for people, and the registries of what is kept about them.

Public: `actions`, `adapters`, `api_callers`, `drafts`, `erasure`, `fields`, `http`, `identity`, `name_matching`, `needs`,
`own_data`, `person_search`, `queries`, `record_moves`, `tabs`, `templatetags`, `working_hours`.
"""
