"""Deletion of old feedback by whole months; scores stay."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core import tick
from core.work import find
from feedback.actions import retention, rollups
from feedback.actions.audit import assign, decide
from feedback.models import (
    Assignment,
    Claim,
    ClaimedAnswer,
    CountingDecision,
    DailyScore,
    Horizon,
    Interaction,
    Purge,
    RetentionKind,
    SurveyResponse,
)
from feedback.queries.retention import due_horizons
from feedback.queries.rollups import are_rollups_current, rollup_differences
from feedback.queries.satisfaction import NoLongerKept, satisfaction_of
from feedback.retention_periods import kept_from
from feedback.verbs import Verb
from intake.models import Import
from journal.models import Entry
from people.models import Membership, Organisation, Person, User
from quality.models import Slot
from tests.factories import feedback, quality
from tests.factories.people import Personas, TeamFactory, organisation
from tests.feedback.ageing import FEBRUARY, MARCH, ids, later, purged, rolled_up

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.broker.send", lambda *_args, **_options: True)


@pytest.fixture
def calls() -> Import:
    """Three contacts of January and two of February 2026, of which one began just after midnight of its first day."""
    organisation()
    return feedback.imported(feedback.calls())


def test_month_is_deleted_as_a_whole_and_its_scores_stay(calls: Import) -> None:
    before = rolled_up()
    with later():
        purge = purged()
        assert purge is not None
        assert purge.counts == {"responses": 2, "contacts": 3}
        assert purged() is None, "it rests until the next month"
    assert ids() == ["C4", "C5"]
    assert SurveyResponse.objects.count() == 2
    assert rolled_up() == before
    assert rollup_differences() == []
    entry = Entry.objects.get(verb=Verb.FEEDBACK_PURGED)
    assert (entry.data["responses"], entry.data["contacts"], entry.data["contacts_from"]) == (2, 3, "2026-02-01")


def test_nothing_is_deleted_before_its_retention_period(calls: Import) -> None:
    # The last day on which January is among the thirteen months.
    with later(datetime(2027, 2, 28, 22, tzinfo=UTC)):
        assert RetentionKind.CONTACTS not in due_horizons()
    with later(datetime(2027, 2, 28, 23, tzinfo=UTC)):
        # March in Berlin.
        assert due_horizons()[RetentionKind.CONTACTS].on == FEBRUARY
        assert due_horizons()[RetentionKind.CONTACTS].at == datetime(2026, 1, 31, 23, tzinfo=UTC)


def test_number_of_steps_does_not_change_the_result(calls: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "CONTACTS_PER_STEP", 1)
    with later():
        purge = purged()
        assert purge is not None
    assert purge.counts == {"responses": 2, "contacts": 3}
    assert ids() == ["C4", "C5"]


@pytest.mark.parametrize("change", ["rebuild", "membership", "zone east", "zone west", "import"])
def test_recount_keeps_scores_of_deleted_months(calls: Import, change: str) -> None:
    with later():
        purged()
        before = rolled_up()
        if change == "rebuild":
            rollups.rebuild()
        elif change == "membership":
            nia = Person.objects.get(display_name="Nia")
            Membership.objects.create(person=nia, team=TeamFactory.create(), starts_on=date(2026, 1, 1), ends_on=FEBRUARY)
        elif change == "import":
            feedback.imported(feedback.calls(["C9;Ida;20.03.2026;0.5;Returns;Y;Y;9;12:00:01 AM;4;Y;"]))
        else:
            Organisation.objects.update(reporting_zone={"zone east": "Asia/Tokyo", "zone west": "America/New_York"}[change])
        rollups.catch_up()
        assert are_rollups_current()
        assert rollup_differences() == []
        if change == "import":
            assert all(set(map(str, lines)) <= set(map(str, rolled_up()[table])) for table, lines in before.items())
        else:
            # To the west C4 began in January, of which nothing is counted again: it stays where it was.
            assert rolled_up() == before


def test_membership_change_is_applied_to_kept_days(calls: Import) -> None:
    with later():
        purged()
        nia, team = Person.objects.get(display_name="Nia"), TeamFactory.create()
        Membership.objects.create(person=nia, team=team, starts_on=date(2026, 1, 1))
        rollups.catch_up()
    assert set(DailyScore.objects.values_list("day_on", "team")) == {(date(2026, 1, 4), None), (FEBRUARY, team.pk)}


def test_reviewed_contact_is_kept_without_texts(personas: Personas) -> None:
    slot = quality.assigned_slot(personas.agent.person, personas.reviewer)
    assert slot.interaction is not None
    contact = slot.interaction
    Interaction.objects.filter(pk=contact.pk).update(recording_url="https://example.com/1", transcript="Hello")
    contact.responses.all().delete()
    contact.responses.create(instrument="csat", value=5, responded_at=contact.started_at, comment="Good")
    rollups.rebuild()
    before, contacts = rolled_up(), Interaction.objects.count()
    with later(contact.started_at + timedelta(days=450)):
        purge = purged()
        assert purge is not None
        rollups.rebuild()
    kept = Interaction.objects.get(pk=contact.pk)
    assert (kept.recording_url, kept.transcript, kept.started_at) == ("", "", contact.started_at)
    assert not kept.responses.exists()
    assert Slot.objects.get(pk=slot.pk).interaction_id == contact.pk
    # Others of hers, which nothing refers to, are gone. On some days the baseline has planned two reviews.
    reviewed = Slot.objects.exclude(interaction=None).count()
    assert reviewed < contacts
    assert (purge.counts["contacts"], Interaction.objects.count()) == (contacts - reviewed, reviewed)
    assert rolled_up() == before


def test_texts_have_their_own_retention_period(calls: Import, settings: Any) -> None:
    settings.RETENTION_COMMENTS_MONTHS = 9
    SurveyResponse.objects.update(comment="Good")
    Interaction.objects.update(recording_url="https://example.com/1", transcript="Hello")
    feedback.imported(feedback.calls())  # so that what each file said is written down
    assert Claim.objects.filter(transcript="Hello").count() == 5
    assert ClaimedAnswer.objects.filter(comment="Good").count() == 4
    with later(datetime(2026, 8, 2, tzinfo=UTC)):
        Import.objects.update(published_at=datetime(2026, 2, 2, tzinfo=UTC))
        purge = purged()
        assert purge is not None
        assert purge.counts == {"transcripts": 3, "recordings": 3}
    with later(datetime(2026, 11, 2, tzinfo=UTC)):
        purge = purged()
        assert purge is not None
        assert purge.counts == {"comments": 2, "transcripts": 2, "recordings": 2}
    assert len(ids()) == 5
    assert set(SurveyResponse.objects.exclude(comment="").values_list("interaction__external_id", flat=True)) == {"C4", "C5"}
    assert not Claim.objects.exclude(transcript="").exists()
    assert not Claim.objects.exclude(recording_url="").exists()
    assert set(ClaimedAnswer.objects.exclude(comment="").values_list("interaction__external_id", flat=True)) == {"C4", "C5"}
    assert rollup_differences() == []


def test_rejected_rows_are_deleted_with_files_of_that_age(calls: Import) -> None:
    bad = feedback.imported(feedback.calls([*feedback.CALLS, "C9;Nia;99.01.2026;0.5;Billing;Y;Y;1;12:00:01 AM;5;Y;"]))
    young = feedback.imported(feedback.calls([*feedback.CALLS, "C9;Nia;99.01.2026;0.5;Billing;Y;Y;1;12:00:01 AM;5;Y;"]))
    Import.objects.filter(pk=bad.pk).update(created_at=datetime(2026, 1, 20, tzinfo=UTC))
    with later():
        purge = purged()
        assert purge is not None
    assert purge.counts["rejections"] == 1
    assert (bad.rejections.count(), young.rejections.count()) == (0, 1)
    bad.refresh_from_db()
    assert bad.counts["rejected"] == 1


def test_nothing_is_deleted_without_a_limit(calls: Import, settings: Any) -> None:
    for name in ("RESPONSES", "COMMENTS", "TRANSCRIPTS", "RECORDINGS"):
        setattr(settings, f"RETENTION_{name}_MONTHS", 0)
    with later(MARCH + timedelta(days=9000)):
        assert due_horizons() == {}


def test_longer_period_does_not_restore_deleted_data(calls: Import, settings: Any) -> None:
    with later():
        purged()
        settings.RETENTION_RESPONSES_MONTHS = 48
        assert purged() is None
        assert Horizon.objects.get(kind=RetentionKind.CONTACTS).from_on == FEBRUARY
        assert feedback.imported(feedback.calls()).counts["rejected"] == 3


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_thirteen_whole_months_are_kept_whatever_day_it_is(today: date) -> None:
    first_on = kept_from(RetentionKind.CONTACTS, today)
    assert first_on is not None
    assert first_on.day == 1
    assert (today.year - first_on.year) * 12 + today.month - first_on.month == 13


def test_two_ticks_enqueue_the_work_once(calls: Import) -> None:
    with later():
        assert tick.run()["feedback.retention"] == 1
        assert tick.run()["feedback.retention"] == 0
        assert Purge.objects.count() == 1


def test_failed_work_is_retried_by_the_next_tick(calls: Import) -> None:
    with later():
        retention.purge_what_is_old()
        work = find(Purge.objects.get().work_key)
        assert work is not None
        type(work).objects.update(state="failed", error="No.", attempts=5, finished_at=MARCH)
        assert purged() is not None
    assert ids() == ["C4", "C5"]


def test_deleted_days_are_refused(calls: Import) -> None:
    nia = Person.objects.get(display_name="Nia").pk
    with later():
        purged()
    assert satisfaction_of([nia], date(2026, 1, 1), date(2026, 2, 10)) == (2, 1)
    with pytest.raises(NoLongerKept):
        satisfaction_of([nia], date(2026, 1, 4), date(2026, 2, 10))


def test_page_shows_periods_and_deletions(calls: Import, personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(personas.administrator)
    shown = client.get(reverse("feedback:retention")).content.decode()
    assert "This month and 13 before it" in shown
    assert "Nothing deleted yet." in shown
    assert reverse("feedback:retention") in client.get(reverse("intake:imports")).content.decode()
    with later():
        purged()
    shown = client.get(reverse("feedback:retention")).content.decode()
    assert "Nothing deleted yet." not in shown
    assert Purge.objects.get().counts == {"responses": 2, "contacts": 3}


def test_a_horizon_is_the_first_of_a_month_of_something_known() -> None:
    Horizon.objects.create(kind=RetentionKind.CONTACTS, from_on=FEBRUARY, from_at=MARCH)
    with pytest.raises(IntegrityError, match="horizon_first_of_month"):
        Horizon.objects.create(kind=RetentionKind.COMMENTS, from_on=date(2026, 2, 2), from_at=MARCH)


def test_a_horizon_is_of_something_known() -> None:
    with pytest.raises(IntegrityError, match="horizon_kind_known"):
        Horizon.objects.create(kind="weather", from_on=FEBRUARY, from_at=MARCH)


def test_there_is_one_purge_at_a_time() -> None:
    Purge.objects.create(begun_at=MARCH, finished_at=MARCH)
    Purge.objects.create(begun_at=MARCH, finished_at=MARCH)
    Purge.objects.create(begun_at=MARCH)
    with pytest.raises(IntegrityError, match="purge_one_at_a_time"):
        Purge.objects.create(begun_at=MARCH)


def test_decisions_are_deleted_with_their_contact(calls: Import, personas: Personas) -> None:
    rollups.catch_up()
    old, young = (SurveyResponse.objects.get(interaction__external_id=name) for name in ("C1", "C4"))
    for response in (old, young):
        decide(actor=personas.ops, responses=[response.pk], counts=False, reason="She said so")
    assign(actor=personas.ops, interactions=[Interaction.objects.get(external_id="C5").pk], person_id=personas.agent.person_id)
    with later():
        purged()
    assert list(CountingDecision.objects.values_list("external_id", flat=True)) == ["C4"]
    assert list(Assignment.objects.values_list("external_id", flat=True)) == ["C5"]
