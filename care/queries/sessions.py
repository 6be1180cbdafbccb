"""Coaching sessions as the two people see them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care import agenda
from care.agenda import AgendaLine
from care.models import AboutMe, AgreedAction, CoachingSession, CoachOf, PrivateNote
from care.queries.own_pulse import answers_for_coach
from core.version_tokens import Rows
from people.identity import User
from people.queries.organisation import today
from people.queries.persons import records_of

# A session is announced so many days before it.
ANNOUNCED = timedelta(days=7)
# Facts for a first session go back so far.
FIRST_LOOK = timedelta(days=28)
A_YEAR = timedelta(days=365)

# Rows behind the needs; for `core.version_tokens`. Private notes and texts about oneself are no part of them.
SESSIONS = (
    Rows(CoachingSession, "coaching_id IN (SELECT id FROM care_coachof WHERE %(person)s IN (person_id, coach_id))"),
    Rows(AgreedAction, "owner_id = %(person)s"),
)


def sessions_of(user: User, coaching: CoachOf | None = None) -> QuerySet[CoachingSession]:
    """Sessions of the user as the person, or those that a coach may see with the person of this coaching; newest first."""
    sessions = CoachingSession.objects.visible_to(user).select_related("coaching__person", "coaching__coach")
    if coaching is not None:
        return sessions.filter(coaching__person=coaching.person_id)
    return sessions.filter(coaching__person=user.person_id)


def about_me(person_id: int) -> AboutMe | None:
    return AboutMe.objects.filter(person__in=records_of(person_id)).first()


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as one of the two sees it. A later coach sees its shared notes only."""

    session: CoachingSession
    takes_part: bool
    is_person: bool
    agenda: list[AgendaLine]
    private_text: str
    actions: list[AgreedAction]


def session_view(user: User, session: CoachingSession) -> SessionView:
    """A session that the user may see."""
    takes_part = CoachingSession.objects.between(user).filter(pk=session.pk).exists()
    is_person = session.coaching.person_id in records_of(user.person_id)
    own = PrivateNote.objects.filter(session=session, writer=user.person_id).first() if takes_part else None
    return SessionView(
        session=session,
        takes_part=takes_part,
        is_person=is_person,
        agenda=_agenda(session, is_person=is_person) if takes_part else [],
        private_text=own.text if own else "",
        actions=list(session.actions.select_related("owner")),
    )


def _agenda(session: CoachingSession, *, is_person: bool) -> list[AgendaLine]:
    """Facts since the last session that was held, and open actions."""
    records, since = records_of(session.coaching.person_id), _since(session)
    open_actions = AgreedAction.objects.filter(session__coaching=session.coaching_id, done_at=None).exclude(session=session)
    lines = [
        AgendaLine(_("Still to do: %(action)s") % {"action": action.text}, str(action.owner))
        for action in open_actions.select_related("owner")
    ]
    lines += agenda.facts_about(records, since)
    return [*lines, *_pulse_lines(session, records, since, is_person=is_person)]


def _pulse_lines(session: CoachingSession, records: set[int], since: datetime, *, is_person: bool) -> list[AgendaLine]:
    coaching = session.coaching
    answers = answers_for_coach(records, max(since, coaching.agreed_at or since))
    if not answers:
        return []
    count = len(answers)
    url = reverse("care:pulse") if is_person else reverse("care:coachee", args=[coaching.pk])
    title = ngettext("%(count)d pulse answer", "%(count)d pulse answers", count) % {"count": count}
    return [AgendaLine(title, _("Only the two of you see them."), url)]


def _since(session: CoachingSession) -> datetime:
    earlier = CoachingSession.objects.filter(coaching=session.coaching_id, state=CoachingSession.State.HELD)
    last = earlier.exclude(pk=session.pk).filter(planned_on__lte=session.planned_on).order_by("-held_at").first()
    if last is not None and last.held_at is not None:
        return last.held_at
    return datetime.combine(session.planned_on, time(), tzinfo=UTC) - FIRST_LOOK


def is_within_a_year(day: date) -> bool:
    """Whether the day is at most a year away, before or after today. Sessions are kept for a year."""
    return abs(day - today()) <= A_YEAR


def coming_sessions(user: User) -> QuerySet[CoachingSession]:
    """Planned sessions of the next days, and those whose day has passed, of the user as either of the two."""
    planned = CoachingSession.objects.between(user).planned().filter(planned_on__lte=today() + ANNOUNCED)
    return planned.filter(coaching__ended_at=None).select_related("coaching__person", "coaching__coach").order_by("planned_on")


def overdue_actions(user: User) -> QuerySet[AgreedAction]:
    """Agreed actions of the user that should be done by now."""
    mine = AgreedAction.objects.filter(owner=user.person_id, done_at=None, due_on__lt=today())
    return mine.filter(session__in=CoachingSession.objects.between(user))
