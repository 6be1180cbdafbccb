"""Care for employees: pulse, coaching and the suggestion box.

Public: `actions`, `agenda`, `backlinks`, `journals`, `lifecycle`, `queries`, `rest`, `suggestion_subjects`.
"""
