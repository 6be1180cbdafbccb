"""What leaders say about candidates, who was asked to, and who has answered."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from crisis.models import Crisis, LeaderAsked, Selection, Voice
from crisis.queries.selection import Candidates
from people.identity import User
from people.queries import agent_ids, records_of, team_leaders

Kind = Voice.Kind


@dataclass(frozen=True, slots=True)
class Said:
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
class Counts:
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


Voices = dict[int, list[Said]]


def voices_of(crisis: Crisis) -> Voices:
    """What stands now, by person."""
    return _by_person(crisis.voices.filter(withdrawn_at=None))


def voices_at(selection: Selection) -> Voices:
    """What stood when the selection was stored, by person, whatever has been said or withdrawn since."""
    return _by_person(Voice.objects.filter(_stood_at(selection.stored_at), crisis=selection.crisis_id))


def voices_on_card(crisis: Crisis, person_id: int, selection: Selection | None) -> list[Said]:
    """What a person's card shows: what stands now, and what stood when the selection was stored, the earlier first."""
    shown = Q(withdrawn_at=None)
    if selection is not None:
        shown |= _stood_at(selection.stored_at)
    voices = crisis.voices.filter(shown, person__in=records_of(person_id)).select_related("leader")
    stored_at = selection.stored_at if selection else None
    return [_said(voice, is_since=stored_at is not None and voice.given_at > stored_at) for voice in voices]


def voice_of(crisis: Crisis, user: User, person_id: int) -> Voice | None:
    """What the user says of this person now."""
    return crisis.voices.filter(person=person_id, leader=user.person_id, withdrawn_at=None).first()


def spoken_of(crisis: Crisis, user: User) -> Voices:
    """What the user says now, by person."""
    return _by_person(crisis.voices.filter(leader=user.person_id, withdrawn_at=None))


def has_spoken_of(crisis: Crisis, user: User, person_id: int) -> bool:
    """Whether the user ever said something of this person, withdrawn or not."""
    return crisis.voices.filter(person=person_id, leader=user.person_id).exists()


def counts_by_person(voices: Voices) -> dict[int, Counts]:
    return {
        person_id: Counts(sum(not one.is_objection for one in said), sum(one.is_objection for one in said))
        for person_id, said in voices.items()
    }


def outweighed(voices: Voices, *, places: Collection[int], no_places: Collection[int]) -> Outweighed:
    """What stands against giving these people places, and these others none."""
    said = [one for of_person in voices.values() for one in of_person]
    return Outweighed(
        objections_in=sum(one.is_objection and one.person_id in places for one in said),
        nominations_out=sum(not one.is_objection and one.person_id in no_places for one in said),
    )


def may_be_outweighed(voices: Voices, candidates: Candidates) -> Outweighed:
    """What stands against any team that can come of this ranking, before somebody has decided inside the band."""
    choice = candidates.choice
    undecided = {row.csp for row in choice.band} if choice.needs_decision else set()
    no_places = candidates.person_ids - choice.possible_team | undecided
    return outweighed(voices, places=choice.possible_team, no_places=no_places)


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader of candidates' teams. `spoke_at` is their first voice in this crisis, asked or not."""

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
    asked = {row.leader_id: row for row in crisis.leaders_asked.all()}
    spoke: dict[int, datetime] = {}
    for leader_id, given_at in crisis.voices.order_by("given_at").values_list("leader", "given_at"):
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
    answers = list(crisis.leaders_asked.values_list("answered_at", flat=True))
    return Heard(len(answers), sum(answered_at is not None for answered_at in answers))


def question_to(user: User, crisis: Crisis) -> LeaderAsked | None:
    """What this user was asked in this crisis, answered or not."""
    return crisis.leaders_asked.filter(leader=user.person_id).first()


def open_questions(user: User) -> QuerySet[LeaderAsked]:
    """What waits for this leader's answer, the oldest question first."""
    inviting = [Crisis.State.DRAFT, Crisis.State.ACTIVE]
    waiting = LeaderAsked.objects.filter(leader=user.person_id, answered_at=None, crisis__state__in=inviting)
    return waiting.select_related("crisis")


def _stood_at(moment: datetime) -> Q:
    return Q(given_at__lte=moment) & (Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment))


def _by_person(voices: QuerySet[Voice]) -> Voices:
    found: defaultdict[int, list[Said]] = defaultdict(list)
    for voice in voices.select_related("leader"):
        found[voice.person_id].append(_said(voice))
    return dict(found)


def _said(voice: Voice, *, is_since: bool = False) -> Said:
    return Said(
        person_id=voice.person_id,
        leader_id=voice.leader_id,
        leader_name=voice.leader.display_name,
        kind=voice.kind,
        kind_name=voice.get_kind_display(),
        reason=voice.reason,
        given_at=voice.given_at,
        withdrawn_at=voice.withdrawn_at,
        is_since=is_since,
    )
