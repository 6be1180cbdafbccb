"""The methods that a selection page offers, and the people who can be ticked with each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from feedback.sustained import RankedCsp
from people.queries.colleagues import Colleague
from selection.decision_in_address import Ballot, suggested
from selection.methods import Method
from selection.queries.candidates import Candidates

MethodUrl = Callable[[Method], str]


@dataclass(frozen=True, slots=True)
class MethodOption:
    """A way to fill the spots that are too close to call, with the address of the page that uses it."""

    key: str
    title: str
    explanation: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class MethodChoice:
    """The question how to fill the spots, with its options."""

    question: str
    options: tuple[MethodOption, ...]


def method_choice(candidates: Candidates, current: Method, url_of: MethodUrl) -> MethodChoice | None:
    """The choice of methods; None unless very many people are too close to call."""
    choice = candidates.choice
    if not choice.is_wide:
        return None
    texts = {
        Method.SCORES: (
            _("Pick by score"),
            _("You see everyone's figures. They don't differ clearly, so say what decided instead."),
        ),
        Method.WILLINGNESS: (
            _("Pick without scores"),
            _(
                "You see teams, shifts, channels, languages and team leader input of these people, and no figures. "
                "Nobody has to join: people decide freely when they are invited. The reserve list follows the ranking."
            ),
        ),
        Method.DRAW: (
            _("Draw lots"),
            _(
                "Everyone has the same chance, within the coverage rules. The draw happens when you save the team, and "
                "anyone can repeat it. If you save again, it's a new draw; the oversight record counts the draws."
            ),
        ),
    }
    question = _("%(count)d people are too close to call for %(places)d spots. How do you want to fill these spots?")
    return MethodChoice(
        question % {"count": len(choice.band), "places": choice.places},
        tuple(MethodOption(str(method), *text, url_of(method), method is current) for method, text in texts.items()),
    )


def ballot_of(candidates: Candidates, method: Method) -> Ballot:
    """The people who can be ticked, in the order of the page. Without scores nobody is suggested, and names give the order."""
    choice = candidates.choice
    if method is Method.WILLINGNESS:
        return Ballot(tuple(row.csp for row in by_name(choice.band, candidates.known)), frozenset())
    return suggested(choice)


def by_name(rows: Iterable[RankedCsp], known: Mapping[int, Colleague]) -> tuple[RankedCsp, ...]:
    return tuple(sorted(rows, key=lambda row: (known[row.csp].name.casefold(), row.csp)))
