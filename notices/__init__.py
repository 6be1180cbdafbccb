"""Notices: which notifications people get by e-mail and when, their choices, and quiet hours.

Public: `topics`, `queries`.
"""
