"""Crises for tests, made through the actions where these are not what is tested."""

from datetime import date, datetime
from typing import Any

from core import clock, work
from crisis import actions
from crisis.models import Crisis, Invitation, SupportContact
from feedback.models import MonthlyScore
from feedback.sustained import Criteria, CspMonths, MonthCount
from intake.instruments import Instrument
from people.identity import Role, User
from people.models import Person
from people.queries.organisation import organisation
from people.working_hours import WorkingHours, next_working_moment
from protocol import actions as protocols
from protocol import work_kinds
from protocol.models import Protocol
from selection import actions as choosing
from selection.coverage import Coverage
from selection.models import Candidate, LeaderInput, Selection
from tests.factories.people import Made, Personas, user_with, users
from tests.factories.scores import count_as_current, monthly_scores

SOLUTION = "We replace every faulty kettle within two days, and nobody has to send the old one back first."

ALL_THREE = actions.Confirmations(solution=True, training=True, timing=True)


def deputy() -> User:
    """Dora, a supervisor who leads no team."""
    found = User.objects.filter(person__display_name="Dora Deputy").first()
    return found or user_with(Role.SUPERVISOR, name="Dora Deputy")


def draft(personas: Personas, **details: Any) -> Crisis:
    """A draft whose lead is Sofia Supervisor and whose deputy is Dora, because nobody sees candidates alone."""
    if "deputy_id" not in details:
        details["deputy_id"] = deputy().person_id
    values: dict[str, Any] = {
        "title": "Kettle recall",
        "kind": "internal",
        "lead_id": personas.supervisor.person_id,
        "solution": SOLUTION,
        **details,
    }
    return actions.open_crisis(actor=personas.supervisor, **values)


def selected(crisis: Crisis, person_ids: list[int], *, in_count: int | None = None) -> Selection:
    """A stored selection in this order: the first ones in, the others on the reserve list."""
    places = crisis.team_size if in_count is None else in_count
    selection = Selection.objects.create(
        crisis=crisis,
        number=crisis.selections.count() + 1,
        criteria={"until": "2026-11-01", "months": 6, "min_responses": 10, "floor_percent": 80.0, "team_size": places},
        rule_version="1",
        inputs={},
        inputs_digest="0" * 64,
        result={},
        stored_by_id=crisis.opened_by_id,
    )
    Candidate.objects.bulk_create(
        Candidate(
            selection=selection,
            person_id=person_id,
            standing=Candidate.Standing.IN if position <= places else Candidate.Standing.RESERVE,
            position=position,
            rank=position,
        )
        for position, person_id in enumerate(person_ids, start=1)
    )
    return selection


def ready(personas: Personas, person_ids: list[int] | None = None, **details: Any) -> Crisis:
    """A draft that lacks nothing: support contact and stored selection included."""
    crisis = draft(personas, **details)
    SupportContact.objects.create(crisis=crisis, name="Night desk", reach="extension 77")
    selected(crisis, [personas.agent.person_id, personas.other_agent.person_id] if person_ids is None else person_ids)
    return crisis


def active(personas: Personas, person_ids: list[int] | None = None, **details: Any) -> Crisis:
    return actions.activate(actor=personas.supervisor, crisis=ready(personas, person_ids, **details))


def agents(count: int, *, first: int = 0) -> list[User]:
    """CSPs who can sign in."""
    return users([Made(f"Agent {number:03}", (Role.AGENT,)) for number in range(first, first + count)])


def invited(crisis: Crisis, personas: Personas, count: int = 1) -> list[Invitation]:
    """The first people of the selection, invited."""
    actions.send_invitations(actor=personas.supervisor, crisis=crisis, count=count)
    return list(Invitation.objects.filter(crisis=crisis).order_by("pk"))


def accept(invitation: Invitation, user: User) -> None:
    version = invitation.crisis.terms.order_by("version").last()
    assert version is not None
    actions.accept(actor=user, invitation=invitation, terms_version=version.version, confirmations=ALL_THREE)


def team(personas: Personas, count: int = 1, **details: Any) -> tuple[Crisis, list[User]]:
    """An active crisis with a team of so many."""
    members = agents(count)
    crisis = active(personas, [user.person_id for user in members], **details)
    by_person = {user.person_id: user for user in members}
    for invitation in invited(crisis, personas, count):
        accept(invitation, by_person[invitation.person_id])
    crisis.refresh_from_db()
    return crisis, members


def at_work() -> datetime:
    """The next moment at which people who have no working hours of their own work."""
    known = organisation()
    return next_working_moment(clock.now(), WorkingHours(known.zone, known.work_starts_at, known.work_ends_at))


def expire(crisis: Crisis) -> None:
    """Let the time to answer pass, and the tick come."""
    last = max(invitation.deadline_at for invitation in crisis.invitations.open())
    with clock.travel(last):
        actions.keep_up_invitations()


def scored(person: Person, responses: int, satisfied: int, *, months: int = 6, until: date = date(2026, 11, 1)) -> None:
    """The same counts in each of the whole months before the first of a month."""
    window = Criteria(until=until, months=months, team_size=1).window
    counts = tuple(MonthCount(month, responses, satisfied) for month in window)
    monthly_scores(person, CspMonths(person.pk, counts))


def alike(count: int, *, until: date = date(2026, 11, 1)) -> list[Person]:
    """CSPs with the very same counts, so that all of them are in the band."""
    people = Person.objects.bulk_create(Person(display_name=f"Person {number:03}") for number in range(count))
    MonthlyScore.objects.bulk_create(
        MonthlyScore(person=person, month_on=month, channel="phone", instrument=Instrument.CSAT, n5=90, n2=10)
        for person in people
        for month in Criteria(until=until, team_size=1).window
    )
    count_as_current()
    return people


def stored(
    crisis: Crisis, personas: Personas, *, until: date = date(2026, 11, 1), coverage: Coverage | None = None
) -> Selection:
    """A selection stored by the action, with a place for everybody who is eligible."""
    criteria = Criteria(until=until, team_size=crisis.team_size)
    return choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria, coverage=coverage)


def protocol_of(crisis: Crisis, personas: Personas) -> Protocol:
    """The protocol of an active crisis, which is resolved for it; compiled here instead of by a worker."""
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    row = work.latest(work_kinds.COMPILE, crisis.pk)
    assert row is not None
    work.run_here(row)
    return Protocol.objects.select_related("crisis").get(crisis=crisis)


def written(protocol: Protocol, user: User, **texts: str) -> Protocol:
    """The protocol with a summary, written by the user."""
    return protocols.edit_protocol(
        actor=user,
        protocol=protocol,
        version=protocol.version,
        texts={"summary": "It was hard, and it worked.", **texts},
        owner_id=None,
        review_by_on=None,
    )


def leader_input(
    crisis: Crisis, leader: User, person: Person, *, objects: bool = False, reason: str = "Calm when it is loud."
) -> LeaderInput:
    """A leader nominates a person of their team, or objects."""
    kind = LeaderInput.Kind.OBJECTION if objects else LeaderInput.Kind.NOMINATION
    return choosing.give_leader_input(actor=leader, crisis=crisis, person_id=person.pk, kind=kind, reason=reason)
