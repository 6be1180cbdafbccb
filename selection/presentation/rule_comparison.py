"""The rule comparison as its page shows it: what each rule favours, and the people it selects."""

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
    Number.RAW_MEAN: gettext_lazy("Raw CSAT"),
    Number.LOWER_BOUND: gettext_lazy("Lower bound"),
    Number.ADJUSTED: gettext_lazy("Adjusted CSAT"),
}

# The figures are those of docs/adr/0011-comparable-work.md and of the measurement behind docs/adr/0004-ranking-rule.md.
FAVOURS: Mapping[Number, Promise] = {
    Number.RAW_MEAN: gettext_lazy(
        "Favours people with few responses, whose CSAT varies most by chance, and people with easy work. In a simulation "
        "with equally good people, the quarter with the fewest responses got 34 % of the spots and the quarter with the "
        "most got 18 %."
    ),
    Number.LOWER_BOUND: gettext_lazy(
        "Favours people with many responses, such as full-timers, and ignores how hard the work is. In a simulation with "
        "equally good people, 74 % of the top 20 had 600 responses, the others 120. A fair share would have been 49 %."
    ),
    Number.ADJUSTED: gettext_lazy(
        "Used for selections. Compares people on the same kind of work and blends scores from few responses with the "
        "average. In a simulation with different kinds of work it found 63 % of the true top 20; raw CSAT found 48 % and "
        "the lower bound 47 %."
    ),
}


@dataclass(frozen=True, slots=True)
class NumberCard:
    """One rule: what it favours, and the people it selects."""

    title: str | Promise
    favours: str | Promise
    chosen: Chosen
    count: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One person, with their rank by each rule, whether that is a spot on the team, and the rule's name, in the order of
    `Number`.
    """

    name: str
    card_url: str
    adjusted_rate_percent: float | None
    csat: str
    places: Sequence[tuple[int, bool, str | Promise]]


@dataclass(frozen=True, slots=True)
class Choosers:
    """The people that the same rules select: `candidates` are the first of `found`. `more` as in `CandidateGroup`."""

    key: str
    title: str
    found: int
    candidates: list[Compared]
    more: str


def cards(found: Sequence[Chosen]) -> list[NumberCard]:
    return [NumberCard(TITLES[chosen.number], FAVOURS[chosen.number], chosen, len(chosen.team)) for chosen in found]


def shown_rows(agreements: Sequence[Agreement], showing: Showing) -> dict[str, tuple[RankedCsp, ...]]:
    """The rows of each agreement that the page shows, by its key."""
    return {_key(agreement): agreement.rows[: showing.most_of(_key(agreement))] for agreement in agreements}


def choosers(
    agreements: Sequence[Agreement], found: Sequence[Chosen], showing: Showing, names: Mapping[int, str], card_url: CardUrl
) -> list[Choosers]:
    """The groups of the page. `names` has everyone who is shown."""
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
        return _("Selected by all three")
    titles = [str(TITLES[number]) for number in Number if number in agreement.numbers]
    if len(titles) == 1:
        return _("Selected only by: %(title)s") % {"title": titles[0]}
    return _("Selected only by: %(first)s, %(second)s") % {"first": titles[0], "second": titles[1]}
