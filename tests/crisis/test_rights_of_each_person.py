"""Permissions in a crisis, for each person in each state."""

from collections.abc import Callable, Mapping

import pytest

from crisis import permissions
from crisis.models import Crisis
from journal.verbs import Audience
from people.identity import Role, User
from people.models import Membership
from protocol import permissions as of_protocol
from selection import permissions as of_selection
from tests.factories.people import Made, Personas, users

SUPERVISORS = ["Early", "Lead", "Middle", "Deputy", "Opener", "Late"]
OTHERS = {"Agent": Role.AGENT, "Ops": Role.OPS, "Former": Role.TRAINER}
Everyone = Mapping[str, User]
pytestmark = pytest.mark.django_db


@pytest.fixture
def everyone() -> Everyone:
    """People with ids below and above the leaders', so that no rule passes by comparing ids."""
    roles = {**dict.fromkeys(SUPERVISORS, Role.SUPERVISOR), **OTHERS}
    return dict(zip(roles, users([Made(name, (role,)) for name, role in roles.items()]), strict=True))


def crisis_of(everyone: Everyone, *, state: str = "active", lead: str = "Lead", deputy: str = "Deputy") -> Crisis:
    lead_id, deputy_id, opened_by_id = (everyone[name].person_id for name in (lead, deputy, "Opener"))
    return Crisis(state=state, lead_id=lead_id, deputy_id=deputy_id, opened_by_id=opened_by_id)


def those(everyone: Everyone, may: Callable[[User], bool]) -> set[str]:
    return {name for name, user in everyone.items() if may(user)}


@pytest.mark.parametrize("state", Crisis.State.values)
def test_each_right_belongs_to_its_people_in_each_state(everyone: Everyone, state: str) -> None:
    crisis, writer = crisis_of(everyone, state=state), everyone["Middle"].person_id
    leaders, supervisors = {"Lead", "Deputy"}, set(SUPERVISORS)
    runners = leaders | ({"Opener"} if state == "draft" else set())
    goes_on = state not in {"closed", "cancelled"}
    assert those(everyone, permissions.can_open_crisis) == supervisors
    assert those(everyone, lambda user: permissions.leads_crisis(user, crisis)) == leaders
    assert those(everyone, lambda user: permissions.can_read_reviews(user, crisis)) == leaders
    assert those(everyone, lambda user: permissions.can_run(user, crisis)) == runners
    assert those(everyone, lambda user: permissions.can_see_step_pages(user, crisis)) == supervisors
    assert those(everyone, lambda user: of_protocol.can_read(user, crisis)) == supervisors | {"Ops"}
    for may in (of_selection.can_see_candidates, permissions.can_see_invitations, of_protocol.can_write):
        assert those(everyone, lambda user, may=may: may(user, crisis)) == (leaders if goes_on else set())  # type: ignore[misc]
    correct = those(everyone, lambda user: permissions.can_correct_update(user, crisis, writer))
    assert correct == (leaders | {"Middle"} if goes_on else set())
    review = those(everyone, lambda user: of_protocol.can_review(user, crisis, writer))
    assert review == (supervisors - {"Middle"} if goes_on else set())


def test_rights_of_a_leader_stay_without_the_role_but_figures_need_two_supervisors(everyone: Everyone) -> None:
    crisis = crisis_of(everyone, deputy="Former")
    assert not permissions.has_two_leaders(crisis)
    assert those(everyone, lambda user: of_selection.can_see_candidates(user, crisis)) == set()
    for may in (permissions.can_see_invitations, of_protocol.can_write, permissions.can_read_reviews):
        assert those(everyone, lambda user, may=may: may(user, crisis)) == {"Lead", "Former"}  # type: ignore[misc]
    assert those(everyone, lambda user: permissions.can_see_step_pages(user, crisis)) == {*SUPERVISORS, "Former"}
    assert those(everyone, lambda user: of_protocol.can_read(user, crisis)) == {*SUPERVISORS, "Former", "Ops"}
    assert those(everyone, lambda user: of_protocol.can_review(user, crisis, None)) == {*SUPERVISORS, "Former"}


def test_lead_and_deputy_alone_are_two_leaders(everyone: Everyone) -> None:
    crisis = crisis_of(everyone)
    assert permissions.has_two_leaders(crisis)
    for name in set(SUPERVISORS) - {"Lead", "Deputy"}:
        everyone[name].person.role_grants.all().delete()
    assert permissions.has_two_leaders(crisis)
    crisis.deputy_id = None
    assert not permissions.has_two_leaders(crisis)


def test_each_user_reads_the_timeline_as_their_audience(everyone: Everyone) -> None:
    crisis = crisis_of(everyone, deputy="Former")
    circles = {name: permissions.audience_of(user, crisis) for name, user in everyone.items()}
    leaders, members = dict.fromkeys(("Lead", "Former"), Audience.LEADS), dict.fromkeys(("Agent", "Ops"), Audience.MEMBERS)
    assert circles == {**dict.fromkeys(SUPERVISORS, Audience.SUPERVISORS), **leaders, **members}


def test_team_leaders_give_input_on_their_people_but_not_themselves(everyone: Everyone, personas: Personas) -> None:
    sofia = personas.supervisor
    north = Membership.objects.get(person=sofia.person).team
    # Her id is above theirs and below Ana's.
    for name in ("Early", "Agent"):
        Membership.objects.create(person=everyone[name].person, team=north, starts_on="2020-01-01")
    spoken_of = those({**everyone, **dict(personas)}, lambda user: of_selection.can_speak_of(sofia, user.person_id))
    assert spoken_of == {"Early", "Agent", "agent"}
