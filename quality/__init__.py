"""Quality reviews: scorecards, programmes, slots, reviews, findings and evaluations made elsewhere.

Public: `actions`, `findings`, `queries`, `tables`, `templatetags`.
"""
