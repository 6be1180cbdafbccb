"""The figures of a team that is being chosen or was saved: spots, score, coverage and team leader input."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crisis.cells import value_name
from feedback.sustained import RankedCsp
from feedback.templatetags.csat import csat
from selection.choice import Choice
from selection.coverage import Coverage, CoverageFacts, Requirement, TeamMaximum, covering, missing
from selection.methods import Method
from selection.queries.leader_input import Heard, LeaderInputs, counts_by_person

# More would not fit under the figure.
MOST_REQUIREMENTS = 3


@dataclass(frozen=True, slots=True)
class TeamFigure:
    """A label with its figure, a note, and the tone of the figure."""

    label: str
    value: str
    note: str = ""
    tone: str = ""


def planned_figures(choice: Choice, places: Collection[int], size: int, method: Method) -> tuple[TeamFigure, ...]:
    """The figures before a team is saved. Before a draw its result is not known. A lead picking without scores sees none."""
    spots, score, coverage = team_figures(choice, places, size, method)
    if method is Method.WILLINGNESS:
        score = TeamFigure(score.label, "–", _("Hidden while you pick without scores"))
    if method is Method.DRAW:
        drawn = _("%(count)d to be drawn") % {"count": choice.places}
        spots = TeamFigure(spots.label, spots.value, ", ".join(filter(None, (spots.note, drawn))))
        score = TeamFigure(score.label, "–", _("Known after the draw"))
        if choice.coverage.requirements:
            coverage = TeamFigure(coverage.label, _("Will be met"), _("The draw keeps to the coverage rules"))
    return spots, score, coverage


def team_figures(
    choice: Choice, places: Collection[int], size: int, method: Method = Method.SCORES
) -> tuple[TeamFigure, TeamFigure, TeamFigure]:
    """Spots filled, mean adjusted CSAT and coverage, if `places` are chosen where scores are too close to call."""
    rows = (*choice.clear, *choice.for_coverage, *choice.band)
    team = choice.team(places)
    members = [row for row in rows if row.csp in team]
    return _spots(choice, places, size, method), _score(choice, members, rows), _coverage(choice, team)


def leader_input_figure(heard: Heard, said: LeaderInputs, *, is_open: bool) -> TeamFigure:
    label = _("Team leader input")
    counts = counts_by_person(said).values()
    objections, nominations = sum(one.objections for one in counts), sum(one.nominations for one in counts)
    parts = []
    if objections:
        parts.append(ngettext("%(count)d objection", "%(count)d objections", objections) % {"count": objections})
    if nominations:
        parts.append(ngettext("%(count)d nomination", "%(count)d nominations", nominations) % {"count": nominations})
    note = ", ".join(parts) or _("No objections or nominations")
    if not heard.asked:
        return TeamFigure(
            label, _("Not asked") if not parts else _("Not asked yet"), _("Ask team leaders") if is_open and not parts else note
        )
    answered = _("%(answered)d of %(asked)d answered") % {"answered": heard.answered, "asked": heard.asked}
    return TeamFigure(label, answered, note)


def _spots(choice: Choice, places: Collection[int], size: int, method: Method) -> TeamFigure:
    chosen = sum(row.csp in places for row in choice.band)
    clear, by_choice = (len(choice.clear), chosen) if choice.needs_decision else (len(choice.clear) + chosen, 0)
    counted = (
        (clear, _("%(count)d clear")),
        (len(choice.for_coverage), _("%(count)d for coverage")),
        (by_choice, _("%(count)d by draw") if method is Method.DRAW else _("%(count)d by choice")),
    )
    filled = sum(count for count, _text in counted)
    note = ", ".join(text % {"count": count} for count, text in counted if count)
    value = _("%(filled)d of %(size)d") % {"filled": filled, "size": size}
    return TeamFigure(_("Spots filled"), value, note, "" if filled == size else "warning")


def _score(choice: Choice, members: Iterable[RankedCsp], rows: Iterable[RankedCsp]) -> TeamFigure:
    mean = _mean(members)
    label = _("Mean adjusted CSAT")
    if choice.covered:
        without = _("%(mean)s without coverage rules") % {"mean": csat(choice.covered.mean_without_percent)}
        return TeamFigure(label, csat(mean), without)
    best = _mean(row for row in rows if row.in_team)
    return TeamFigure(label, csat(mean), _("%(mean)s with the highest scores") % {"mean": csat(best)})


def _coverage(choice: Choice, team: Collection[int]) -> TeamFigure:
    if not choice.coverage.requirements:
        return TeamFigure(_("Coverage"), _("No rules"), _("Add minimums under “Edit criteria”"))
    return coverage_figure(choice.coverage, [choice.facts[csp] for csp in team])


def coverage_figure(coverage: Coverage, facts: Collection[CoverageFacts]) -> TeamFigure:
    """How far a team of these people meets the coverage rules."""
    label, requirements = _("Coverage"), coverage.requirements
    unmet = coverage.unmet(facts)
    shown = [*unmet, *(requirement for requirement in requirements if requirement not in unmet)]
    note = " · ".join(_has(requirement, covering(requirement, facts)) for requirement in shown[:MOST_REQUIREMENTS])
    if len(shown) > MOST_REQUIREMENTS:
        note += " · " + _("%(count)d more") % {"count": len(shown) - MOST_REQUIREMENTS}
    if not unmet:
        return TeamFigure(label, _("All met"), note, "success")
    short = sum(missing(requirement, facts) for requirement in unmet)
    value = ngettext("%(count)d missing", "%(count)d missing", short) % {"count": short}
    return TeamFigure(label, value, note, "danger")


def _has(requirement: Requirement, has: int) -> str:
    if isinstance(requirement, TeamMaximum):
        return _("most from one team: %(has)d of %(count)d") % {"has": has, "count": requirement.count}
    named = {"value": value_name(requirement.dimension, requirement.value), "has": has, "count": requirement.count}
    return _("%(value)s: %(has)d of %(count)d") % named


def _mean(rows: Iterable[RankedCsp]) -> float | None:
    rates = [row.adjusted_rate_percent or 0.0 for row in rows]
    return sum(rates) / len(rates) if rates else None
