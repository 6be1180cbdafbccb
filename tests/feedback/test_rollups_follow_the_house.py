"""After a change of zone, teams or rule, the tick or the next writer recounts the rollups once."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection

from core import tick
from core.work import WorkRow, latest, run_here
from feedback.actions import rollups
from feedback.models import (
    DailyScore,
    DailyTimes,
    Interaction,
    LeftOut,
    MonthlyContacts,
    MonthlyScore,
    RollupBasis,
    SurveyResponse,
)
from feedback.queries.rollups import are_rollups_current, are_scores_current, current_basis, rollup_differences, stale_rollups
from feedback.sql.rollups import FACTS, ROLLUPS
from intake.instruments import Instrument
from people.models import Membership, Organisation, Person
from tests.factories import feedback
from tests.factories.people import TeamFactory, organisation
from tests.seeds import seeds

pytestmark = pytest.mark.django_db

State = SurveyResponse.State
ZONES = ["Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Asia/Kolkata", "UTC"]


@pytest.fixture(autouse=True)
def no_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.broker.send", lambda *_args, **_options: True)


def reconciled() -> int:
    """Run one tick and its work; returns the number of enqueued works."""
    asked = tick.run()["feedback.rollups"]
    if asked:
        work = latest(rollups.KIND, rollups.NO_SUBJECT)
        assert work is not None
        assert run_here(work).state == "done"
    return asked


def set_zone(zone: str) -> None:
    Organisation.objects.update(reporting_zone=zone)


def places() -> dict[str, list[Any]]:
    """Physical position of each line, which changes whenever it is rewritten."""
    found = {}
    with connection.cursor() as cursor:
        for rollup in ROLLUPS:
            cursor.execute(f"SELECT id, ctid::text FROM {rollup.table} ORDER BY id")  # noqa: S608 - names of ours
            found[rollup.table] = cursor.fetchall()
    return found


# The oracle: everything counted one by one, in plain Python.


def team_on(person_id: int, day: date) -> int | None:
    """Of several teams on that day, the one joined first."""
    spans = [
        (span.starts_on, span.team_id)
        for span in Membership.objects.filter(person=person_id)
        if span.starts_on <= day and (span.ends_on is None or day < span.ends_on)
    ]
    return min(spans)[1] if spans else None


def why_left_out(response: SurveyResponse) -> str:
    if response.state != State.COUNTED:
        return response.state
    if response.interaction.is_drill:
        return LeftOut.Reason.DRILL
    return "" if response.interaction.person_id else LeftOut.Reason.UNASSIGNED


def counted_one_by_one() -> dict[str, Counter[Any]]:
    zone = ZoneInfo(Organisation.objects.get().reporting_zone)
    found: dict[str, Counter[Any]] = {
        name: Counter() for name in ("months", "days", "left_out", "contacts", "seconds", "rated")
    }
    for call in Interaction.objects.filter(person__isnull=False, is_drill=False):
        assert call.person_id is not None
        day = call.started_at.astimezone(zone).date()
        line = (day, team_on(call.person_id, day), call.channel, call.topic)
        found["contacts"][line] += 1
        found["seconds"][line] += call.handle_seconds or 0
        answers = list(call.responses.all())
        is_rated = any(answer.state == State.COUNTED and answer.instrument == Instrument.CSAT for answer in answers)
        if is_rated or not answers:
            found["rated"][call.person_id, day.replace(day=1), call.source, call.channel, is_rated] += 1
    for response in SurveyResponse.objects.select_related("interaction"):
        call = response.interaction
        day = call.started_at.astimezone(zone).date()
        if reason := why_left_out(response):
            found["left_out"][day.replace(day=1), response.instrument, reason] += 1
            continue
        assert call.person_id is not None
        kind = (call.channel, call.topic, response.instrument, response.value)
        found["months"][call.person_id, day.replace(day=1), call.language, *kind] += 1
        found["days"][day, team_on(call.person_id, day), *kind] += 1
    return {name: +counts for name, counts in found.items()}


def rolled_up() -> dict[str, Counter[Any]]:
    found: dict[str, Counter[Any]] = {
        name: Counter() for name in ("months", "days", "left_out", "contacts", "seconds", "rated")
    }
    for point in range(11):
        for month in MonthlyScore.objects.filter(**{f"n{point}__gt": 0}):
            kind = (month.channel, month.topic, month.instrument, point)
            found["months"][month.person_id, month.month_on, month.language, *kind] += getattr(month, f"n{point}")
        for day in DailyScore.objects.filter(**{f"n{point}__gt": 0}):
            kind = (day.channel, day.topic, day.instrument, point)
            found["days"][day.day_on, day.team_id, *kind] += getattr(day, f"n{point}")
    for left_out in LeftOut.objects.all():
        found["left_out"][left_out.month_on, left_out.instrument, left_out.reason] += left_out.responses
    for times in DailyTimes.objects.all():
        line = (times.day_on, times.team_id, times.channel, times.topic)
        found["contacts"][line] += times.interactions
        found["seconds"][line] += times.handle_seconds
    for each in MonthlyContacts.objects.all():
        for is_rated, count in ((True, each.rated), (False, each.unrated)):
            found["rated"][each.person_id, each.month_on, each.source, each.channel, is_rated] += count
    return {name: +counts for name, counts in found.items()}


def hours_are_of(zone: ZoneInfo) -> bool:
    return all(call.hour_band == call.started_at.astimezone(zone).hour for call in Interaction.objects.all())


# What may happen in a house, in any order.


def import_some(chance: random.Random) -> None:
    """Contacts near midnight and near the end of a month, some of them again, so that files change each other's rows."""
    first = datetime(2026, 1, 30)  # noqa: DTZ001 - a file says no zone
    moments = [first + timedelta(minutes=chance.randrange(4 * 24 * 60)) for _ in range(12)]
    feedback.imported(
        feedback.calls(
            f"C{chance.randrange(20)};{chance.choice(['Nia', 'Omar', 'Ida', ''])};{moment:%d.%m.%Y};"
            f"{(moment.hour * 60 + moment.minute) / 1440:.14f};Billing;Y;Y;9;12:00:0{chance.randrange(10)} AM;"
            f"{chance.choice(['', '1', '4', '5'])};Y;"
            for moment in moments
        )
    )


def change_zone(chance: random.Random) -> None:
    set_zone(chance.choice(ZONES))


def join_a_team(chance: random.Random) -> None:
    someone = chance.choice(list(Person.objects.order_by("pk")))
    starts_on = date(2026, 1, 28) + timedelta(days=chance.randrange(7))
    ends_on = chance.choice([None, starts_on + timedelta(days=chance.randrange(1, 5))])
    Membership.objects.create(person=someone, team=TeamFactory.create(), starts_on=starts_on, ends_on=ends_on)


def change_a_membership(chance: random.Random) -> None:
    if memberships := list(Membership.objects.order_by("pk")):
        changed = chance.choice(memberships)
        changed.ends_on = changed.starts_on + timedelta(days=chance.randrange(1, 4))
        changed.save(update_fields=["ends_on"])


def forget_a_membership(chance: random.Random) -> None:
    if memberships := list(Membership.objects.order_by("pk")):
        chance.choice(memberships).delete()


HAPPENINGS = (import_some, change_zone, join_a_team, change_a_membership, forget_a_membership)


@pytest.mark.parametrize("seed", seeds(3))
def test_rollups_match_a_full_count_after_any_change(seed: int) -> None:
    organisation()
    chance = random.Random(seed)  # noqa: S311 - a seeded test
    import_some(chance)
    for _ in range(8):
        happened = chance.choice(HAPPENINGS)
        happened(chance)
        if chance.random() < 0.5:
            # Two changes before anybody notices are one.
            chance.choice(HAPPENINGS[1:])(chance)
        reconciled()
        assert rolled_up() == counted_one_by_one(), happened.__name__
        assert hours_are_of(ZoneInfo(Organisation.objects.get().reporting_zone))
        assert are_rollups_current()


@pytest.mark.parametrize("seed", seeds(2))
def test_an_import_does_not_wait_for_the_tick(seed: int) -> None:
    organisation()
    chance = random.Random(seed)  # noqa: S311 - a seeded test
    import_some(chance)
    for _ in range(4):
        chance.choice(HAPPENINGS[1:])(chance)
        import_some(chance)
        assert rolled_up() == counted_one_by_one()
        assert reconciled() == 0


def test_tick_recounts_once_after_a_change_of_zone() -> None:
    organisation()
    feedback.imported(feedback.calls())
    assert (reconciled(), are_scores_current()) == (0, True)
    # C4 is still in January there.
    set_zone("America/New_York")
    assert not are_scores_current()
    assert rollup_differences()
    assert reconciled() == 1
    assert are_scores_current()
    assert rollup_differences() == []
    assert reconciled() == 0


def test_tick_recounts_after_a_backdated_membership_change() -> None:
    organisation()
    feedback.imported(feedback.calls())
    team = TeamFactory.create()
    months = places()["feedback_monthlyscore"]
    Membership.objects.create(person=Person.objects.get(display_name="Nia"), team=team, starts_on=date(2026, 1, 5))
    assert reconciled() == 1
    assert list(DailyScore.objects.filter(n4=1).values_list("team", flat=True)) == [team.pk]
    assert rollup_differences() == []
    assert are_scores_current()
    assert places()["feedback_monthlyscore"] == months, "months know no teams"


def test_ranking_stays_current_after_membership_changes() -> None:
    organisation()
    feedback.imported(feedback.calls())
    Membership.objects.create(person=Person.objects.get(display_name="Nia"), team=TeamFactory.create(), starts_on="2026-01-05")
    assert not are_rollups_current()
    assert are_scores_current()


def test_nothing_is_recounted_without_changes() -> None:
    organisation()
    feedback.imported(feedback.calls())
    Membership.objects.create(person=Person.objects.get(display_name="Nia"), team=TeamFactory.create(), starts_on="2020-01-01")
    reconciled()
    before, asked = places(), WorkRow.objects.count()
    for _ in range(3):
        assert reconciled() == 0
    rollups.catch_up()
    organisation(name="Another name", work_starts_at="09:00")
    TeamFactory.create()
    assert reconciled() == 0
    assert places() == before
    assert WorkRow.objects.count() == asked


def test_an_import_writes_only_what_it_changes() -> None:
    organisation()
    feedback.imported(feedback.calls())
    before = places()
    feedback.imported(feedback.calls(["C9;Ida;20.03.2026;0.5;Returns;Y;Y;9;12:00:01 AM;4;Y;"]))
    after = places()
    for table, lines in before.items():
        assert set(lines) <= set(after[table]), table


def test_changed_rule_is_detected(monkeypatch: pytest.MonkeyPatch) -> None:
    organisation()
    feedback.imported(feedback.calls())
    assert not stale_rollups(current_basis())
    monkeypatch.setitem(FACTS, "answers", "SELECT something else")
    assert stale_rollups(current_basis()) == list(ROLLUPS)


def test_rollups_with_unknown_basis_are_recounted() -> None:
    organisation()
    feedback.imported(feedback.calls())
    RollupBasis.objects.filter(table="feedback_leftout").delete()
    LeftOut.objects.all().delete()
    assert reconciled() == 1
    assert rollup_differences() == []


def test_a_digest_is_of_the_zone_and_the_rule() -> None:
    organisation()
    here = current_basis()
    Membership.objects.create(
        person=Person.objects.create(display_name="Nia"), team=TeamFactory.create(), starts_on="2026-01-05"
    )
    for rollup in ROLLUPS:
        assert current_basis().digest_for(rollup) == here.digest_for(rollup)
        assert replace(here, zone="UTC").digest_for(rollup) != here.digest_for(rollup)


def test_two_ticks_enqueue_the_work_once() -> None:
    organisation()
    assert rollups.keep_up() == 1
    assert rollups.keep_up() == 0
    assert WorkRow.objects.filter(kind=rollups.KIND).count() == 1


def test_failed_work_is_retried_by_the_next_tick() -> None:
    organisation()
    rollups.keep_up()
    WorkRow.objects.update(state="failed", error="No.", attempts=5, finished_at="2026-01-01T00:00Z")
    assert reconciled() == 1
    assert WorkRow.objects.get().state == "done"
    assert are_rollups_current()


def test_every_change_enqueues_new_work() -> None:
    organisation()
    for zone in ("Europe/Berlin", "UTC", "Europe/Berlin", "UTC"):
        set_zone(zone)
        assert reconciled() == 1
    assert WorkRow.objects.filter(kind=rollups.KIND, state="done").count() == 4


def test_ranking_command_recounts_first() -> None:
    organisation()
    feedback.imported(feedback.calls())
    set_zone("America/New_York")
    out = StringIO()
    call_command("rank_csps", "--until", "2026-02-01", "--months", "1", "--json", stdout=out)
    # Of January there, and of February in Berlin.
    assert '"satisfied": 1,\n    "csat_percent": 50.0' in out.getvalue()
    assert rollup_differences() == []


def test_corrupted_count_is_fixed_by_the_next_import() -> None:
    organisation()
    feedback.imported(feedback.calls())
    MonthlyScore.objects.filter(instrument=Instrument.CSAT, n3=1).update(n3=0, n1=5)
    # C1 is answered again, so its three has to be taken away.
    feedback.imported(feedback.calls(["C1;Nia;04.01.2026;0.38400462962963;Billing;Y;Y;109;12:02:23 AM;5;Y;"]))
    assert rolled_up() == counted_one_by_one()
