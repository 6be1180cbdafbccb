"""How often people are reviewed in a crisis: what is planned beside the baseline."""

from crisis.models import Crisis
from quality.queries import baseline_cadence


def extra_cadence(crisis: Crisis) -> int:
    """Extra reviews per CSP per week: the crisis's total is factor × baseline, and the baseline goes on beside it."""
    return (crisis.review_factor - 1) * baseline_cadence()
