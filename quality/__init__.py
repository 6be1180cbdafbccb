"""Quality reviews: scorecards, programmes, slots, reviews, findings and imported evaluations.

Public: `actions`, `findings`, `queries`, `tables`, `templatetags`.
"""
