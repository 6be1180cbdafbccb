"""People, users, teams, roles, sign-in, needs of users, and the registries of personal data.

Public: `actions`, `adapters`, `api_callers`, `data_registry`, `drafts`, `erasure`, `fields`, `http`, `identity`, `link_limits`,
`name_matching`, `needs`, `news`, `notification_notes`, `own_data`, `person_search`, `queries`, `record_moves`, `staff`,
`tabs`, `templatetags`, `working_hours`.
"""
