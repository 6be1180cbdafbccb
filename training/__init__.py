"""Refresher training: refreshers, quizzes, role plays, recall and readiness.

Public: `actions`, `contact`, `item_content`, `permissions`, `queries`, `trainees`,
`work_names`.
"""
