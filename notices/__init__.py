"""Notices: which notifications people get by e-mail and when, their choices, quiet hours, and chat channels.

Public: `topics`, `queries`.
"""
