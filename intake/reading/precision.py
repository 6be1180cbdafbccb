"""Precision of times in a file. Imprecise times are never used against a response.

A full minute has the precision of a minute and a midnight that of a day, whatever the cell looks like, because sources that
store minutes or days fill in zeros.
"""

UNKNOWN, DAY, MINUTE, SECOND = range(4)

SECONDS_OF_MINUTE = 60
# Decimals of a fraction of a day: the fifth is almost a second, the fourth about nine.
DECIMALS_OF_A_SECOND, DECIMALS_OF_A_MINUTE = 5, 4


def of_seconds(seconds: int) -> int:
    """Precision of a time of day, from its seconds since midnight."""
    if seconds == 0:
        return DAY
    return SECOND if seconds % SECONDS_OF_MINUTE else MINUTE


def of_fraction(text: str, seconds: int) -> int:
    """Precision of a time of day that is written as a fraction of a day."""
    decimals = len(text.replace(",", ".").partition(".")[2])
    if decimals >= DECIMALS_OF_A_SECOND:
        return of_seconds(seconds)
    return min(of_seconds(seconds), MINUTE if decimals == DECIMALS_OF_A_MINUTE else DAY)
