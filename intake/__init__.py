"""Files and calls become typed rows or rejections: formats, profiles, names, and the life of an import.

What becomes of the rows is the business of a room above: see `intake.destination`.

Public: `actions`, `destination`, `forms`, `instruments`, `limits`, `permissions`, `queries`, `reading`, `reason_sentences`,
`tabs`, `upload_limit`, `upload_storage`.
"""
