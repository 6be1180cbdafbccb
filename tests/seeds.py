"""How many random cases a test is run with: a few every day, and as many more in `make soak` as of the properties."""

from hypothesis import settings

# Examples of a property in the everyday suite: hypothesis's own default.
EVERY_DAY = 100


def seeds(few: int) -> range:
    """Seeds for that many cases in the suite, and in the same proportion more where more examples are asked for."""
    return range(few * settings().max_examples // EVERY_DAY)
