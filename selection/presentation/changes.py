"""Two selections compared, as the page shows them: groups of who moved, with the reasons in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crisis.queries.exclusions import SENTENCES, Exclusion
from feedback.sustained import ReasonCode
from feedback.templatetags.csat import csat
from selection.candidate_filters import Showing
from selection.changes import Cause, PositionChange, Stood
from selection.coverage import coverage_from_json
from selection.coverage_wording import listed
from selection.models import Candidate
from selection.presentation.candidate_list import CardUrl
from selection.serialisation import COVERAGE

Standing = Candidate.Standing

CRITERIA: Mapping[str, Promise] = {
    "until": gettext_lazy("Months before"),
    "months": gettext_lazy("Number of months"),
    "min_responses": gettext_lazy("Responses a month"),
    "floor_percent": gettext_lazy("Floor"),
    "team_size": gettext_lazy("Places in the team"),
    COVERAGE: gettext_lazy("What the team must cover"),
}
REASONS: Mapping[str, Promise] = {
    ReasonCode.NO_RESPONSES: gettext_lazy("no responses"),
    ReasonCode.TOO_FEW_QUALIFYING_MONTHS: gettext_lazy("too few qualifying months"),
    ReasonCode.DIP: gettext_lazy("a dip"),
}


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One person: where they stood and stand, the figures of both times, and why it changed."""

    name: str
    card_url: str
    before: str
    after: str
    figures_before: str
    figures_after: str
    why: list[str]


@dataclass(frozen=True, slots=True)
class Movement:
    """People who moved alike: `candidates` are the first of `found`. `more` as in `presentation.Group`."""

    key: str
    title: str
    found: int
    candidates: list[PersonChange]
    more: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """What was asked otherwise, as people say it."""

    name: str
    before: str
    after: str


def criteria(otherwise: Iterable[tuple[str, Any, Any]]) -> list[Criterion]:
    return [
        Criterion(str(CRITERIA.get(name, name)), _asked(name, before), _asked(name, after)) for name, before, after in otherwise
    ]


def _asked(name: str, value: Any) -> str:
    if name == "until":
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if name == COVERAGE:
        return listed(coverage_from_json(value).requirements)
    return csat(value) if name == "floor_percent" else str(value)


def movements(found: Iterable[PositionChange]) -> list[tuple[str, str, list[PositionChange]]]:
    """Key, title and people of each kind of movement that there is, the weightiest first."""
    kinds: dict[str, tuple[str, list[PositionChange]]] = {
        "into": (_("Into the team"), []),
        "out_of": (_("Out of the team"), []),
        "other": (_("Neither then nor now in the team"), []),
        "position": (_("The same standing, another position"), []),
    }
    for move in found:
        kinds[_kind(move)][1].append(move)
    return [(key, title, moved) for key, (title, moved) in kinds.items() if moved]


def groups(
    kinds: Sequence[tuple[str, str, list[PositionChange]]], showing: Showing, names: Mapping[int, str], card_url: CardUrl
) -> list[Movement]:
    """`names` holds everybody who is shown."""
    return [
        Movement(
            key=key,
            title=title,
            found=len(moved),
            candidates=[
                _moved(move, names[move.person_id], card_url(move.person_id)) for move in moved[: showing.most_of(key)]
            ],
            more=showing.with_more_of(key) if len(moved) > showing.most_of(key) else "",
        )
        for key, title, moved in kinds
    ]


def _kind(move: PositionChange) -> str:
    was, now = (stood.standing if stood else "" for stood in (move.before, move.after))
    if was == now:
        return "position"
    if now == Standing.IN:
        return "into"
    return "out_of" if was == Standing.IN else "other"


def _moved(move: PositionChange, name: str, card_url: str) -> PersonChange:
    return PersonChange(
        name=name,
        card_url=card_url,
        before=_where(move.before),
        after=_where(move.after),
        figures_before=_figures(move.before),
        figures_after=_figures(move.after),
        why=[_why(cause, move) for cause in move.causes],
    )


def _where(stood: Stood | None) -> str:
    if stood is None:
        return _("Not a candidate")
    label = str(Standing(stood.standing).label)
    if stood.position is None:
        return label
    return _("%(standing)s, position %(position)d") % {"standing": label, "position": stood.position}


def _figures(stood: Stood | None) -> str:
    row = stood.figures if stood else None
    if row is None:
        return "–"
    if not row["responses"]:
        return _("No responses")
    return _("Adjusted %(rate)s; CSAT %(csat)s (%(lower)s to %(upper)s), %(satisfied)d of %(responses)d") % {
        "rate": csat(row["adjusted_rate_percent"]),
        "csat": csat(row["csat_percent"]),
        "lower": csat(row["lower_bound_percent"]),
        "upper": csat(row["upper_bound_percent"]),
        "satisfied": row["satisfied"],
        "responses": row["responses"],
    }


def _why(cause: Cause, move: PositionChange) -> str:
    match cause:
        case Cause.AVAILABILITY:
            return _("Availability: before, %(before)s; after, %(after)s.") % {
                "before": _available(move.before),
                "after": _available(move.after),
            }
        case Cause.ELIGIBILITY:
            return _("Eligibility: before, %(before)s; after, %(after)s.") % {
                "before": _eligible(move.before),
                "after": _eligible(move.after),
            }
    return str(_FIXED[cause])


def _available(stood: Stood | None) -> str:
    return str(SENTENCES[Exclusion(stood.exclusion)]) if stood and stood.exclusion else _("available")


def _eligible(stood: Stood | None) -> str:
    codes = stood.reasons if stood else ()
    return ", ".join(str(REASONS[code]) for code in codes) if codes else _("eligible")


_FIXED: Mapping[Cause, Promise] = {
    Cause.CANDIDACY: gettext_lazy("They were a candidate in one of the two only."),
    Cause.FIGURES: gettext_lazy("Their own figures changed."),
    Cause.COVERAGE: gettext_lazy("What the team must cover gave or took their place."),
    Cause.DECIDED: gettext_lazy("Too close to call: a person chose."),
    Cause.PLACES: gettext_lazy("Their place in the order stayed; the number of places changed."),
    Cause.COMPARISON: gettext_lazy("Their own counts stayed; what they are compared with changed."),
    Cause.OTHERS: gettext_lazy("Their own figures stayed; others moved."),
}
