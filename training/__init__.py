"""Refresher training: refreshers, quizzes, role plays, recall and readiness.

Public: `actions`, `contact`, `permissions`, `queries`, `trainees`.
"""
