"""Files and calls become typed rows or rejections: formats, profiles, names, and the life of an import.

What becomes of the rows is the business of a room above: see `intake.destination`. Other rooms use `queries`, `actions`,
`destination`, `forms.people`, `instruments`, `limits`, `permissions`, `places`, `reading`, `sentences` and `tabs`.
"""
