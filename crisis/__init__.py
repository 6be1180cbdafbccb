"""Crises: lifecycle, set-up, room, timeline and updates, and the steps buy-in, scripts, reviews and recognition.

Public: `actions`, `frame`, `lifecycle`, `loading`, `permissions`, `queries`, `selection_registry`, `steps`.
"""
