"""What SciPy says, which goes other ways than ours."""

from scipy.stats import binomtest


def wilson(satisfied: int, responses: int, *, outside: float = 0.05) -> tuple[float, float]:
    """The bounds of Wilson's interval, with this share of all that could be true outside of it."""
    found = binomtest(satisfied, responses).proportion_ci(confidence_level=1 - outside, method="wilson")
    return float(found.low), float(found.high)
