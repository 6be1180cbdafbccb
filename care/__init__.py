"""Care for employees: pulse, coaching and the suggestion box.

Public: nothing yet.
"""
