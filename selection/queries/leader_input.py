"""Team leader input about candidates, requests for it, and answers.

Input about a merged record, or by one, counts as input about the kept record, or by it.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from core.request_cache import once
from crisis.public_models import Crisis
from crisis.queries.unavailable_people import Exclusion
from people.identity import User
from people.queries.persons import is_own, records_of
from people.queries.roles import agent_ids
from people.queries.team_leaders import team_leaders
from selection.models import LeaderAsked, LeaderInput, Selection
from selection.queries.candidates import Candidates

Kind = LeaderInput.Kind


@dataclass(frozen=True, slots=True)
class ShownLeaderInput:
    """A nomination or an objection as shown on a card. `is_since` is true if it was given after the card's selection was
    saved.
    """

    person_id: int
    leader_id: int
    leader_name: str
    kind: str
    kind_name: str
    reason: str
    given_at: datetime
    withdrawn_at: datetime | None
    is_since: bool

    @property
    def is_objection(self) -> bool:
        return self.kind == Kind.OBJECTION


@dataclass(frozen=True, slots=True)
class LeaderInputCounts:
    """Numbers of nominations and objections about a person."""

    nominations: int = 0
    objections: int = 0


@dataclass(frozen=True, slots=True)
class Outweighed:
    """Numbers of objections to people with a spot, and of nominations of people without one."""

    objections_in: int
    nominations_out: int

    def __bool__(self) -> bool:
        return bool(self.objections_in or self.nominations_out)


LeaderInputs = dict[int, list[ShownLeaderInput]]


@once
def leader_input_of(crisis: Crisis) -> LeaderInputs:
    """Current input, by person."""
    return _by_person(crisis.leader_input.filter(withdrawn_at=None))


def leader_input_at(selection: Selection) -> LeaderInputs:
    """Input that was valid when the selection was saved, by person. Input about a candidate's record stays with it even if the
    record was merged later; a record merged before counts as left.
    """
    stood = LeaderInput.objects.filter(_stood_at(selection.stored_at), crisis=selection.crisis_id)
    merged = selection.candidates.filter(person__in=stood.exclude(person__merged_into=None).values("person"))
    named = merged.exclude(reasons__contains=[Exclusion.LEFT]).values_list("person", flat=True)
    return _by_person(stood, named=set(named))


def leader_input_on_card(crisis: Crisis, person_id: int, selection: Selection | None) -> list[ShownLeaderInput]:
    """Input on a person's card: current input, and input valid when the selection was saved, oldest first."""
    shown = Q(withdrawn_at=None)
    if selection is not None:
        shown |= _stood_at(selection.stored_at)
    leader_input = crisis.leader_input.filter(shown, person__in=records_of(person_id)).select_related("person", "leader")
    stored_at = selection.stored_at if selection else None
    return _replaced([_said(given, is_since=stored_at is not None and given.given_at > stored_at) for given in leader_input])


def standing_leader_input(crisis: Crisis, user: User, person_id: int) -> QuerySet[LeaderInput]:
    """The user's current input about this person; several if their records were merged."""
    return _leader_input_between(crisis, user, person_id).filter(withdrawn_at=None)


def own_leader_input(crisis: Crisis, user: User, person_id: int) -> LeaderInput | None:
    """The user's latest current input about this person."""
    return standing_leader_input(crisis, user, person_id).last()


def spoken_of(crisis: Crisis, user: User) -> LeaderInputs:
    """The user's current input, by person."""
    return _by_person(crisis.leader_input.filter(leader__in=records_of(user.person_id), withdrawn_at=None))


def has_spoken_of(crisis: Crisis, user: User, person_id: int) -> bool:
    """True if the user ever gave input about this person, withdrawn or not."""
    return _leader_input_between(crisis, user, person_id).exists()


def counts_by_person(leader_input: LeaderInputs) -> dict[int, LeaderInputCounts]:
    return {
        person_id: LeaderInputCounts(sum(not one.is_objection for one in said), sum(one.is_objection for one in said))
        for person_id, said in leader_input.items()
    }


def outweighed(leader_input: LeaderInputs, *, places: Collection[int], no_places: Collection[int]) -> Outweighed:
    """Counts of input against giving `places` a spot and `no_places` none."""
    said = [one for of_person in leader_input.values() for one in of_person]
    return Outweighed(
        objections_in=sum(one.is_objection and one.person_id in places for one in said),
        nominations_out=sum(not one.is_objection and one.person_id in no_places for one in said),
    )


def may_be_outweighed(leader_input: LeaderInputs, candidates: Candidates) -> Outweighed:
    """Counts of input against any team that this ranking allows, before the lead has chosen."""
    choice = candidates.choice
    undecided = {row.csp for row in choice.band} if choice.needs_decision else set()
    no_places = candidates.person_ids - choice.possible_team | undecided
    return outweighed(leader_input, places=choice.possible_team, no_places=no_places)


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader of candidates' teams. `spoke_at` is the time of their first input in this crisis, asked or not."""

    person_id: int
    name: str
    team_names: tuple[str, ...]
    asked_at: datetime | None
    answered_at: datetime | None
    spoke_at: datetime | None

    @property
    def may_be_asked(self) -> bool:
        """True if they were not asked and gave no input yet."""
        return self.asked_at is None and self.spoke_at is None


def leaders_of_candidates(crisis: Crisis) -> list[Leader]:
    """Supervisors who lead a team of agents today, and those asked earlier who no longer do."""
    asked = _asked(crisis)
    spoke: dict[int, datetime] = {}
    kept = Coalesce("leader__merged_into", "leader")
    for leader_id, given_at in crisis.leader_input.order_by("given_at").values_list(kept, "given_at"):
        spoke.setdefault(leader_id, given_at)
    found = team_leaders(agent_ids(), besides=asked.keys())
    return [
        Leader(
            person_id=leader.id,
            name=leader.name,
            team_names=leader.team_names,
            asked_at=asked[leader.id].asked_at if leader.id in asked else None,
            answered_at=asked[leader.id].answered_at if leader.id in asked else None,
            spoke_at=spoke.get(leader.id),
        )
        for leader in found
    ]


@dataclass(frozen=True, slots=True)
class Heard:
    """Numbers of leaders asked, and of answers."""

    asked: int
    answered: int


def heard(crisis: Crisis) -> Heard:
    asked = _asked(crisis).values()
    return Heard(len(asked), sum(row.answered_at is not None for row in asked))


def question_to(user: User, crisis: Crisis) -> LeaderAsked | None:
    """The request to this user in this crisis, answered or not."""
    return _asked(crisis).get(user.person_id)


def open_questions(user: User) -> QuerySet[LeaderAsked]:
    """Unanswered requests to this leader, oldest first."""
    inviting = [Crisis.State.DRAFT, Crisis.State.ACTIVE]
    waiting = LeaderAsked.objects.filter(leader=user.person_id, answered_at=None, crisis__state__in=inviting)
    answered = LeaderAsked.objects.filter(is_own(user, "leader")).exclude(answered_at=None)
    return waiting.exclude(crisis__in=answered.values("crisis")).select_related("crisis")


def _asked(crisis: Crisis) -> dict[int, LeaderAsked]:
    """Requests by leader, in order. With requests under two merged records, one answer is enough."""
    found: dict[int, LeaderAsked] = {}
    for row in crisis.leaders_asked.select_related("leader"):
        leader_id = row.leader.merged_into_id or row.leader_id
        if leader_id not in found or found[leader_id].answered_at is None:
            found[leader_id] = row
    return found


def _stood_at(moment: datetime) -> Q:
    return Q(given_at__lte=moment) & (Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment))


def _leader_input_between(crisis: Crisis, user: User, person_id: int) -> QuerySet[LeaderInput]:
    """All input of the user about this person, including merged records."""
    return crisis.leader_input.filter(person__in=records_of(person_id), leader__in=records_of(user.person_id))


def _by_person(leader_input: QuerySet[LeaderInput], *, named: Collection[int] = ()) -> LeaderInputs:
    """The latest input of each leader, by person. `named` are merged records that keep their input."""
    last: dict[tuple[int, int], ShownLeaderInput] = {}
    for given in leader_input.select_related("person", "leader"):
        said = _said(given)
        if given.person_id in named:
            said = replace(said, person_id=given.person_id)
        last[said.person_id, said.leader_id] = said
    found: defaultdict[int, list[ShownLeaderInput]] = defaultdict(list)
    for said in last.values():
        found[said.person_id].append(said)
    return dict(found)


def _replaced(said: list[ShownLeaderInput]) -> list[ShownLeaderInput]:
    """Input about one person, oldest first. Only a leader's latest input is current; earlier input about a merged record ends
    when the later one was given.
    """
    last_at: dict[int, datetime] = {}
    found: list[ShownLeaderInput] = []
    for one in reversed(said):
        if one.withdrawn_at is None:
            found.append(replace(one, withdrawn_at=last_at.get(one.leader_id)))
            last_at.setdefault(one.leader_id, one.given_at)
        else:
            found.append(one)
    return found[::-1]


def _said(given: LeaderInput, *, is_since: bool = False) -> ShownLeaderInput:
    return ShownLeaderInput(
        person_id=given.person.merged_into_id or given.person_id,
        leader_id=given.leader.merged_into_id or given.leader_id,
        leader_name=given.leader.display_name,
        kind=given.kind,
        kind_name=given.get_kind_display(),
        reason=given.reason,
        given_at=given.given_at,
        withdrawn_at=given.withdrawn_at,
        is_since=is_since,
    )
