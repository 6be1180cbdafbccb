"""Contacts and survey responses, their rollups, the audit, and the ranking by sustained CSAT.

Public: `actions`, `charts`, `explanations`, `forms`, `month_notes`, `presentation`, `queries`, `response_rate_wording`,
`sustained`, `templatetags`.
"""
