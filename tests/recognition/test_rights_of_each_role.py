"""Permissions on awards, for each role, the lead of a crisis, and the nominator."""

import pytest

from people.identity import Role
from recognition import permissions
from recognition.models import Award
from tests.factories import crisis as crises
from tests.factories.people import Made, Personas, one_of_each_role, users

pytestmark = pytest.mark.django_db


def test_each_right_to_awards_belongs_to_its_roles() -> None:
    everyone = one_of_each_role()
    expected = {
        permissions.can_nominate: set(Role) - {Role.OPS, Role.ADMINISTRATOR},
        permissions.can_decide: {Role.SUPERVISOR},
        permissions.can_read_ledger: {Role.SUPERVISOR, Role.OPS, Role.ADMINISTRATOR},
        permissions.can_manage_budgets: {Role.ADMINISTRATOR},
    }
    for may, roles in expected.items():
        assert {role for role, user in everyone.items() if may(user)} == roles, may.__name__


def test_lead_of_a_crisis_reviews_nominations_in_any_role(personas: Personas) -> None:
    crises.active(personas, deputy_id=personas.trainer.person_id)
    assert permissions.can_decide(personas.trainer)
    assert not permissions.can_decide(personas.approver)


def test_nomination_is_cancelled_by_its_nominator_only() -> None:
    colleagues = users([Made(name, (Role.AGENT,)) for name in ("Early", "Own", "Late")])
    award = Award(nominator_id=colleagues[1].person_id)
    assert [permissions.can_cancel_award(user, award) for user in colleagues] == [False, True, False]
