"""How many random cases a test is run with: a few every day, and as many more in `make soak` as of the properties."""

from math import ceil

from hypothesis import settings

# Hypothesis's own number of examples. With fewer, as in the everyday suite, there are fewer seeds, but always one.
EVERY_DAY = 100


def seeds(few: int) -> range:
    """Seeds for that many cases in the suite, and in the same proportion more where more examples are asked for."""
    return range(ceil(few * settings().max_examples / EVERY_DAY))
