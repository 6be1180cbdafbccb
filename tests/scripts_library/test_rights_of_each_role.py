"""Access to scripts for each role, in each state of a version, and for its writers."""

import pytest

from people.identity import Role
from scripts_library import permissions
from scripts_library.models import ScriptVersion
from tests.factories.people import Made, one_of_each_role, users

pytestmark = pytest.mark.django_db
KEEPERS = {Role.SUPERVISOR, Role.APPROVER, Role.TRAINER}


def test_each_right_to_scripts_belongs_to_its_roles() -> None:
    everyone = one_of_each_role()
    expected = {
        permissions.can_read: KEEPERS | {Role.AGENT, Role.REVIEWER},
        permissions.sees_every_version: KEEPERS,
        permissions.can_write: {Role.SUPERVISOR},
        permissions.can_approve: {Role.APPROVER, Role.TRAINER},
        permissions.can_release: KEEPERS,
        permissions.can_keep_phrases: {Role.SUPERVISOR},
        permissions.can_see_readers: {Role.SUPERVISOR},
        permissions.can_see_unfound_searches: KEEPERS,
    }
    for may, roles in expected.items():
        assert {role for role, user in everyone.items() if may(user)} == roles, may.__name__


@pytest.mark.parametrize("state", ScriptVersion.State.values)
def test_only_a_published_version_is_withdrawn_and_only_by_keepers(state: str) -> None:
    version = ScriptVersion(state=state)
    may = {role for role, user in one_of_each_role().items() if permissions.can_withdraw(user, version)}
    assert may == (KEEPERS if state == "published" else set())


def test_writers_of_a_version_are_known() -> None:
    first, second, other = users([Made(name, (Role.APPROVER,)) for name in ("First", "Second", "Other")])
    version = ScriptVersion(writer_ids=[first.person_id, second.person_id])
    assert [permissions.wrote(user, version) for user in (first, second, other)] == [True, True, False]
