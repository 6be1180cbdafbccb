"""Imports of files and of data from other systems: formats, profiles, names, and the lifecycle of an import.

Rows become typed rows or rejections here. Rooms above register the kinds of files (`intake.kinds`) and keep their rows; those
of feedback go to `intake.destination`.

Public: `actions`, `destination`, `installation_limits`, `instruments`, `kinds`, `permissions`, `queries`, `reading`,
`reason_sentences`, `tabs`, `upload_storage`.
"""
