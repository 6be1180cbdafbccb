from collections.abc import Collection

from django.db.models import Q

from care.models import AboutMe, AgreedAction, CoachingSession, PrivateNote
from people.own_data import OwnDataPart, Rows


def _sessions(records: Collection[int]) -> Rows:
    sessions = CoachingSession.objects.filter(Q(coaching__person__in=records) | Q(coaching__coach__in=records))
    # A former coach sees nothing of the sessions any more, not even in a copy.
    seen = sessions.filter(Q(coaching__person__in=records) | Q(coaching__ended_at=None))
    return seen.values("planned_on", "state", "held_at", "shared_notes")


def _notes(records: Collection[int]) -> Rows:
    return PrivateNote.objects.filter(writer__in=records).values("session__planned_on", "text")


def _actions(records: Collection[int]) -> Rows:
    return AgreedAction.objects.filter(owner__in=records).values("text", "due_on", "agreed_at", "done_at")


def _about_me(records: Collection[int]) -> Rows:
    return AboutMe.objects.filter(person__in=records).values("feedback", "helps", "strengths")


COACHING_PARTS = (
    OwnDataPart("coaching_sessions", (), _sessions),
    OwnDataPart("private_coaching_notes", ("care.PrivateNote",), _notes),
    OwnDataPart("agreed_actions", ("care.AgreedAction",), _actions),
    OwnDataPart("about_me", ("care.AboutMe",), _about_me),
)
