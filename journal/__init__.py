"""The append-only, hash-chained record of what people did, one journal for each crisis and one for the organisation.

Public: `actions`, `drills`, `queries`, `verbs`.
"""
