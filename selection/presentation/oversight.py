"""The oversight record of a saved selection in sections of labels and values, for its page and for a text file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.template.defaultfilters import date as formatted
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.ecs import moment, percent
from feedback.explanations import month_list
from selection.coverage_wording import listed
from selection.drawing import how_to_repeat
from selection.fairness import GroupShare
from selection.methods import SENTENCES
from selection.queries.oversight import Departures, Oversight
from selection.rule_limits import KnownLimit


@dataclass(frozen=True, slots=True)
class RecordSection:
    """A section of the record. `note` explains its figures."""

    title: str
    note: str
    rows: Sequence[tuple[str, str]]


def sections(record: Oversight) -> list[RecordSection]:
    """All sections, in the order in which an auditor asks."""
    return [
        RecordSection(_("Decision"), "", list(_decision(record))),
        RecordSection(_("Criteria"), "", list(_criteria(record))),
        *(_of_ranking(record, record.departures) if record.departures else [_without_ranking(record)]),
        RecordSection(
            _("Fairness"),
            _("Share of the people selected in each group. Groups of fewer than five are combined."),
            [(f"{comparison.title}: {part.name}", _share(part)) for comparison in record.fairness for part in comparison.parts]
            or [(_("Groups"), _("Too few people to compare"))],
        ),
    ]


def _of_ranking(record: Oversight, departures: Departures) -> list[RecordSection]:
    return [
        RecordSection(
            _("Departures from the ranking"),
            _("Selected people who weren't first by rank, and input of team leaders that the team doesn't follow."),
            list(_departures(record, departures)),
        ),
        RecordSection(
            _("Known limits of the rule"),
            _("Simulated contact centres whose best people are known: how many of 100 the rule finds."),
            [(str(limit.situation), _limit(limit)) for limit in record.limits] or [(_("Not simulated"), "–")],
        ),
    ]


def _without_ranking(record: Oversight) -> RecordSection:
    rows = [(_("Reason"), record.reason), *_draw(record), *_overruled(record)]
    return RecordSection(_("Without ranking"), str(SENTENCES[record.method]), rows)


def as_text(record: Oversight, heading: str) -> str:
    """The record as plain text, to be read without the product."""
    lines = [heading, "=" * len(heading)]
    for section in sections(record):
        lines += ["", section.title, "-" * len(section.title), *([section.note] if section.note else [])]
        lines += [f"{label}: {_on_one_line(value)}" for label, value in section.rows]
    return "\n".join([*lines, ""])


def _on_one_line(value: str) -> str:
    # A typed reason with line breaks could otherwise pass for lines of the record.
    return " ".join(value.split())


def _decision(record: Oversight) -> Iterator[tuple[str, str]]:
    yield _("Decided by"), record.decided_by
    yield _("Decided at"), moment(record.decided_at)
    if record.rule_version:
        yield _("Rule version"), record.rule_version
    yield (
        _("Saved inputs"),
        (_("They give the saved result again.") if record.holds else _("They no longer give the saved result.")),
    )
    yield _("Digest of the inputs"), record.inputs_digest


def _criteria(record: Oversight) -> Iterator[tuple[str, str]]:
    if criteria := record.criteria:
        yield _("First month"), formatted(criteria.window[0], "F Y")
        yield _("Last month"), formatted(criteria.window[-1], "F Y")
        yield _("Months"), str(len(criteria.window))
        yield _("Months left out"), month_list(criteria.left_out_months) or _("none")
        yield _("Minimum responses per month"), str(criteria.min_responses)
        yield _("Minimum CSAT"), percent(criteria.floor_percent)
    yield _("Spots"), str(record.team_size)
    yield _("Coverage rules"), listed(record.requirements)


def _departures(record: Oversight, departures: Departures) -> Iterator[tuple[str, str]]:
    yield _("Selected by rank"), str(departures.by_rank)
    yield _("Selected because of coverage rules"), str(departures.by_coverage)
    yield _("Selected where scores were too close to call"), str(departures.by_choice)
    if record.too_close:
        figures = {"spots": record.open_spots, "people": record.too_close}
        yield _("Decision of the lead"), _("%(spots)d of %(people)d people too close to call") % figures
        yield _("How they were chosen"), str(record.method.label)
        yield _("Reason for the choice"), record.reason
    yield from _draw(record)
    yield from _overruled(record)


def _draw(record: Oversight) -> Iterator[tuple[str, str]]:
    if record.draw_seed:
        yield _("Seed of the draw"), record.draw_seed
        yield _("How to repeat the draw"), how_to_repeat(record.method)
    if record.draws:
        yield _("Draws in this crisis"), _draws(record)


def _overruled(record: Oversight) -> Iterator[tuple[str, str]]:
    yield _("Objections overruled"), str(record.overruled.objections_in)
    yield _("Nominations not followed"), str(record.overruled.nominations_out)


def _draws(record: Oversight) -> str:
    selections = ", ".join(map(str, record.draws))
    count = len(record.draws)
    text = ngettext("%(count)d, for selection %(selections)s", "%(count)d, for the selections %(selections)s", count)
    return text % {"count": count, "selections": selections}


def _limit(limit: KnownLimit) -> str:
    return _("finds %(found).0f of 100 (margin of error ± %(margin).0f); the best possible method finds %(best).0f") % {
        "found": limit.found,
        "margin": 1.96 * limit.standard_error,
        "best": limit.best_possible,
    }


def _share(part: GroupShare) -> str:
    return _("%(chosen)d of %(eligible)d selected (%(percent)s, interval %(lower)s to %(upper)s)") % {
        "chosen": part.chosen,
        "eligible": part.eligible,
        "percent": percent(part.chosen_percent),
        "lower": percent(part.lower_bound_percent),
        "upper": percent(part.upper_bound_percent),
    }
