"""Scripts: their versions, approval, release, withdrawal and the phrases that harm.

Public: `actions`, `permissions`, `queries`.
"""
