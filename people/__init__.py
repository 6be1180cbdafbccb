"""Persons, users, teams and roles, sign-in, what waits for people, and the registries of what is kept about them.

Public: `actions`, `adapters`, `api_callers`, `drafts`, `erasure`, `fields`, `http`, `identity`, `merge_rules`,
`name_matching`, `needs`, `own_data`, `person_search`, `queries`, `source_names`, `tabs`, `templatetags`, `working_hours`.
"""
