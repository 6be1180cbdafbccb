"""Undoing a file while another one is published, and after its names were decided later."""

import threading

import pytest
from django.db import connection, transaction

from core.models import Work
from core.work import find, run_here
from feedback.models import Interaction
from feedback.queries.rollups import rollup_differences
from intake.actions import steps
from intake.actions.people import decide_people
from intake.actions.publication_request import request_publication
from intake.actions.undo import undo
from intake.models import Import
from people.models import Person
from tests.factories import feedback
from tests.factories.people import Personas, PersonFactory, organisation
from tests.threads import wait_until_somebody_waits_for_a_lock

HEAD = "ticket,agent,date,rating,responded"


def waiting(*rows: str, creates_people: bool = True) -> Import:
    """A file that was read and has not been published yet."""
    content = "".join(f"{row}\n" for row in (HEAD, *rows)).encode()
    received = feedback.received(content, profile_name="generic", goes_on=False, creates_people=creates_people)
    return feedback.worked(received)


def work_of(imported: Import) -> Work:
    work = find(imported.work_key)
    assert work is not None
    return work


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("undoes_first", [True, False])
def test_contact_of_a_file_that_is_published_while_another_is_undone_is_kept(*, undoes_first: bool) -> None:
    """Whichever of them has to wait for the other."""
    organisation()
    first = feedback.published(waiting("K1,Nia,2026-03-02 10:00,2,2026-03-02 11:00"))
    second = waiting("K1,Nia,2026-03-02 10:00,4,2026-03-02 12:00")
    publishing = work_of(request_publication(actor=None, imported=second))
    undoing = work_of(undo(actor=None, imported=first))
    leading, following = (undoing, publishing) if undoes_first else (publishing, undoing)

    def follow() -> None:
        run_here(following)
        connection.close()

    thread = threading.Thread(target=follow)
    with transaction.atomic():
        steps.step(leading)
        thread.start()
        wait_until_somebody_waits_for_a_lock()
    thread.join(60)
    found = list(Interaction.objects.values_list("external_id", "file", "responses__value"))
    assert found == [("K1", second.pk, 4)]
    assert rollup_differences() == []


@pytest.mark.django_db
def test_undoing_a_file_whose_names_were_decided_later_keeps_people_and_matches(personas: Personas) -> None:
    first = feedback.published(waiting("K1,Nia,2026-03-02 10:00,2,2026-03-02 11:00"))
    late = waiting("K1,Kim,2026-03-02 10:00,4,2026-03-02 12:00", "K2,Kim,2026-03-02 10:00,4,", creates_people=False)
    assert late.state == Import.State.NEEDS_PEOPLE
    kim = PersonFactory.create(display_name="K. Im")
    decide_people(actor=personas.ops, imported=late, people={"Kim": kim.pk})
    late.refresh_from_db()
    feedback.published_as_it_is(late) if late.state == Import.State.NEEDS_LOOK else feedback.published(late)
    assert set(Interaction.objects.values_list("external_id", "person")) == {("K1", kim.pk), ("K2", kim.pk)}
    feedback.worked(undo(actor=None, imported=late))
    nia = Person.objects.get(display_name="Nia")
    assert list(Interaction.objects.values_list("external_id", "person", "file")) == [("K1", nia.pk, first.pk)]
    assert rollup_differences() == []
    again = waiting("K2,Kim,2026-03-02 10:00,4,", creates_people=False)
    assert again.state == Import.State.CHECKED
