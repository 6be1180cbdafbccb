"""Criteria of a ranking: the window of months and the thresholds of the rule."""

from dataclasses import dataclass
from datetime import date

LONGEST_WINDOW = 60
LARGEST_TEAM = 500
MOST_PERCENT = 100
DEFAULT_MONTHS = 6
DEFAULT_MIN_RESPONSES = 10
DEFAULT_FLOOR_PERCENT = 80.0


class CriteriaError(ValueError):
    """Invalid criteria, with a sentence for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """The N whole calendar months before ``until``, and the thresholds for these months.

    A date inside a month leaves that month out, because it is not complete. ``left_out_months`` are first days of further
    months of these N that don't count, such as those of an earlier crisis.
    """

    until: date
    months: int = DEFAULT_MONTHS
    min_responses: int = DEFAULT_MIN_RESPONSES
    floor_percent: float = DEFAULT_FLOOR_PERCENT
    team_size: int
    left_out_months: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.months <= LONGEST_WINDOW:
            raise CriteriaError(f"The number of months must be from 1 to {LONGEST_WINDOW}, not {self.months}.")
        if _months_since_year_0(self.until) - self.months < _months_since_year_0(date.min):
            raise CriteriaError("This date is too early. Choose a later one.")
        if self.min_responses < 1:
            raise CriteriaError("The minimum responses per month must be at least 1.")
        if not 0 <= self.floor_percent <= MOST_PERCENT:
            raise CriteriaError("The minimum CSAT must be from 0 to 100 %.")
        if self.team_size < 1:
            raise CriteriaError("The team size must be at least 1.")
        if not set(self.left_out_months) <= set(self.all_months):
            raise CriteriaError("Only months of the window can be left out.")
        if not self.window:
            raise CriteriaError("At least one month must count.")
        # In one order, so that equal criteria are equal.
        object.__setattr__(self, "left_out_months", tuple(sorted(set(self.left_out_months))))

    @property
    def all_months(self) -> tuple[date, ...]:
        """The first day of each of the N months, oldest first."""
        end = _months_since_year_0(self.until)
        return tuple(date(month // 12, month % 12 + 1, 1) for month in range(end - self.months, end))

    @property
    def window(self) -> tuple[date, ...]:
        """The first day of each month that counts, oldest first."""
        return tuple(month for month in self.all_months if month not in self.left_out_months)

    @property
    def whole_years(self) -> tuple[date, ...]:
        """The first day of each month of the whole years before ``until`` that the window lies in. What is read for them serves
        other windows too.
        """
        end, years = _months_since_year_0(self.until), -(-self.months // 12)
        first = max(end - 12 * years, _months_since_year_0(date.min))
        return tuple(date(month // 12, month % 12 + 1, 1) for month in range(first, end))

    @property
    def starts_on(self) -> date:
        """The first day of the N months, even if their first month is left out."""
        return self.all_months[0]

    @property
    def ends_before(self) -> date:
        """The first day that no longer belongs to the window."""
        return self.until.replace(day=1)

    @property
    def needed_months(self) -> int:
        """⌈2N/3⌉ of the N months that count, in whole numbers so that no rounding can add a month."""
        return (2 * len(self.window) + 2) // 3


def _months_since_year_0(day: date) -> int:
    return day.year * 12 + day.month - 1
