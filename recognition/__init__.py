"""Awards: nominations, budgets, the wall and the ledger.

Public: `actions`, `forms`, `leads`, `permissions`, `queries`.
"""
