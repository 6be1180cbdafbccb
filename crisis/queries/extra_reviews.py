"""Cadence of the extra reviews in a crisis."""

from crisis.models import Crisis
from quality.queries import baseline_cadence


def extra_cadence(crisis: Crisis) -> int:
    """Extra reviews per CSP and week. The crisis's total is factor × baseline, and the baseline itself continues."""
    return (crisis.review_factor - 1) * baseline_cadence()
