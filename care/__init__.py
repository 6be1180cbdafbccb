"""Care for employees: pulse, coaching and the suggestion box.

Public: `actions`, `journals`, `queries`, `rest`.
"""
