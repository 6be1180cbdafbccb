"""What leaders say about candidates, who was asked to, and who has answered.

A person may have two records that were merged: what was said of the other one is said of the one that is kept, and by it.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from crisis.frame import Crisis
from crisis.queries.exclusions import Exclusion
from people.identity import User
from people.queries.persons import is_own, records_of
from people.queries.roles import agent_ids
from people.queries.team_leaders import team_leaders
from selection.models import LeaderAsked, LeaderInput, Selection
from selection.queries.candidates import Candidates

Kind = LeaderInput.Kind


@dataclass(frozen=True, slots=True)
class ShownLeaderInput:
    """A nomination or an objection, as everybody reads it who may read the person's card. `is_since`: said after the
    selection was stored that the card is of.
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
    """How many nominate a person, and how many object."""

    nominations: int = 0
    objections: int = 0


@dataclass(frozen=True, slots=True)
class Outweighed:
    """Objections against people who get a place, and nominations for people who get none."""

    objections_in: int
    nominations_out: int

    def __bool__(self) -> bool:
        return bool(self.objections_in or self.nominations_out)


LeaderInputs = dict[int, list[ShownLeaderInput]]


def leader_input_of(crisis: Crisis) -> LeaderInputs:
    """What stands now, by person."""
    return _by_person(crisis.leader_input.filter(withdrawn_at=None))


def leader_input_at(selection: Selection) -> LeaderInputs:
    """What stood when the selection was stored, by person, whatever has been said or withdrawn since. What was said of a
    record that was a candidate then stays with it, though it was merged since; a record that had been merged counts as left.
    """
    stood = LeaderInput.objects.filter(_stood_at(selection.stored_at), crisis=selection.crisis_id)
    merged = selection.candidates.filter(person__in=stood.exclude(person__merged_into=None).values("person"))
    named = merged.exclude(reasons__contains=[Exclusion.LEFT]).values_list("person", flat=True)
    return _by_person(stood, named=set(named))


def leader_input_on_card(crisis: Crisis, person_id: int, selection: Selection | None) -> list[ShownLeaderInput]:
    """What a person's card shows: what stands now, and what stood when the selection was stored, the earlier first."""
    shown = Q(withdrawn_at=None)
    if selection is not None:
        shown |= _stood_at(selection.stored_at)
    leader_input = crisis.leader_input.filter(shown, person__in=records_of(person_id)).select_related("person", "leader")
    stored_at = selection.stored_at if selection else None
    return _replaced([_said(given, is_since=stored_at is not None and given.given_at > stored_at) for given in leader_input])


def standing_leader_input(crisis: Crisis, user: User, person_id: int) -> QuerySet[LeaderInput]:
    """What the user says of this person now: one given, or one for each pair of records before they were merged."""
    return _leader_input_between(crisis, user, person_id).filter(withdrawn_at=None)


def own_leader_input(crisis: Crisis, user: User, person_id: int) -> LeaderInput | None:
    """What the user says of this person now; the last where they spoke of two records."""
    return standing_leader_input(crisis, user, person_id).last()


def spoken_of(crisis: Crisis, user: User) -> LeaderInputs:
    """What the user says now, by person."""
    return _by_person(crisis.leader_input.filter(leader__in=records_of(user.person_id), withdrawn_at=None))


def has_spoken_of(crisis: Crisis, user: User, person_id: int) -> bool:
    """Whether the user ever said something of this person, withdrawn or not."""
    return _leader_input_between(crisis, user, person_id).exists()


def counts_by_person(leader_input: LeaderInputs) -> dict[int, LeaderInputCounts]:
    return {
        person_id: LeaderInputCounts(sum(not one.is_objection for one in said), sum(one.is_objection for one in said))
        for person_id, said in leader_input.items()
    }


def outweighed(leader_input: LeaderInputs, *, places: Collection[int], no_places: Collection[int]) -> Outweighed:
    """What stands against giving these people places, and these others none."""
    said = [one for of_person in leader_input.values() for one in of_person]
    return Outweighed(
        objections_in=sum(one.is_objection and one.person_id in places for one in said),
        nominations_out=sum(not one.is_objection and one.person_id in no_places for one in said),
    )


def may_be_outweighed(leader_input: LeaderInputs, candidates: Candidates) -> Outweighed:
    """What stands against any team that can come of this ranking, before somebody has decided inside the band."""
    choice = candidates.choice
    undecided = {row.csp for row in choice.band} if choice.needs_decision else set()
    no_places = candidates.person_ids - choice.possible_team | undecided
    return outweighed(leader_input, places=choice.possible_team, no_places=no_places)


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader of candidates' teams. `spoke_at` is their first given in this crisis, asked or not."""

    person_id: int
    name: str
    team_names: tuple[str, ...]
    asked_at: datetime | None
    answered_at: datetime | None
    spoke_at: datetime | None

    @property
    def may_be_asked(self) -> bool:
        """Neither asked nor heard yet."""
        return self.asked_at is None and self.spoke_at is None


def leaders_of_candidates(crisis: Crisis) -> list[Leader]:
    """The supervisors who lead a team of somebody who serves customers today, and whoever was asked when they did."""
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
    """How many leaders were asked, and how many of them have answered."""

    asked: int
    answered: int


def heard(crisis: Crisis) -> Heard:
    asked = _asked(crisis).values()
    return Heard(len(asked), sum(row.answered_at is not None for row in asked))


def question_to(user: User, crisis: Crisis) -> LeaderAsked | None:
    """What this user was asked in this crisis, answered or not."""
    return _asked(crisis).get(user.person_id)


def open_questions(user: User) -> QuerySet[LeaderAsked]:
    """What waits for this leader's answer, the oldest question first."""
    inviting = [Crisis.State.DRAFT, Crisis.State.ACTIVE]
    waiting = LeaderAsked.objects.filter(leader=user.person_id, answered_at=None, crisis__state__in=inviting)
    answered = LeaderAsked.objects.filter(is_own(user, "leader")).exclude(answered_at=None)
    return waiting.exclude(crisis__in=answered.values("crisis")).select_related("crisis")


def _asked(crisis: Crisis) -> dict[int, LeaderAsked]:
    """By leader, in the order of asking. Who was asked under two records that were merged has answered if they did once."""
    found: dict[int, LeaderAsked] = {}
    for row in crisis.leaders_asked.select_related("leader"):
        leader_id = row.leader.merged_into_id or row.leader_id
        if leader_id not in found or found[leader_id].answered_at is None:
            found[leader_id] = row
    return found


def _stood_at(moment: datetime) -> Q:
    return Q(given_at__lte=moment) & (Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment))


def _leader_input_between(crisis: Crisis, user: User, person_id: int) -> QuerySet[LeaderInput]:
    """Everything the user ever said of this person, under whichever records."""
    return crisis.leader_input.filter(person__in=records_of(person_id), leader__in=records_of(user.person_id))


def _by_person(leader_input: QuerySet[LeaderInput], *, named: Collection[int] = ()) -> LeaderInputs:
    """What stands at one moment. `named` are merged records that keep what was said of them. Of each leader the last counts."""
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
    """What is said of one person, the earlier first: of each leader only the last stands, and what they said of another
    record ended when they said it.
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
