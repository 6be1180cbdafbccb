"""How precisely a file says when something was. What is not known to be precise is never held against anybody.

A full minute is taken as a minute and a midnight as a day, whatever the cell looks like: sources that keep minutes or days
write them with zeros.
"""

UNKNOWN, DAY, MINUTE, SECOND = range(4)

SECONDS_OF_MINUTE = 60
# Of a fraction of a day: the fifth decimal is most of a second, the fourth some nine.
DECIMALS_OF_A_SECOND, DECIMALS_OF_A_MINUTE = 5, 4


def of_seconds(seconds: int) -> int:
    """The precision of a time of day that is written as so many seconds since midnight."""
    if seconds == 0:
        return DAY
    return SECOND if seconds % SECONDS_OF_MINUTE else MINUTE


def of_fraction(text: str, seconds: int) -> int:
    """The precision of a time of day that is written as a fraction of a day and means so many seconds."""
    decimals = len(text.replace(",", ".").partition(".")[2])
    if decimals >= DECIMALS_OF_A_SECOND:
        return of_seconds(seconds)
    return min(of_seconds(seconds), MINUTE if decimals == DECIMALS_OF_A_MINUTE else DAY)
