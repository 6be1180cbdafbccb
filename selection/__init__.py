"""Selection: who is chosen for the team of a crisis, by which rule, and what the people concerned can see and say of it.

It stands on `crisis` and plugs into it: its step, its obstacle to activation, and the list from which people are invited.

Public: `actions`, `coverage`, `queries`.
"""
