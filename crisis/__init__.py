"""Crises: lifecycle, set-up, room, timeline and updates, and the steps buy-in, scripts, reviews and recognition.

Public: `actions`, `cells`, `lifecycle`, `loading`, `permissions`, `public_models`, `queries`,
`selection_registry`, `steps`.
"""
