"""Each kind of import is registered once, and all that is different about it is in one place."""

import pytest

from intake import kinds
from intake.models import ImportKind
from intake.models.kinds import IMPORTERS_OF
from intake.permissions import IMPORTERS, can_import
from people.models import Role
from tests.factories.people import Personas


def test_a_kind_is_registered_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        kinds.register(kinds.kind_called(ImportKind.EVALUATIONS))


def test_every_kind_is_registered_and_has_roles_that_import_it() -> None:
    assert [found.kind for found in kinds.registered()] == [*ImportKind]
    assert set(IMPORTERS_OF) == {*ImportKind}
    assert set(IMPORTERS) == {Role.OPS, Role.ADMINISTRATOR}


@pytest.mark.parametrize("kind", ["", *ImportKind])
@pytest.mark.django_db
def test_operations_and_administrators_import_files_but_only_administrators_people(kind: str, personas: Personas) -> None:
    users = (personas.ops, personas.administrator, personas.supervisor, personas.agent)
    assert [can_import(user, kind) for user in users] == [kind != ImportKind.PEOPLE, True, False, False]
