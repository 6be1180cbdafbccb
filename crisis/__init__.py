"""Crises: the frame that the steps of a crisis plug into, with its own steps buy-in, scripts, reviews and recognition.

Rooms above build on `frame`, `lifecycle`, `steps`, `reserve`, `loading`, `permissions`, and the modules of `queries` and
`actions`.
"""
