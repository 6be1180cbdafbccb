"""Selection of crisis teams: ranking, coverage, team leader input, saved selections and the cards of candidates.

It depends on `crisis` and registers with it: its step, its obstacle to activation, and the order of invitations.

Public: `actions`, `coverage`, `queries`.
"""
