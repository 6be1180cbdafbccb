"""The append-only, hash-chained journals: one for each crisis and one for the organisation.

Public: `actions`, `drills`, `queries`, `verbs`.
"""
