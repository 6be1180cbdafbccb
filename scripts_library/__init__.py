"""Scripts: versions, approval, release, withdrawal and harmful phrases.

Public: `actions`, `permissions`, `queries`, `stages`.
"""
