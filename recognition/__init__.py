"""Awards: nominations, budgets, the wall and the award history.

Public: `actions`, `forms`, `leads`, `permissions`, `queries`.
"""
