"""The comparison of two selections as its page shows it: groups of people whose result changed, with the reasons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crisis.queries.unavailable_people import SENTENCES, Exclusion
from feedback.explanations import month_list
from feedback.sustained import ReasonCode
from feedback.templatetags.csat import csat
from selection.candidate_filters import Showing
from selection.changes import Cause, PositionChange, Stood
from selection.coverage import coverage_from_json
from selection.coverage_wording import listed
from selection.methods import Method
from selection.models import Candidate
from selection.presentation.candidate_list import CardUrl
from selection.serialisation import COVERAGE

Standing = Candidate.Standing

CRITERIA: Mapping[str, Promise] = {
    "until": gettext_lazy("Up to (month)"),
    "months": gettext_lazy("Number of months"),
    "min_responses": gettext_lazy("Minimum responses per month"),
    "floor_percent": gettext_lazy("Minimum CSAT"),
    "team_size": gettext_lazy("Team size"),
    "left_out_months": gettext_lazy("Months left out"),
    COVERAGE: gettext_lazy("Coverage rules"),
    "method": gettext_lazy("How spots are filled"),
}
REASONS: Mapping[str, Promise] = {
    ReasonCode.NO_RESPONSES: gettext_lazy("no responses"),
    ReasonCode.TOO_FEW_QUALIFYING_MONTHS: gettext_lazy("too few qualifying months"),
    ReasonCode.DIP: gettext_lazy("a CSAT drop"),
}


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One person: their result in both selections, figures if both were ranked, and why the result changed."""

    name: str
    card_url: str
    before: str
    after: str
    figures_before: str
    figures_after: str
    why: list[str]


@dataclass(frozen=True, slots=True)
class Movement:
    """People with the same kind of change: `candidates` are the first of `found`. `more` as in `CandidateGroup`."""

    key: str
    title: str
    found: int
    candidates: list[PersonChange]
    more: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion that differs, in display form."""

    name: str
    before: str
    after: str


def criteria(otherwise: Iterable[tuple[str, Any, Any]]) -> list[Criterion]:
    return [
        Criterion(str(CRITERIA.get(name, name)), _asked(name, before), _asked(name, after)) for name, before, after in otherwise
    ]


def _asked(name: str, value: Any) -> str:
    if value is None:
        return _("not used")
    if name == "until":
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if name == COVERAGE:
        return listed(coverage_from_json(value).requirements)
    if name == "method":
        return str(Method(value).label)
    if name == "left_out_months":
        return month_list([date.fromisoformat(month) for month in value]) or "–"
    return csat(value) if name == "floor_percent" else str(value)


def movements(found: Iterable[PositionChange]) -> list[tuple[str, str, list[PositionChange]]]:
    """Key, title and people of each kind of change, the most important first."""
    kinds: dict[str, tuple[str, list[PositionChange]]] = {
        "into": (_("Newly selected"), []),
        "out_of": (_("No longer selected"), []),
        "other": (_("Other changes"), []),
        "position": (_("Only the position changed"), []),
    }
    for move in found:
        kinds[_kind(move)][1].append(move)
    return [(key, title, moved) for key, (title, moved) in kinds.items() if moved]


def groups(
    kinds: Sequence[tuple[str, str, list[PositionChange]]],
    showing: Showing,
    names: Mapping[int, str],
    card_url: CardUrl,
    *,
    shows_figures: bool,
) -> list[Movement]:
    """The groups of the page. `names` has everyone who is shown."""
    return [
        Movement(
            key=key,
            title=title,
            found=len(moved),
            candidates=[
                _moved(move, names[move.person_id], card_url(move.person_id), shows_figures=shows_figures)
                for move in moved[: showing.most_of(key)]
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


def _moved(move: PositionChange, name: str, card_url: str, *, shows_figures: bool) -> PersonChange:
    return PersonChange(
        name=name,
        card_url=card_url,
        before=_where(move.before),
        after=_where(move.after),
        figures_before=_figures(move.before) if shows_figures else "",
        figures_after=_figures(move.after) if shows_figures else "",
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
    return _("Adjusted CSAT %(rate)s; CSAT %(csat)s (%(lower)s to %(upper)s), %(satisfied)d of %(responses)d") % {
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
            return _("Availability: %(after)s (was: %(before)s).") % {
                "before": _available(move.before),
                "after": _available(move.after),
            }
        case Cause.ELIGIBILITY:
            return _("Eligibility: %(after)s (was: %(before)s).") % {
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
    Cause.CANDIDACY: gettext_lazy("They were a candidate in only one of the two selections."),
    Cause.FIGURES: gettext_lazy("Their own responses changed."),
    Cause.COVERAGE: gettext_lazy("Coverage rules gave them a spot or took it."),
    Cause.DECIDED: gettext_lazy("Their score was too close to call, so the crisis lead chose."),
    Cause.DRAWN: gettext_lazy("Lots were drawn about them in one of the selections, or in both."),
    Cause.PLACES: gettext_lazy("Their rank is the same, but the team size changed."),
    Cause.COMPARISON: gettext_lazy("Their own responses are the same, but the comparison changed."),
    Cause.OTHERS: gettext_lazy("Their own score is the same, but other people's changed."),
}
