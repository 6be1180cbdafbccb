"""Compilation of a protocol's sections from the records of a resolved crisis.

Every statement names its source: an entry of the crisis's journal (``journal 12``), a saved selection, the review programme, or
the daily scores. The same records give the same sections.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.moments import moment_in
from core.templatetags.ecs import hours
from crisis.public_models import Crisis
from crisis.queries.hours import time_by_membership
from crisis.queries.invitations import totals_of
from crisis.queries.timeline import EVERYDAY, Happening, timeline_of
from feedback.explanations import month_list
from feedback.queries.satisfaction import Satisfaction, satisfaction_between
from feedback.sustained import Criteria
from feedback.templatetags.csat import csat
from journal.verbs import Audience
from people.queries.colleagues import colleagues
from people.queries.persons import names
from protocol.document import Paragraph, ProtocolFacts, ProtocolSection, ProtocolTable
from quality.queries.programmes import ProgrammeSummary, programme_summary
from quality.templatetags.quality_scores import quality_score
from recognition.queries import awards_of
from scripts_library.queries import scripts_of
from selection.methods import SENTENCES
from selection.queries.outcomes import Outcome, outcome_of

BEFORE = timedelta(days=28)
DECISION = "crisis.decision_taken"


@dataclass(frozen=True, slots=True)
class Context:
    """Input of every section: the crisis, the time zone of the text, and the journal's entries."""

    crisis: Crisis
    zone: ZoneInfo
    now: datetime
    happenings: tuple[Happening, ...]

    @property
    def source(self) -> str:
        return f"crisis {self.crisis.pk}"

    def at(self, moment: datetime | None) -> str:
        return "–" if moment is None else moment_in(moment, self.zone)

    def on(self, day: date | None) -> str:
        return "–" if day is None else formats.date_format(day, "j M Y")


def compile_sections(crisis: Crisis, zone: ZoneInfo) -> tuple[ProtocolSection, ...]:
    """Every section that can be compiled from records, in the protocol's order, with times in `zone`."""
    happenings = tuple(reversed(timeline_of(crisis, Audience.SUPERVISORS, zone=zone)))
    context = Context(crisis, zone, clock.now(), happenings)
    return tuple(ProtocolSection(key, title, blocks(context)) for key, title, blocks in _sections())


Blocks = tuple[Paragraph | ProtocolFacts | ProtocolTable, ...]


def _sections() -> tuple[tuple[str, str, Callable[[Context], Blocks]], ...]:
    return (
        ("identity", _("Identity"), _identity),
        ("impact", _("Impact in numbers"), _impact),
        ("selection", _("Selection"), _selection),
        ("team", _("Team"), _team),
        ("timeline", _("Timeline"), _timeline),
        ("decisions", _("Decisions"), _decisions),
        ("scripts", _("Scripts used"), _scripts),
        ("reviews", _("Quality reviews"), _reviews),
        ("recognition", _("Recognition"), _recognition),
    )


def _identity(context: Context) -> Blocks:
    crisis = context.crisis
    known = names(person_id for person_id in (crisis.lead_id, crisis.deputy_id, crisis.opened_by_id) if person_id)
    rows = [
        (_("Kind"), crisis.get_kind_display()),
        (_("Scope"), crisis.get_scope_display() if crisis.scope else "–"),
        (_("Severity"), crisis.get_severity_display()),
        (_("Cause"), crisis.cause or "–"),
        (_("Solution"), crisis.solution),
        (_("Lead"), known.get(crisis.lead_id or 0, "–")),
        (_("Deputy"), known.get(crisis.deputy_id or 0, "–")),
        (_("Opened"), f"{context.at(crisis.opened_at)}, {known[crisis.opened_by_id]}"),
        (_("Activated"), context.at(crisis.activated_at)),
        (_("Resolved"), context.at(crisis.resolved_at)),
    ]
    if crisis.is_drill:
        rows.append((_("Drill"), _("Yes. Only participants got messages, and nothing counts in other figures.")))
    return (ProtocolFacts(tuple((label, value, context.source) for label, value in rows)),)


def _impact(context: Context) -> Blocks:
    crisis = context.crisis
    if crisis.activated_at is None or crisis.resolved_at is None:
        return ()
    began_on = crisis.activated_at.astimezone(context.zone).date()
    ended_before = crisis.resolved_at.astimezone(context.zone).date() + timedelta(days=1)
    today = context.now.astimezone(context.zone).date()
    periods = (
        (_("Before"), began_on - BEFORE, began_on),
        (_("During"), began_on, ended_before),
        (_("After"), ended_before, max(ended_before, today)),
    )
    rows = tuple(_period(context, name, first_on, before_on) for name, first_on, before_on in periods)
    columns = (_("Period"), _("From"), _("To"), _("Responses"), _("CSAT"), _("95 % interval"), _("Source"))
    note = _("CSAT of the whole organisation, with Wilson intervals. “Before” is the four weeks before activation.")
    return (Paragraph(note), ProtocolTable(columns, rows, ""))


def _period(context: Context, name: str, first_on: date, before_on: date) -> tuple[str, ...]:
    shown = satisfaction_between(first_on, before_on)
    last_on = before_on - timedelta(days=1) if before_on > first_on else None
    return (name, context.on(first_on), context.on(last_on), str(shown.responses), *percents_of(shown), _("daily scores"))


def percents_of(shown: Satisfaction) -> tuple[str, str]:
    """CSAT and its interval, or dashes if there were no responses."""
    if shown.csat_percent is None or shown.lower_bound_percent is None or shown.upper_bound_percent is None:
        return "–", "–"
    return csat(shown.csat_percent), f"{csat(shown.lower_bound_percent)} – {csat(shown.upper_bound_percent)}"


def _selection(context: Context) -> Blocks:
    outcome = outcome_of(context.crisis)
    if outcome is None:
        return (Paragraph(_("The team was chosen without a saved selection.")),)
    source = f"selection {outcome.number}"
    counts = _("%(chosen)d selected, %(reserve)d on the reserve list, %(out)d not selected") % {
        "chosen": outcome.chosen,
        "reserve": outcome.reserve,
        "out": outcome.out,
    }
    heard = _("nominations: %(nominations)d, objections: %(objections)d") % {
        "nominations": outcome.nominations,
        "objections": outcome.objections,
    }
    rows = [
        *_rule(context, outcome),
        (_("Spots"), str(outcome.team_size)),
        (_("Coverage rules"), outcome.requirements),
        (_("Result"), counts),
        (_("Team leader input"), heard),
    ]
    if outcome.band_reason and outcome.criteria:
        rows.append((_("Where scores were too close to call"), str(outcome.method.label)))
        rows.append((_("Reason (too close to call)"), outcome.band_reason))
    elif outcome.band_reason:
        rows.append((_("Reason"), outcome.band_reason))
    if outcome.draws:
        rows.append((_("Draws"), _draws(outcome.draws)))
    return (ProtocolFacts(tuple((label, value, source) for label, value in rows)),)


def _draws(numbers: Sequence[int]) -> str:
    """The number of draws, because lots can be drawn again, with the selections they were for."""
    if len(numbers) == 1:
        return _("Lots were drawn once, for selection %(number)d.") % {"number": numbers[0]}
    *others, last = numbers
    return _("Lots were drawn %(count)d times, for selections %(others)s and %(last)d.") % {
        "count": len(numbers),
        "others": ", ".join(map(str, others)),
        "last": last,
    }


def _rule(context: Context, outcome: Outcome) -> list[tuple[str, str]]:
    """The rule and its thresholds; only the method if nobody was ranked."""
    asked = outcome.criteria
    if asked is None:
        return [(_("Method"), str(SENTENCES[outcome.method]))]
    return [
        (_("Method"), _("Sustained CSAT, version %(version)s") % {"version": outcome.rule_version}),
        (_("Period"), _window(context, asked)),
        (_("Responses per month"), _("at least %(least)s") % {"least": asked.min_responses}),
        (_("Minimum CSAT"), csat(asked.floor_percent)),
    ]


def _window(context: Context, criteria: Criteria) -> str:
    """The months of the selection, with their first and last day."""
    first, last = context.on(criteria.starts_on), context.on(criteria.ends_before - timedelta(days=1))
    months = ngettext("%(months)d month, %(first)s – %(last)s", "%(months)d months, %(first)s – %(last)s", criteria.months)
    whole = months % {"months": criteria.months, "first": first, "last": last}
    if not criteria.left_out_months:
        return whole
    return _("%(window)s, without %(months)s") % {"window": whole, "months": month_list(criteria.left_out_months)}


def _team(context: Context) -> Blocks:
    """Everyone who served, from–to, with their hours on the line, in the same words whatever the reason for leaving."""
    crisis = context.crisis
    totals = totals_of(crisis)
    figures = [(_("Spots"), crisis.team_size)]
    if totals:
        figures += [(_("People invited"), totals["invited"]), (_("People who served"), totals["served"])]
    members = list(crisis.members.all())
    known, on_line = colleagues(member.person_id for member in members), time_by_membership(crisis)
    rows = tuple(
        (
            known[member.person_id].name,
            ", ".join(known[member.person_id].team_names),
            context.at(member.joined_at),
            context.at(member.left_at),
            hours(on_line[member.pk]) if on_line[member.pk] else "–",
            context.source,
        )
        for member in members
    )
    columns = (_("Name"), _("Home team"), _("From"), _("To"), _("Hours on the line"), _("Source"))
    return (
        ProtocolFacts(tuple((label, str(count), context.source) for label, count in figures)),
        ProtocolTable(columns, rows, _("No one joined.")),
    )


def _timeline(context: Context) -> Blocks:
    rows = tuple(
        (context.at(item.at), item.sentence, f"journal {item.sequence}")
        for item in context.happenings
        if item.verb not in EVERYDAY
    )
    note = _("Script confirmations and single reviews aren't listed here. Their totals are in the sections below.")
    return (Paragraph(note), ProtocolTable((_("When"), _("What"), _("Source")), rows, _("No entries.")))


def _decisions(context: Context) -> Blocks:
    rows = tuple(
        (context.at(item.at), item.sentence, f"journal {item.sequence}") for item in context.happenings if item.verb == DECISION
    )
    return (ProtocolTable((_("When"), _("What"), _("Source")), rows, _("No decisions were recorded.")),)


def _scripts(context: Context) -> Blocks:
    rows = tuple(
        (
            script.title,
            str(version.number),
            version.approver_name or "–",
            f"{context.at(version.starts_at)} – {context.at(version.ended_at)}",
            str(version.acknowledged_count),
            f"script {script.id}",
        )
        for script in scripts_of(context.crisis.journal_id)
        for version in script.versions
        if version.starts_at is not None
    )
    columns = (_("Script"), _("Version"), _("Approved by"), _("Period"), _("Acknowledged"), _("Source"))
    return (ProtocolTable(columns, rows, _("No scripts were published for this crisis.")),)


def _reviews(context: Context) -> Blocks:
    summary = programme_summary(context.crisis.journal_id)
    if summary is None:
        return (Paragraph(_("There were no extra quality reviews.")),)
    source = f"reviews of {context.source}"
    return (ProtocolFacts(tuple((label, value, source) for label, value in _review_facts(context, summary))),)


def _review_facts(context: Context, summary: ProgrammeSummary) -> list[tuple[str, str]]:
    planned, done = summary.slots.planned, summary.slots.done
    facts = [
        (_("Extra reviews per CSP per week"), str(summary.cadence)),
        (_("Period"), f"{context.at(summary.starts_at)} – {context.at(summary.ends_at)}"),
        (_("Completed"), _("%(done)d of %(planned)d") % {"done": done, "planned": planned}),
        (_("Cancelled at the end"), str(summary.slots.cancelled)),
        (_("Red flags"), str(summary.red_flags)),
        (_("Acknowledged by the CSP"), str(summary.acknowledged)),
    ]
    if summary.slots.lapsed:
        reasons = {"contact": summary.slots.lapsed_without_contact, "reviewer": summary.slots.lapsed_without_reviewer}
        facts.append((_("Lapsed"), _("%(contact)d without a contact, %(reviewer)d without a reviewer") % reasons))
    if summary.mean_score is not None:
        lowest, highest = quality_score(summary.lowest_score), quality_score(summary.highest_score)
        facts.append((_("Mean score"), f"{quality_score(summary.mean_score)} ({lowest} – {highest})"))
    facts += [(section.title, quality_score(section.mean_percent)) for section in summary.sections]
    return facts


def _recognition(context: Context) -> Blocks:
    rows = tuple(
        (
            award.nominee_name if award.is_public else _("A colleague"),
            award.type_name,
            award.reason if award.is_public else "",
            context.at(award.issued_at),
            f"award {award.id}",
        )
        for award in awards_of(context.crisis.journal_id)
        if award.issued_at is not None
    )
    return (ProtocolTable((_("Who"), _("What"), _("Why"), _("When"), _("Source")), rows, _("No one has been recognised yet.")),)
