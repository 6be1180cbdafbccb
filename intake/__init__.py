"""Imports of files and of data from other systems: formats, profiles, names, and the lifecycle of an import.

Rows become typed rows or rejections here. A room above keeps the typed rows: see `intake.destination`.

Public: `actions`, `destination`, `forms`, `installation_limits`, `instruments`, `permissions`, `queries`, `reading`,
`reason_sentences`, `tabs`, `upload_limit`, `upload_storage`.
"""
