"""Deleting finished work of each kind repeats nothing and loses nothing."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from core import clock, tick, work
from core.models import Work
from crisis.models import Crisis
from feedback.actions import retention, rollups
from feedback.models import Purge
from intake.actions.publication_request import request_publication
from intake.actions.steps import try_again
from intake.models import Import
from people.models import Notification, Organisation, PersonMerge, User
from protocol import actions as protocols
from protocol.models import ProtocolExport
from tests.factories import crisis as crises
from tests.factories import evaluations, feedback
from tests.factories.merging import merged
from tests.factories.people import Personas, PersonFactory

# Ticks sweep the uploads, so each test has a folder of its own.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]

MONTHS = timedelta(days=70)


def finish(state: str = "done") -> None:
    """Backdate all work, as if it had finished long ago."""
    Work.objects.update(
        state=state,
        finished_at=clock.now() - MONTHS,
        token=None,
        lease_until_at=None,
        error="It stopped." * (state == "failed"),
    )


def forget() -> None:
    finish()
    # Their e-mails aren't of interest here.
    Notification.objects.update(is_planned=True)
    assert Work.objects.exists()
    work.forget_finished()
    assert not Work.objects.exists()


def changes_by_ticks() -> dict[str, int]:
    """Changes made by two ticks, by kind. Empty if there was nothing to do."""
    before = set(Notification.objects.values_list("pk", flat=True))
    counts: Counter[str] = Counter()
    for _twice in range(2):
        counts.update(tick.run())
    notified = before ^ set(Notification.objects.values_list("pk", flat=True))
    counts.update({"work": Work.objects.count(), "notifications": len(notified)})
    return dict(+counts)


@pytest.fixture
def uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_every_kind_names_the_subjects_that_wait_for_it() -> None:
    assert {name for name, kind in work._kinds.items() if kind.unfinished is None} == set()


def test_imports(personas: Personas) -> None:
    imported = feedback.imported(feedback.calls())
    state = feedback.end_state()
    forget()
    request_publication(actor=personas.ops, imported=imported)
    try_again(actor=personas.ops, imported=imported)
    assert changes_by_ticks() == {}
    assert feedback.end_state() == state
    again = feedback.imported(feedback.calls(), file_name="again.csv")
    assert (again.state, again.counts["added"]) == (Import.State.PUBLISHED, 0)


def test_rollups(personas: Personas) -> None:
    feedback.imported(feedback.calls())
    for zone in ("Asia/Tokyo", "Europe/Berlin"):
        Organisation.objects.update(reporting_zone=zone)
        assert rollups.keep_up() == 1
        row = work.latest(rollups.KIND, rollups.NO_SUBJECT)
        assert row is not None
        assert work.run_here(row).state == "done"
        forget()
        assert changes_by_ticks() == {}


def test_purges(personas: Personas) -> None:
    feedback.imported(feedback.calls())
    with clock.travel(clock.now() + timedelta(days=900)):
        while retention.purge_what_is_old():
            row = work.latest(retention.KIND, Purge.objects.latest("pk").pk)
            assert row is not None
            work.run_here(row)
        assert Purge.objects.exists()
        forget()
        assert changes_by_ticks() == {}


def test_evaluations(personas: Personas) -> None:
    rollups.bring_up_to_date()
    taken = evaluations.taken(personas.ops, [evaluations.evaluation()])
    forget()
    try_again(actor=personas.ops, imported=taken)
    assert changes_by_ticks() == {}
    taken.refresh_from_db()
    assert taken.state == Import.State.PUBLISHED


def test_merges(personas: Personas) -> None:
    merge = merged(PersonFactory.create(), PersonFactory.create())
    forget()
    assert changes_by_ticks() == {}
    assert PersonMerge.objects.get() == merge


@pytest.fixture
def resolved(personas: Personas) -> Crisis:
    return crises.protocol_of(crises.active(personas), personas).crisis


def test_compilations(resolved: Crisis, personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client, address = sign_in(personas.supervisor), reverse("protocol:detail", args=[resolved.pk])
    version = resolved.protocol.version
    forget()
    assert client.get(address).status_code == 200
    client.post(reverse("protocol:retry", args=[resolved.pk]))
    assert changes_by_ticks() == {}
    resolved.protocol.refresh_from_db()
    assert resolved.protocol.version == version


def test_exports(resolved: Crisis, personas: Personas, tmp_path: Path) -> None:
    call_command("export_protocol", resolved.pk, format="md", output=tmp_path / "first.md")
    forget()
    protocols.request_export(actor=personas.supervisor, protocol=resolved.protocol, format="md")
    assert changes_by_ticks() == {}
    call_command("export_protocol", resolved.pk, format="md", output=tmp_path / "again.md")
    assert (tmp_path / "again.md").read_bytes() == (tmp_path / "first.md").read_bytes()
    assert not Work.objects.exists()


def import_(personas: Personas) -> Import:
    return feedback.received(feedback.calls())


def evaluation(personas: Personas) -> Import:
    return evaluations.received(personas.ops, json.dumps([evaluations.evaluation()]).encode())


def merge(personas: Personas) -> PersonMerge:
    from people.actions import merge_persons

    return merge_persons(actor=personas.administrator, kept=PersonFactory.create(), merged=PersonFactory.create())


def compilation(personas: Personas) -> Crisis:
    from crisis import actions

    return actions.resolve(actor=personas.supervisor, crisis=crises.active(personas))


def export(personas: Personas) -> ProtocolExport:
    protocol = crises.protocol_of(crises.active(personas), personas)
    Work.objects.all().delete()
    return protocols.request_export(actor=personas.supervisor, protocol=protocol, format="md")


@pytest.mark.parametrize("wait_for", [import_, evaluation, merge, compilation, export])
def test_failed_work_that_can_be_retried_is_kept(wait_for: Callable[[Personas], Model], personas: Personas) -> None:
    subject = wait_for(personas)
    finish("failed")
    work.forget_finished()
    row = Work.objects.get()
    assert row.subject_id == subject.pk
    work.retry(row)
    assert work.run_here(row).state == "done"


def test_failed_work_is_deleted_with_its_subject(personas: Personas) -> None:
    feedback.received(feedback.calls())
    finish("failed")
    Import.objects.update(state=Import.State.ABANDONED)
    assert work.forget_finished() == 1


def test_a_file_of_an_earlier_version_is_given_up(personas: Personas) -> None:
    made = export(personas)
    finish("failed")
    made.protocol.refresh_from_db()
    crises.written(made.protocol, personas.supervisor)
    assert work.forget_finished() == 1
