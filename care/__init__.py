"""Care for employees: pulse, coaching and the suggestion box.

Public: `actions`, `agenda`, `journals`, `queries`, `rest`.
"""
