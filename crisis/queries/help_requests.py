"""Requests for help: those a user may know of, and the people to call."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from core.request_cache import once
from core.version_tokens import Rows
from crisis import permissions
from crisis.escalation import CALLED_AFTER, HelpLevel
from crisis.models import Crisis, HelpCall, HelpRequest
from crisis.queries.support import SupportLine, support_line
from crisis.queries.team import is_member
from journal.drills import circle_of
from people.identity import Role, User
from people.queries.addresses import account_addresses
from people.queries.persons import names
from people.queries.roles import holders_of

# Requests that `person` may know of; see `HelpRequestQuerySet.visible_to`.
VISIBLE = """(person_id = %(person)s OR id IN (SELECT request_id FROM crisis_helpcall WHERE person_id = %(person)s)
    OR crisis_id IN (SELECT id FROM crisis_crisis WHERE %(person)s IN (lead_id, deputy_id)))"""
ROWS_OF_HELP = (
    Rows(HelpRequest, VISIBLE),
    Rows(HelpCall, f"request_id IN (SELECT id FROM crisis_helprequest WHERE {VISIBLE})"),  # noqa: S608 - our own fragment
)


NEXT_CALLS = {
    HelpLevel.BACKUPS: gettext_lazy("If nobody answers, the backups are called after %(minutes)d minutes."),
    HelpLevel.SUPERVISORS: gettext_lazy("If nobody answers, the supervisors are called after %(minutes)d minutes."),
}


@dataclass(frozen=True, slots=True)
class HelpFigures:
    """Requests for help in a crisis without names: how many, how many answered, and the median minutes to an answer."""

    asked: int
    answered: int
    minutes: int | None


def help_to_escalate(now: datetime) -> QuerySet[HelpRequest]:
    """Open requests that wait for the next level, the longest first."""
    waiting = HelpRequest.objects.filter(state=HelpRequest.State.OPEN, is_escalated=False)
    return waiting.filter(asked_at__lte=now - CALLED_AFTER[1]).order_by("asked_at", "pk")


def people_to_call(crisis: Crisis, person_id: int, now: datetime) -> dict[HelpLevel, set[int]]:
    """People to call for this team member on each level. Levels without anyone who has an account are left out.

    In a drill only participants count.
    """
    contacts = [one.person_id for one in support_line(crisis, person_id, now).contacts]
    supervisors = set(holders_of(Role.SUPERVISOR))
    if crisis.is_drill:
        supervisors &= circle_of(crisis.journal_id)
    wanted: dict[HelpLevel, set[int | None]] = {
        HelpLevel.FIRST: {*contacts[:1], crisis.lead_id, crisis.deputy_id},
        HelpLevel.BACKUPS: set(contacts[1:]),
        HelpLevel.SUPERVISORS: {*supervisors},
    }
    everyone = {one for people in wanted.values() for one in people if one is not None} - {person_id}
    reachable = account_addresses(everyone).keys()
    found: dict[HelpLevel, set[int]] = {}
    for level, people in wanted.items():
        earlier = {one for others in found.values() for one in others}
        if here := {one for one in people if one is not None and one in reachable} - earlier:
            found[level] = here
    return found


@dataclass(frozen=True, slots=True)
class HelpView:
    """A request for help as a user sees it. `called` are names, `next_calls` sentences about the levels that follow; `line` are
    the contacts whom the person can call themselves.
    """

    request: HelpRequest
    is_own: bool
    is_helper: bool
    called: list[str]
    next_calls: list[str]
    line: SupportLine | None

    @property
    def is_open(self) -> bool:
        return self.request.state == HelpRequest.State.OPEN

    @property
    def is_answered(self) -> bool:
        return self.request.state == HelpRequest.State.ANSWERED

    @property
    def to_call(self) -> str:
        """Whom the person should call themselves if nobody answers: the first contact of now, or the deputy or the lead."""
        if self.line is None:
            return ""
        return str(self.line.first) if self.line.first else next(iter(self.line.leaders), "")

    @property
    def is_over(self) -> bool:
        return not self.is_open and not self.is_answered


def help_view(request: HelpRequest, user: User, now: datetime) -> HelpView:
    is_own = request.person_id == user.person_id
    calls = list(request.calls.values_list("person_id", "level"))
    called = names(person_id for person_id, _level in calls)
    is_open = request.state == HelpRequest.State.OPEN
    return HelpView(
        request=request,
        is_own=is_own,
        is_helper=request.answered_by_id == user.person_id,
        called=sorted(called.values(), key=str.casefold),
        next_calls=_next_calls(request, {level for _person_id, level in calls}, now) if is_open else [],
        line=support_line(request.crisis, request.person_id, now) if is_own else None,
    )


def _next_calls(request: HelpRequest, called: Container[str], now: datetime) -> list[str]:
    """A sentence for each level with people that is still to be called."""
    staffed = people_to_call(request.crisis, request.person_id, now)
    turns = zip((level for level in HelpLevel if level in staffed), CALLED_AFTER, strict=False)
    return [
        NEXT_CALLS[level] % {"minutes": wait // timedelta(minutes=1)}
        for level, wait in turns
        if level in NEXT_CALLS and wait and level not in called and not request.is_escalated
    ]


def own_help(crisis: Crisis, user: User) -> HelpRequest | None:
    """The user's own unfinished request in this crisis."""
    unfinished = HelpRequest.objects.unfinished().filter(crisis=crisis, person=user.person_id)
    return unfinished.select_related("answered_by").first()


@dataclass(frozen=True, slots=True)
class OwnSupport:
    """The support of a team member: whom to call now, and their own unfinished request for help."""

    line: SupportLine
    request: HelpRequest | None
    may_ask: bool


def support_of(crisis: Crisis, user: User, now: datetime) -> OwnSupport | None:
    """The support of the user, or None if they aren't on the team."""
    if crisis.is_finished or not is_member(user, crisis):
        return None
    return OwnSupport(support_line(crisis, user.person_id, now), own_help(crisis, user), crisis.invites)


@once
def wanted_help(user: User) -> list[HelpRequest]:
    """Unfinished requests of others that the user may know of: open ones, and those that the user answered."""
    found = HelpRequest.objects.visible_to(user).unfinished().exclude(person=user.person_id)
    return [
        request
        for request in found.select_related("person", "crisis")
        if request.state == HelpRequest.State.OPEN or request.answered_by_id == user.person_id
    ]


def help_figures(crisis: Crisis, user: User) -> HelpFigures | None:
    """Figures about the requests for help, for lead and deputy only. None if there was no request."""
    if not permissions.leads_crisis(user, crisis):
        return None
    times = list(crisis.help_requests.values_list("asked_at", "answered_at"))
    waits = [answered_at - asked_at for asked_at, answered_at in times if answered_at is not None]
    return HelpFigures(len(times), len(waits), _median_minutes(waits)) if times else None


def median_minutes(crisis: Crisis) -> tuple[int | None, int]:
    """Median time to an answer in whole minutes, and the number of people who were answered."""
    requests = crisis.help_requests.values_list("person", "asked_at", "answered_at")
    answered = [(person, answered_at - asked_at) for person, asked_at, answered_at in requests if answered_at is not None]
    return _median_minutes([wait for _person, wait in answered]), len({person for person, _wait in answered})


def _median_minutes(waits: Sequence[timedelta]) -> int | None:
    """At least one minute, because “0 minutes” looks like a fault."""
    return max(1, round(median(wait.total_seconds() for wait in waits) / 60)) if waits else None
