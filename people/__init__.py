"""Persons, users, teams and roles, sign-in, what waits for people, and the registries of what is kept about them.

Public: `actions`, `adapters`, `bearers`, `drafts`, `erasing`, `fields`, `http`, `identities`, `identity`, `matching`,
`merging`, `needs`, `portability`, `queries`, `suggesting`, `tabs`, `templatetags`, `working_hours`.
"""
