"""Refresher training: refreshers, quizzes, role plays, recall and readiness.

Public: `actions`, `trainees`, `queries`.
"""
