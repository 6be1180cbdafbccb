"""Imports that wait too long are deleted with rows and file, and the reason is given."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from intake.actions.discards import discard_what_was_forgotten
from intake.actions.people import decide_people
from intake.models import Import, Rejection, StagedRow
from intake.upload_storage import place_of
from intake.verbs import Verb
from journal.models import Entry
from people.models import Notification, Scope, User
from tests.factories import api, feedback
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
BROKEN = "C9;Nia;31.02.2026;0.5;Billing;Y;Y;1;12:00:01 AM;3;Y;"


def waiting(**options: Any) -> Import:
    return feedback.imported(feedback.calls([*feedback.CALLS, BROKEN]), goes_on=False, **options)


def after(days: float) -> int:
    """Result of the tick after this many days."""
    with clock.travel(clock.now() + timedelta(days=days)):
        return discard_what_was_forgotten()


@pytest.mark.parametrize(("creates_people", "state"), [(True, "checked"), (False, "needs_people")])
def test_import_is_deleted_after_thirty_days(
    personas: Personas, django_capture_on_commit_callbacks: Any, creates_people: bool, state: str
) -> None:
    imported = waiting(creates_people=creates_people, actor=personas.ops)
    assert imported.state == state
    assert place_of(imported.path).exists()
    assert after(29.9) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert after(30.1) == 1
    imported.refresh_from_db()
    assert imported.state == Import.State.ABANDONED
    assert imported.expired_at is not None
    assert not StagedRow.objects.exists()
    assert not Rejection.objects.exists()
    assert not Path(place_of(imported.path)).exists()
    assert after(60) == 0


def test_journal_page_and_notification_give_the_reason(personas: Personas, sign_in: SignIn) -> None:
    imported = waiting(creates_people=True, actor=personas.ops)
    after(31)
    entry = Entry.objects.get(verb=Verb.IMPORT_EXPIRED)
    assert (entry.data["days"], entry.subject_id) == (30, imported.pk)
    page = sign_in(personas.ops).get(reverse("intake:import_detail", args=[imported.pk])).content.decode()
    assert "because it had been waiting for too long" in page
    assert "You can upload the file again." in page
    told = Notification.objects.get(key=f"import-expired:{imported.pk}")
    assert told.person_id == personas.ops.person_id
    assert "after 30 days" in told.text


def test_file_with_unmatched_columns_is_deleted_too(personas: Personas) -> None:
    feedback.received(b"ticket,who,when\n1,Nia,03/04/2026\n", goes_on=False)
    assert Import.objects.get().state == Import.State.UPLOADED
    assert after(31) == 1


def test_sent_import_waiting_for_a_name_is_deleted_too(personas: Personas) -> None:
    api.post_batch(api.secret(Scope.FEEDBACK_WRITE), [api.record()])
    api.publish_all()
    assert Import.objects.get().state == Import.State.NEEDS_PEOPLE
    assert after(31) == 1
    assert not StagedRow.objects.exists()
    told = Notification.objects.filter(key__startswith="import-expired:").values_list("person_id", flat=True)
    assert set(told) == {personas.ops.person_id, personas.administrator.person_id}


def test_using_an_import_restarts_its_time(personas: Personas) -> None:
    imported = waiting(creates_people=False)
    with clock.travel(clock.now() + timedelta(days=20)):
        decide_people(actor=personas.ops, imported=imported, people={}, new=["Nia"])
    imported.refresh_from_db()
    assert imported.state == Import.State.NEEDS_PEOPLE
    assert after(31) == 0
    assert after(51) == 1


def test_published_and_publishing_imports_stay(personas: Personas) -> None:
    feedback.imported(feedback.calls())
    api.post_batch(api.secret(), [api.record()])
    api.sender().deliver(api.record())
    assert set(Import.objects.values_list("state", flat=True)) == {"published", "publishing", "gathering"}
    assert after(400) == 0


def test_days_are_a_setting_and_zero_means_forever(personas: Personas, settings: Any) -> None:
    waiting(creates_people=True)
    settings.RETENTION_WAITING_DAYS = 0
    assert after(4000) == 0
    settings.RETENTION_WAITING_DAYS = 3
    assert after(4) == 1


def test_only_discarded_imports_have_expired(personas: Personas) -> None:
    imported = waiting(creates_people=True)
    with pytest.raises(IntegrityError, match="import_expired_is_abandoned"), transaction.atomic():
        Import.objects.filter(pk=imported.pk).update(expired_at=clock.now())
