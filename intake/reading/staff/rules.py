"""Rules of repetition: their parts, checked before anything is expanded."""

# Rules that repeat within a day aren't shifts, and could have millions of occurrences.
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
PARTS = {
    "FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST", "BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY", "BYSETPOS",
}  # fmt: skip
MOST_INTERVAL = 1_000


class BadRule(Exception):
    """The rule can't be read."""


class TooOften(Exception):
    """The rule repeats within a day, or the rules of the file have too many occurrences."""


def rule_parts(text: str) -> dict[str, str]:
    """Parts of a rule. Raises `BadRule` or `TooOften`."""
    parts: dict[str, str] = {}
    for part in filter(None, text.strip().upper().split(";")):
        name, sign, value = part.partition("=")
        if not sign or name in parts:
            raise BadRule
        parts[name] = value
    if parts.get("FREQ") in {"HOURLY", "MINUTELY", "SECONDLY"} or any(name in parts for name in WITHIN_A_DAY):
        raise TooOften
    if parts.get("FREQ") not in FREQUENCIES or parts.keys() - PARTS - {name for name in parts if name.startswith("X-")}:
        raise BadRule
    # The library never ends with an interval of 0.
    if not parts.get("INTERVAL", "1").isdecimal() or not 1 <= int(parts.get("INTERVAL", "1")) <= MOST_INTERVAL:
        raise BadRule
    return {name: value for name, value in parts.items() if name in PARTS}
