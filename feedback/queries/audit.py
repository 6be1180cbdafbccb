"""Totals and pages of the audit lists. Totals come from the rollup and lists use an index, so cost does not grow with the
number of rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from feedback.audit_kinds import AuditKind
from feedback.audit_sentences import explained
from feedback.models import CountingDecision, Interaction, LeftOut, SurveyResponse
from feedback.queries.audit_reasons import reasons_of
from feedback.queries.retention import horizon
from intake.destination import Odd
from people.queries.persons import names

if TYPE_CHECKING:
    from intake.models import Import

PER_PAGE = 50
_State = SurveyResponse.State


STATES = {AuditKind.SUSPECTED: _State.SUSPECTED, AuditKind.DUPLICATE: _State.DUPLICATE, AuditKind.SUPERSEDED: _State.SUPERSEDED}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Filters of an audit list: source, import, and days of the response (for unassigned contacts, of the contact)."""

    source: str = ""
    file: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PageCursor:
    """Position at which the next page of a list continues: a moment and an id."""

    moment: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.moment.isoformat()}~{self.id}"

    @classmethod
    def from_text(cls, text: str) -> "PageCursor | None":
        """The cursor in a text; None if the text is invalid."""
        moment, _sign, number = text.partition("~")
        try:
            return cls(datetime.fromisoformat(moment), int(number[:18])) if datetime.fromisoformat(moment).tzinfo else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of an audit list. `id` is that of the response or, in the unassigned list, of the contact. `why` is the reason
    why it is listed.
    """

    id: int
    reference: str
    source: str
    agent: str
    at: datetime
    rating: str
    comment: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of a list, and the cursor of the next one (empty if there is none)."""

    lines: tuple[AuditLine, ...]
    following: str


def totals() -> dict[AuditKind, int]:
    """Totals by kind, in months whose responses are kept, because deleted ones cannot be decided about."""
    start, lines = horizon(), LeftOut.objects.all()
    if start is not None:
        lines = lines.filter(month_on__gte=start.on)
    left_out = dict(lines.values_list("reason").annotate(total=Sum("responses")).order_by())
    return {
        AuditKind.UNASSIGNED: left_out.get(LeftOut.Reason.UNASSIGNED, 0),
        AuditKind.SUSPECTED: left_out.get(LeftOut.Reason.SUSPECTED, 0),
        AuditKind.DUPLICATE: left_out.get(LeftOut.Reason.DUPLICATE, 0),
        AuditKind.SUPERSEDED: left_out.get(LeftOut.Reason.SUPERSEDED, 0),
        AuditKind.OUT_OF_WINDOW: SurveyResponse.objects.filter(is_out_of_window=True).count(),
        AuditKind.DECIDED: responses(AuditKind.DECIDED, Narrowing()).count(),
    }


def odd_responses(imported: "Import") -> tuple[Odd, ...]:
    """Responses of an import that need a look, by kind, with the lists that show them."""
    return tuple(
        Odd(str(explained(kind).title), count, f"{reverse('feedback:audit_list', args=[kind])}?file={imported.pk}")
        for kind, count in _found_in(imported).items()
    )


def _found_in(imported: "Import") -> dict[AuditKind, int]:
    """Totals of one import by kind, using the index of responses that do not count."""
    mine = SurveyResponse.objects.filter(file=imported)
    states = dict(mine.exclude(state=_State.COUNTED).values_list("state").annotate(total=Count("pk")).order_by())
    found = {kind: states.get(state, 0) for kind, state in STATES.items()}
    found[AuditKind.OUT_OF_WINDOW] = mine.filter(is_out_of_window=True).count()
    return {kind: count for kind, count in found.items() if count}


def page_of(kind: AuditKind, narrowing: Narrowing, after: PageCursor | None = None) -> AuditPage:
    """The first page of a list, or the one after a cursor, in a constant number of queries."""
    if kind is AuditKind.UNASSIGNED:
        calls = _cut(unassigned(narrowing).prefetch_related("responses"), "started_at", after)
        return _page([_line_of_call(call) for call in calls], after_at=PER_PAGE)
    found: list[SurveyResponse] = _cut(responses(kind, narrowing), "responded_at", after)
    whys = reasons_of(kind, found)
    people = names({answer.interaction.person_id for answer in found if answer.interaction.person_id})
    return _page([_line(answer, people, whys.get(answer.pk, "")) for answer in found], after_at=PER_PAGE)


def responses(kind: AuditKind, narrowing: Narrowing) -> QuerySet[SurveyResponse]:
    """The responses of a list, newest first."""
    found = SurveyResponse.objects.select_related("interaction").order_by("-responded_at", "-pk")
    if kind is AuditKind.DECIDED:
        found = found.filter(Exists(_decisions()))
    elif kind is AuditKind.OUT_OF_WINDOW:
        found = found.filter(is_out_of_window=True)
    else:
        found = found.filter(state=STATES[kind])
    wanted = {
        "interaction__source": narrowing.source, "file": narrowing.file, "responded_at__gte": narrowing.since,
        "responded_at__lt": narrowing.until,
    }  # fmt: skip
    return found.filter(**{name: value for name, value in wanted.items() if value})


def unassigned(narrowing: Narrowing) -> QuerySet[Interaction]:
    """Contacts that would count if they had an agent, newest first."""
    counted = SurveyResponse.objects.filter(interaction=OuterRef("pk"), state=_State.COUNTED)
    wanted = {
        "source": narrowing.source, "file": narrowing.file, "started_at__gte": narrowing.since,
        "started_at__lt": narrowing.until,
    }  # fmt: skip
    found = Interaction.objects.filter(Exists(counted), person=None, is_drill=False)
    return found.filter(**{name: value for name, value in wanted.items() if value}).order_by("-started_at", "-pk")


def _decisions() -> QuerySet[CountingDecision]:
    return CountingDecision.objects.filter(
        source=OuterRef("interaction__source"),
        external_id=OuterRef("interaction__external_id"),
        instrument=OuterRef("instrument"),
        responded_at=OuterRef("responded_at"),
        value=OuterRef("value"),
    )


def from_here(kind: AuditKind, narrowing: Narrowing, after: PageCursor | None, *, at_most: int) -> tuple[list[int], str]:
    """Ids for a decision about a whole list, from a cursor on, and the cursor of the remaining ones, if any."""
    if kind is AuditKind.UNASSIGNED:
        found, moment = _beyond(unassigned(narrowing), "started_at", after), "started_at"
    else:
        found, moment = _beyond(responses(kind, narrowing), "responded_at", after), "responded_at"
    rows = list(found.values_list("pk", moment)[: at_most + 1])
    has_more, rows = len(rows) > at_most, rows[:at_most]
    return [pk for pk, _at in rows], str(PageCursor(rows[-1][1], rows[-1][0])) if has_more else ""


def _beyond(found: QuerySet[Any], moment: str, after: PageCursor | None) -> QuerySet[Any]:
    if after is None:
        return found
    return found.filter(
        Q(**{f"{moment}__lt": after.moment}) | Q(**{moment: after.moment, "pk__lt": after.id}),
        **{f"{moment}__lte": after.moment},
    )


def _cut(found: QuerySet[Any], moment: str, after: PageCursor | None) -> list[Any]:
    return list(_beyond(found, moment, after)[: PER_PAGE + 1])


def _page(lines: list[AuditLine], *, after_at: int) -> AuditPage:
    has_more = len(lines) > after_at
    shown = tuple(lines[:after_at])
    return AuditPage(shown, str(PageCursor(shown[-1].at, shown[-1].id)) if has_more else "")


def _line_of_call(call: Interaction) -> AuditLine:
    counted = [answer for answer in call.responses.all() if answer.state == _State.COUNTED]
    return AuditLine(
        id=call.pk,
        reference=call.external_id,
        source=call.source,
        agent="",
        at=call.started_at,
        rating=", ".join(f"{answer.get_instrument_display()} {answer.value}" for answer in counted),
        comment=next((answer.comment for answer in counted if answer.comment), ""),
        state="",
        why=_("The source names no agent"),
    )


def _line(answer: SurveyResponse, people: Mapping[int, str], why: str) -> AuditLine:
    return AuditLine(
        id=answer.pk,
        reference=answer.interaction.external_id,
        source=answer.interaction.source,
        agent=people.get(answer.interaction.person_id or 0, ""),
        at=answer.responded_at,
        rating=f"{answer.get_instrument_display()} {answer.value}",
        comment=answer.comment,
        state=answer.get_state_display(),
        why=why,
    )
