"""Rules compared, as the page shows them: what each number favours in a sentence, and who is chosen by which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.sustained import RankedCsp
from selection.candidate_filters import Showing
from selection.presentation.candidate_list import CardUrl, csat_of
from selection.rule_comparison import Agreement, Chosen, Number

TITLES: Mapping[Number, Promise] = {
    Number.RAW_MEAN: gettext_lazy("Raw mean"),
    Number.LOWER_BOUND: gettext_lazy("Lower bound"),
    Number.ADJUSTED: gettext_lazy("Adjusted CSAT (the rule)"),
}

# The figures are those of docs/adr/0011-comparable-work.md and of the measurement behind docs/adr/0004-ranking-rule.md.
FAVOURS: Mapping[Number, Promise] = {
    Number.RAW_MEAN: gettext_lazy(
        "Favours short records, which chance moves most, and easy work: where nobody was better than anybody (50 simulated "
        "houses of 200 people), the quarter with the fewest responses got 34 % of the places and that with the most 18 %."
    ),
    Number.LOWER_BOUND: gettext_lazy(
        "Favours long records, and so full-timers: with equal true quality, people with 600 responses got 74 % of the top 20 "
        "beside people with 120, where 49 % would be fair; it does not look at what work is hard either."
    ),
    Number.ADJUSTED: gettext_lazy(
        "Compares with the same work and draws short records towards the average: where work differs (50 simulated houses "
        "of 200 people) it found 63 % of the true top 20, the raw mean 48 % and the lower bound 47 %."
    ),
}


@dataclass(frozen=True, slots=True)
class NumberCard:
    """One number: what it favours, and whom it chooses."""

    title: str | Promise
    favours: str | Promise
    chosen: Chosen
    count: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One person, with the place by each number, whether that is a spot on the team, and what the number is called, in the
    order of `Number`.
    """

    name: str
    card_url: str
    adjusted_rate_percent: float | None
    csat: str
    places: Sequence[tuple[int, bool, str | Promise]]


@dataclass(frozen=True, slots=True)
class Choosers:
    """The people whom the same numbers choose: `candidates` are the first of `found`. `more` as in `presentation.Group`."""

    key: str
    title: str
    found: int
    candidates: list[Compared]
    more: str


def cards(found: Sequence[Chosen]) -> list[NumberCard]:
    return [NumberCard(TITLES[chosen.number], FAVOURS[chosen.number], chosen, len(chosen.team)) for chosen in found]


def shown_rows(agreements: Sequence[Agreement], showing: Showing) -> dict[str, tuple[RankedCsp, ...]]:
    """Who of each agreement is shown, by its key."""
    return {_key(agreement): agreement.rows[: showing.most_of(_key(agreement))] for agreement in agreements}


def choosers(
    agreements: Sequence[Agreement], found: Sequence[Chosen], showing: Showing, names: Mapping[int, str], card_url: CardUrl
) -> list[Choosers]:
    """`names` holds everybody who is shown."""
    shown = shown_rows(agreements, showing)

    def line(row: RankedCsp) -> Compared:
        places = [(chosen.places[row.csp], row.csp in chosen.team, TITLES[chosen.number]) for chosen in found]
        return Compared(names[row.csp], card_url(row.csp), row.adjusted_rate_percent, csat_of(row), places)

    return [
        Choosers(
            key=(key := _key(agreement)),
            title=_title(agreement),
            found=len(agreement.rows),
            candidates=[line(row) for row in shown[key]],
            more=showing.with_more_of(key) if len(shown[key]) < len(agreement.rows) else "",
        )
        for agreement in agreements
    ]


def _key(agreement: Agreement) -> str:
    return "_".join(sorted(agreement.numbers))


def _title(agreement: Agreement) -> str:
    if len(agreement.numbers) == len(Number):
        return _("All three choose them")
    titles = [str(TITLES[number]) for number in Number if number in agreement.numbers]
    if len(titles) == 1:
        return _("Only one does: %(title)s") % {"title": titles[0]}
    return _("%(first)s and %(second)s, but not the third") % {"first": titles[0], "second": titles[1]}
