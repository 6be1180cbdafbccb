"""Permissions on people and imports, for each role and for the system."""

import pytest

from intake import permissions as feedback
from people import permissions
from people.models import Role
from tests.factories.people import one_of_each_role

pytestmark = pytest.mark.django_db


def test_each_right_to_people_and_imports_belongs_to_its_roles() -> None:
    everyone = one_of_each_role()
    expected = {
        permissions.can_manage_people: {Role.ADMINISTRATOR},
        permissions.can_manage_tokens: {Role.ADMINISTRATOR},
        permissions.can_add_agents: {Role.OPS, Role.ADMINISTRATOR},
        feedback.can_import: {Role.OPS, Role.ADMINISTRATOR},
        feedback.can_manage_webhooks: {Role.ADMINISTRATOR},
    }
    for may, roles in expected.items():
        assert {role for role, user in everyone.items() if may(user)} == roles, may.__name__


def test_the_system_itself_manages_people_tokens_and_webhooks() -> None:
    for may in (permissions.can_manage_people, permissions.can_manage_tokens, feedback.can_manage_webhooks):
        assert may(None)
