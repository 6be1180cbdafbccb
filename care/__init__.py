"""Care for employees: pulse, coaching and the suggestion box.

Public: `actions`, `backlinks`, `lifecycle`, `queries`, `suggestion_subjects`.
"""
