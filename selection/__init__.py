"""Ranking, coverage, team leader input, saved selections of crisis teams, and the cards of candidates.

It depends on `crisis` and registers with it: its step, its obstacle to activation, and the order of invitations.

Public: `actions`, `coverage`, `methods`, `queries`.
"""
