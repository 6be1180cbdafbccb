"""Coaching sessions, their notes and agreed actions. Nothing of them is journalled: they are between two people.

Lock order: the session, then its actions.
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from care.lifecycle import SESSION_LIFECYCLE, SessionStep
from care.models import AgreedAction, CoachingSession, CoachOf, PrivateNote
from care.queries.sessions import is_within_a_year
from core import clock
from core.refusals import Refused
from people.actions import notify
from people.identity import User


class NotesChanged(Refused):
    """The other saved the shared notes in the meantime."""


class DayTooFar(Refused):
    """The day is more than a year away."""


class NotOneOfTheTwo(Refused):
    """An action belongs to one of the two people."""


@transaction.atomic
def plan_session(*, actor: User, coaching: CoachOf, planned_on: date) -> CoachingSession:
    """Plan a session, as the person or as their present coach. The other one is told."""
    current = CoachOf.objects.current().between(actor).select_for_update(of=("self",)).filter(pk=coaching.pk).first()
    if current is None:
        raise PermissionDenied
    _check_day(planned_on)
    session = CoachingSession.objects.create(coaching=current, planned_on=planned_on)
    text = _("%(name)s planned a coaching session with you on %(day)s.") % _about(actor, session)
    url = reverse("care:session", args=[session.pk])
    notify(person_id=_other(actor, session), key=f"session:{session.pk}:planned", text=text, url=url)
    return session


@transaction.atomic
def hold_session(*, actor: User, session: CoachingSession) -> None:
    """Record that the session took place."""
    locked = _held(actor, session)
    SESSION_LIFECYCLE.move(locked, SessionStep.HOLD)
    locked.held_at = clock.now()
    locked.save(update_fields=["state", "held_at"])


@transaction.atomic
def cancel_session(*, actor: User, session: CoachingSession) -> None:
    """Cancel a planned session. The other one is told."""
    locked = _held(actor, session)
    SESSION_LIFECYCLE.move(locked, SessionStep.CANCEL)
    locked.save(update_fields=["state"])
    text = _("%(name)s cancelled your coaching session on %(day)s.") % _about(actor, locked)
    url = reverse("care:session", args=[locked.pk])
    notify(person_id=_other(actor, locked), key=f"session:{locked.pk}:cancelled", text=text, url=url)


@transaction.atomic
def save_shared_notes(*, actor: User, session: CoachingSession, text: str, version: int) -> None:
    """Save the notes that both read. Refused if they were saved since the actor read this version."""
    locked = _held(actor, session)
    if locked.notes_version != version:
        raise NotesChanged(
            _("The shared notes were saved in the meantime. Your text is still here: add what you miss, then save again.")
        )
    if locked.shared_notes != text:
        locked.shared_notes, locked.notes_version = text, version + 1
        locked.save(update_fields=["shared_notes", "notes_version"])


@transaction.atomic
def save_private_notes(*, actor: User, session: CoachingSession, text: str) -> None:
    """Save the actor's own notes. Without a text, they are deleted."""
    locked = _held(actor, session)
    mine = PrivateNote.objects.filter(session=locked, writer=actor.person_id)
    if not text:
        mine.delete()
    elif not mine.update(text=text):
        PrivateNote.objects.create(session=locked, writer_id=actor.person_id, text=text)


@transaction.atomic
def agree_action(*, actor: User, session: CoachingSession, owner_id: int, text: str, due_on: date) -> AgreedAction:
    """Add something that the two agreed on."""
    locked = _held(actor, session)
    if owner_id not in {locked.coaching.person_id, locked.coaching.coach_id}:
        raise NotOneOfTheTwo(_("Choose one of the two of you."))
    _check_day(due_on)
    return AgreedAction.objects.create(session=locked, owner_id=owner_id, text=text, due_on=due_on, agreed_at=clock.now())


@transaction.atomic
def set_done(*, actor: User, action: AgreedAction, is_done: bool) -> None:
    """Mark an agreed action as done, or as still to do."""
    _held(actor, action.session)
    locked = AgreedAction.objects.select_for_update().get(pk=action.pk)
    if (locked.done_at is not None) != is_done:
        locked.done_at = clock.now() if is_done else None
        locked.save(update_fields=["done_at"])


def _held(actor: User, session: CoachingSession) -> CoachingSession:
    """The session, locked, if the actor takes part in it."""
    if not CoachingSession.objects.between(actor).filter(pk=session.pk).exists():
        raise PermissionDenied
    return CoachingSession.objects.select_for_update(of=("self",)).select_related("coaching").get(pk=session.pk)


def _check_day(day: date) -> None:
    if not is_within_a_year(day):
        raise DayTooFar(_("This day is more than a year away. Choose a day within a year of today."))


def _other(actor: User, session: CoachingSession) -> int:
    """The id of the one of the two who isn't the actor."""
    coaching = session.coaching
    return coaching.coach_id if coaching.person_id == actor.person_id else coaching.person_id


def _about(actor: User, session: CoachingSession) -> dict[str, str]:
    return {"name": str(actor.person), "day": date_format(session.planned_on, "DATE_FORMAT")}
