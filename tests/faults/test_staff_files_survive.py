"""A file about people whose worker is killed is applied once and whole, and undone whole."""

import pytest

from core.work import find
from intake.actions.publication_request import request_publication
from intake.actions.undo import undo
from journal.models import Entry
from people.models import Person, StaffUpdate, Team
from tests.factories import staff as make
from tests.factories.people import personas
from tests.faults.processes import kill_at

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = "Name,Email,Team\nIda Holm,ida@example.org,Blue\nPer Dahl,per@example.org,Blue\n"


def added() -> int:
    return Person.objects.filter(email__in=["ida@example.org", "per@example.org"]).count()


def test_publishing_that_is_killed() -> None:
    administrator = personas().administrator
    imported = request_publication(actor=administrator, imported=make.uploaded(administrator, ROWS))
    kill_at("staff.applied:1", find(imported.work_key))
    assert (added(), Team.objects.filter(name="Blue").exists(), StaffUpdate.objects.count()) == (0, False, 0)
    imported = make.worked(imported)
    assert (imported.state, added(), StaffUpdate.objects.count()) == ("published", 2, 1)
    assert Entry.objects.filter(verb="intake.staff_imported").count() == 1


def test_undoing_that_is_killed() -> None:
    administrator = personas().administrator
    imported = make.published(administrator, make.uploaded(administrator, ROWS))
    undo(actor=administrator, imported=imported)
    imported.refresh_from_db()
    kill_at("import.after_undo:1", find(imported.work_key))
    assert added() == 2
    assert make.worked(imported).state == "undone"
    assert added() == 0
