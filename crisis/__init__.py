"""Crises: the frame that the steps of a crisis plug into, with its own steps buy-in, scripts, reviews and recognition.

Public: `actions`, `frame`, `lifecycle`, `loading`, `permissions`, `queries`, `reserve`, `steps`.
"""
