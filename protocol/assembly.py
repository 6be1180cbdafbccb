"""Assembly of the whole protocol from compiled sections and written texts, in reading order."""

from collections.abc import Iterable
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from journal.drills import marked
from people.queries.organisation import reporting_zone
from people.queries.persons import names
from protocol.document import ORDER_OF_PART_A, Document, Paragraph, ProtocolPart, ProtocolSection, ProtocolTable, sections_from
from protocol.models import Protocol
from protocol.texts import NEXT_TIME, PARTS_OF_TEMPLATE, TEXTS


def document_of(protocol: Protocol) -> Document:
    """The protocol as one document. Missing texts are marked; compiled sections that it didn't have yet are left out."""
    crisis = protocol.crisis
    sections = {section.key: section for section in sections_from(protocol.compiled["sections"])}
    sections |= {text.key: _written(text.key, str(text.title), protocol.texts) for text in TEXTS}
    sections["goals"] = _goals(protocol)
    sections["improvements"] = _improvements(protocol)
    parts = (
        ProtocolPart("a", _("A. What happened"), tuple(sections[key] for key in ORDER_OF_PART_A if key in sections)),
        ProtocolPart("b", _("B. What to do next time"), (*(sections[text.key] for text in NEXT_TIME), _keeping(protocol))),
    )
    state = protocol.get_state_display()
    return Document(
        title=marked(_("Protocol: %(crisis)s") % {"crisis": crisis.title}, is_drill=crisis.is_drill),
        subtitle=_("Version %(version)d, %(state)s") % {"version": protocol.version, "state": state.lower()},
        # Compiled sections keep the time zone they were written in, even if the organisation's zone changes later.
        zone=protocol.compiled.get("zone") or reporting_zone().key,
        record=_("journal %(journal)d, entries 1 to %(last)d")
        % {"journal": crisis.journal_id, "last": protocol.journal_sequence},
        parts=parts,
    )


def _written(key: str, title: str, texts: dict[str, str]) -> ProtocolSection:
    return ProtocolSection(key, title, (Paragraph(texts.get(key) or _("Not written yet.")),))


def _goals(protocol: Protocol) -> ProtocolSection:
    ratings = {rating.goal_id: rating.get_rating_display() for rating in protocol.ratings.all()}
    rows = tuple(
        (
            goal.measure,
            goal.worded(goal.start_value),
            goal.worded(goal.final_value),
            goal.target,
            _day(goal.due_on),
            ratings.get(goal.pk, _("not rated")),
            f"goal {goal.pk}",
        )
        for goal in protocol.crisis.goals.all()
    )
    columns = (_("Measure"), _("Start"), _("When resolved"), _("Target"), _("Due"), _("Rating"), _("Source"))
    return ProtocolSection("goals", _("Goals"), (ProtocolTable(columns, rows, _("No goals were set.")),))


def _improvements(protocol: Protocol) -> ProtocolSection:
    improvements = list(protocol.improvements.all())
    known = _names(improvement.owner_id for improvement in improvements)
    rows = tuple(
        (
            improvement.action,
            known.get(improvement.owner_id or 0, "–"),
            _day(improvement.due_on),
            improvement.verification or "–",
            str(PARTS_OF_TEMPLATE.get(improvement.changes, "–")),
            f"improvement {improvement.pk}",
        )
        for improvement in improvements
    )
    columns = (_("Action"), _("Owner"), _("Due"), _("How it is verified"), _("Part B section"), _("Source"))
    return ProtocolSection(
        "improvements", _("Improvement plan"), (ProtocolTable(columns, rows, _("No improvements are planned.")),)
    )


def _keeping(protocol: Protocol) -> ProtocolSection:
    known = _names([protocol.owner_id, protocol.reviewed_by_id])
    columns = (_("What"), _("Who or when"), _("Source"))
    source = f"protocol {protocol.pk}"
    rows = (
        (_("Owner"), known.get(protocol.owner_id or 0, "–"), source),
        (_("Review by"), _day(protocol.review_by_on), source),
        (_("Reviewed by"), known.get(protocol.reviewed_by_id or 0, "–"), source),
    )
    return ProtocolSection("keeping", _("Keeping this up to date"), (ProtocolTable(columns, rows, ""),))


def _names(person_ids: Iterable[int | None]) -> dict[int, str]:
    return names(person_id for person_id in person_ids if person_id is not None)


def _day(day: date | None) -> str:
    return formats.date_format(day, "j M Y") if day else "–"
