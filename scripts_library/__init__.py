"""Scripts: versions, approval, release, withdrawal and harmful phrases and building blocks.

Public: `actions`, `permissions`, `queries`, `stages`.
"""
