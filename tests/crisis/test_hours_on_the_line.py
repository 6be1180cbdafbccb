"""Hours on the line: totals over clock changes, corrections with a reason, and who sees them."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Crisis, LineShift, TeamMember
from crisis.needs import hours_to_check
from crisis.queries.hours import hours_of, time_by_membership, times_of
from crisis.queries.open_tasks import needs_in
from crisis.queries.timeline import timeline_of
from journal.queries import lines
from journal.verbs import Audience
from people.models import Person, User
from people.own_data import copy_of
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
Made = tuple[Crisis, User, User]

# In the night to 25 October clocks in Amsterdam go back from 3:00 to 2:00.
NIGHT = datetime(2026, 10, 24, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def made(personas: Personas) -> Made:
    """A crisis that is active since long before the night, with two members."""
    crisis, (first, second) = crises.team(personas, 2)
    Crisis.objects.filter(pk=crisis.pk).update(opened_at=NIGHT - 9 * HOUR, activated_at=NIGHT - 8 * HOUR)
    crisis.members.update(joined_at=NIGHT - 7 * HOUR)
    Person.objects.filter(pk=first.person_id).update(time_zone="UTC")
    crisis.refresh_from_db()
    return crisis, first, second


def was_on(crisis: Crisis, user: User, start: datetime, hours: float) -> LineShift:
    return LineShift.objects.create(crisis=crisis, person=user.person, starts_at=start, ends_at=start + hours * HOUR)


def page_of(crisis: Crisis, user: User) -> str:
    return reverse("crisis:member_hours", args=[crisis.pk, user.person_id])


def correct(actor: User, shift: LineShift, start: datetime, end: datetime, reason: str = "Forgot to switch off.") -> LineShift:
    return actions.correct_hours(
        actor=actor, crisis=shift.crisis, shift_id=shift.pk, starts_at=start, ends_at=end, reason=reason
    )


# ---- Figures.


def test_night_of_the_clock_change_counts_the_hours_that_passed(made: Made, sign_in: SignIn) -> None:
    """From 22:00 in summer time to 6:00 in winter time are nine hours, not eight."""
    crisis, first, _second = made
    Person.objects.filter(pk=first.person_id).update(time_zone="Europe/Amsterdam")
    was_on(crisis, first, NIGHT, 9)
    page = sign_in(first).get(page_of(crisis, first)).content.decode()
    assert "24 Oct 2026, 22:00 CEST" in page
    assert "25 Oct 2026, 06:00 CET" in page
    assert page.count("9 h 00 min") == 2


def test_lead_sees_the_hours_of_everyone_and_downloads_them(made: Made, personas: Personas, sign_in: SignIn) -> None:
    crisis, first, second = made
    was_on(crisis, first, NIGHT, 1.5)
    was_on(crisis, first, NIGHT + 4 * HOUR, 2)
    with clock.travel(NIGHT):
        actions.go_on_line(actor=second, crisis=crisis)
    with clock.travel(NIGHT + HOUR):
        rows = {row.name: (row.count, row.time, row.since) for row in hours_of(crisis)}
        url = reverse("crisis:hours", args=[crisis.pk])
        answer = sign_in(personas.supervisor).get(url, {"download": "csv", "sort": "-time"})
        table = list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows == {"Agent 000": (2, 3.5 * HOUR, None), "Agent 001": (1, HOUR, NIGHT)}
    assert [(row[0], row[3]) for row in table] == [("Name", "Hours"), ("Agent 000", "3.50"), ("Agent 001", "1.00")]


def test_hours_belong_to_the_membership_in_which_they_were_served(made: Made) -> None:
    crisis, first, _second = made
    early = crisis.members.get(person=first.person_id)
    TeamMember.objects.filter(pk=early.pk).update(left_at=NIGHT + HOUR)
    late = TeamMember.objects.create(crisis=crisis, person=first.person, joined_at=NIGHT + 5 * HOUR + timedelta(seconds=40))
    was_on(crisis, first, NIGHT, 1)
    was_on(crisis, first, NIGHT + 5 * HOUR, 2)
    found = time_by_membership(crisis)
    assert (found[early.pk], found[late.pk]) == (HOUR, 2 * HOUR)


# ---- Corrections.


def test_correction_keeps_the_original_readable(made: Made, personas: Personas, sign_in: SignIn) -> None:
    crisis, first, _second = made
    shift = was_on(crisis, first, NIGHT, 12)
    correct(personas.supervisor, shift, NIGHT, NIGHT + 8 * HOUR)
    [found] = times_of(crisis, first.person_id)
    [correction] = found.corrections
    assert (found.time, correction.was_to_at, correction.writer) == (8 * HOUR, NIGHT + 12 * HOUR, "Sofia Supervisor")
    page = sign_in(first).get(page_of(crisis, first)).content.decode()
    for text in ("25 Oct 2026, 08:00 UTC", "Forgot to switch off.", "Sofia Supervisor"):
        assert text in page


def test_corrections_are_in_the_journal_for_lead_and_deputy_only(made: Made, personas: Personas) -> None:
    crisis, first, _second = made
    correct(first, was_on(crisis, first, NIGHT, 3), NIGHT, NIGHT + 2 * HOUR)
    [told] = [item for item in timeline_of(crisis, Audience.LEADS, zone=ZoneInfo("UTC")) if "corrected" in item.sentence]
    assert told.sentence == (
        "Agent 000 corrected hours of Agent 000 on the line: 24 Oct 2026, 20:00 UTC – 24 Oct 2026, 22:00 UTC, "
        "not 24 Oct 2026, 20:00 UTC – 24 Oct 2026, 23:00 UTC. Forgot to switch off."
    )
    for audience in (Audience.SUPERVISORS, Audience.MEMBERS):
        assert not [item for item in timeline_of(crisis, audience, zone=ZoneInfo("UTC")) if "hours" in item.verb]


def test_member_lead_and_deputy_correct_hours_and_nobody_else(made: Made, personas: Personas) -> None:
    crisis, first, second = made
    shift = was_on(crisis, first, NIGHT, 5)
    for minute, actor in enumerate((first, personas.supervisor, crises.deputy()), start=1):
        correct(actor, shift, NIGHT, NIGHT + timedelta(hours=4, minutes=minute))
    for actor in (second, personas.other_supervisor):
        with pytest.raises(PermissionDenied):
            correct(actor, shift, NIGHT, NIGHT + HOUR)


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (1, 1, "after the start"),
        (2, 1, "after the start"),
        (0, 24.5, "more than 24 hours"),
        (10**5, 10**5 + 1, "in the future"),
        (-8.5, -7.5, "active yet"),
        (-7.5, -1, "on the team"),
        (9.5, 10.5, "overlaps"),
    ],
)
def test_impossible_hours_are_refused(start: float, end: float, message: str, made: Made) -> None:
    crisis, first, _second = made
    shift = was_on(crisis, first, NIGHT, 1)
    was_on(crisis, first, NIGHT + 10 * HOUR, 1)
    with pytest.raises(actions.ImpossibleHours, match=message):
        correct(first, shift, NIGHT + start * HOUR, NIGHT + end * HOUR)
    assert not [line for line in lines(crisis.journal_id) if "hours" in line.verb]


def test_hours_after_leaving_are_refused(made: Made, personas: Personas) -> None:
    crisis, first, _second = made
    shift = was_on(crisis, first, NIGHT, 1)
    crisis.members.filter(person=first.person_id).update(left_at=NIGHT + 3 * HOUR)
    correct(first, shift, NIGHT, NIGHT + 3 * HOUR)
    with pytest.raises(actions.ImpossibleHours, match="on the team"):
        correct(first, shift, NIGHT, NIGHT + 4 * HOUR)


def test_forgotten_time_is_confirmed_or_corrected(made: Made, personas: Personas) -> None:
    crisis, first, _second = made
    shift = was_on(crisis, first, NIGHT, 12)
    same = (shift.starts_at, shift.starts_at + 12 * HOUR)
    with pytest.raises(actions.ImpossibleHours, match="Change the start or the end"):
        correct(first, shift, *same)
    LineShift.objects.update(is_unchecked=True)
    hours_url = reverse("crisis:hours", args=[crisis.pk])
    assert [need.url for need in needs_in(crisis, personas.supervisor) if need.url == hours_url]
    assert [need.url for need in hours_to_check(first)] == [page_of(crisis, first)]
    correct(first, shift, *same, reason="I really was.")
    assert not hours_to_check(first)
    assert not [need.url for need in needs_in(crisis, personas.supervisor) if need.url == hours_url]


def test_forgotten_hours_are_added(made: Made, sign_in: SignIn) -> None:
    crisis, first, _second = made
    url = reverse("crisis:add_hours", args=[crisis.pk, first.person_id])
    values = {"starts_at": "2026-10-25T08:00", "ends_at": "2026-10-25T10:30", "reason": "Forgot to switch on."}
    client = sign_in(first)
    assert client.post(url, {**values, "reason": ""}).status_code == 422
    assert client.post(url, values).headers["Location"] == page_of(crisis, first)
    refused = client.post(url, values)
    assert refused.status_code == 422
    assert "overlaps" in refused.content.decode()
    assert [shift.time for shift in times_of(crisis, first.person_id)] == [2.5 * HOUR]
    assert "Added later." in client.get(page_of(crisis, first)).content.decode()


def test_form_keeps_the_seconds_of_what_was_not_changed(made: Made, sign_in: SignIn) -> None:
    crisis, first, _second = made
    start = NIGHT + timedelta(seconds=12)
    shift = was_on(crisis, first, start, 5)
    url = reverse("crisis:correct_hours", args=[crisis.pk, first.person_id, shift.pk])
    values = {"starts_at": "2026-10-24T20:00", "ends_at": "2026-10-24T23:00", "reason": "Went home early."}
    assert sign_in(first).post(url, values).status_code == 302
    shift.refresh_from_db()
    assert (shift.starts_at, shift.ends_at) == (start, NIGHT + 3 * HOUR)


def test_hours_in_the_hour_that_comes_twice_are_confirmed_and_corrected(made: Made, sign_in: SignIn) -> None:
    """Clocks in Amsterdam show 2:10 and 2:50 at 1:10 and 1:50 in UTC, for the second time."""
    crisis, first, _second = made
    Person.objects.filter(pk=first.person_id).update(time_zone="Europe/Amsterdam")
    start, end = NIGHT + 5 * HOUR + timedelta(minutes=10), NIGHT + 5 * HOUR + timedelta(minutes=50)
    shift = LineShift.objects.create(crisis=crisis, person=first.person, starts_at=start, ends_at=end, is_unchecked=True)
    url = reverse("crisis:correct_hours", args=[crisis.pk, first.person_id, shift.pk])
    times = {"starts_at": "2026-10-25T02:10", "ends_at": "2026-10-25T02:50"}
    assert sign_in(first).post(url, {**times, "reason": "I really was."}).status_code == 302
    shift.refresh_from_db()
    assert (shift.starts_at, shift.ends_at, shift.is_unchecked) == (start, end, False)
    # A changed start is in the first of the two hours.
    assert sign_in(first).post(url, {**times, "starts_at": "2026-10-25T02:05", "reason": "Earlier."}).status_code == 302
    shift.refresh_from_db()
    assert (shift.starts_at, shift.ends_at) == (NIGHT + 4 * HOUR + timedelta(minutes=5), end)


def test_review_begins_once_hours_are_checked_and_ends_corrections(made: Made, personas: Personas, sign_in: SignIn) -> None:
    """The protocol is compiled when the review begins, so later corrections would be missing in it."""
    crisis, first, _second = made
    shift = was_on(crisis, first, NIGHT, 12)
    LineShift.objects.update(is_unchecked=True)
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    with pytest.raises(actions.NotReady, match="hours on the line of 1 person"):
        actions.begin_review(actor=personas.supervisor, crisis=crisis)
    correct(first, shift, NIGHT, NIGHT + 8 * HOUR)
    actions.begin_review(actor=personas.supervisor, crisis=crisis)
    with pytest.raises(PermissionDenied):
        correct(first, shift, NIGHT, NIGHT + 7 * HOUR)
    LineShift.objects.update(is_unchecked=True)
    assert not hours_to_check(first), "nobody is sent to a page that is gone"
    crisis.refresh_from_db()
    hours_url = reverse("crisis:hours", args=[crisis.pk])
    assert not [need for need in needs_in(crisis, personas.supervisor) if need.url == hours_url]
    LineShift.objects.update(is_unchecked=False)
    assert "Add hours" not in sign_in(first).get(page_of(crisis, first)).content.decode()
    actions.back_to_resolved(actor=personas.supervisor, crisis=crisis)
    correct(first, shift, NIGHT, NIGHT + 7 * HOUR)


def test_timeline_says_that_corrected_hours_had_not_ended(made: Made, personas: Personas) -> None:
    crisis, first, _second = made
    with clock.travel(NIGHT):
        actions.go_on_line(actor=first, crisis=crisis)
    correct(personas.supervisor, LineShift.objects.get(), NIGHT, NIGHT + 2 * HOUR)
    [told] = [item for item in timeline_of(crisis, Audience.LEADS, zone=ZoneInfo("UTC")) if "corrected" in item.sentence]
    assert "not 24 Oct 2026, 20:00 UTC – not yet ended." in told.sentence


def test_correction_ends_an_open_time(made: Made, personas: Personas) -> None:
    crisis, first, _second = made
    with clock.travel(NIGHT):
        actions.go_on_line(actor=first, crisis=crisis)
    correct(personas.supervisor, LineShift.objects.get(), NIGHT, NIGHT + 2 * HOUR)
    assert LineShift.objects.get().ends_at == NIGHT + 2 * HOUR


# ---- Who sees them.


def test_people_who_left_see_and_correct_their_own_hours(made: Made, personas: Personas, sign_in: SignIn) -> None:
    crisis, first, second = made
    shift = was_on(crisis, first, NIGHT, 3)
    actions.release(actor=personas.supervisor, crisis=crisis, person_id=first.person_id)
    client = sign_in(first)
    assert client.get(reverse("crisis:detail", args=[crisis.pk])).status_code == 404
    assert client.get(page_of(crisis, first)).status_code == 200
    assert client.get(reverse("crisis:correct_hours", args=[crisis.pk, first.person_id, shift.pk])).status_code == 200
    for reader in (second, personas.other_supervisor, personas.other_agent):
        assert sign_in(reader).get(page_of(crisis, first)).status_code == 404
    other = was_on(crisis, second, NIGHT, 3)
    assert client.get(reverse("crisis:correct_hours", args=[crisis.pk, first.person_id, other.pk])).status_code == 404


def test_closed_crisis_shows_hours_and_takes_no_corrections(made: Made, personas: Personas, sign_in: SignIn) -> None:
    crisis, first, _second = made
    shift = was_on(crisis, first, NIGHT, 3)
    now = clock.now()
    times = {"resolved_at": now, "review_began_at": now, "closed_at": now}
    Crisis.objects.filter(pk=crisis.pk).update(state="closed", **times)
    crisis.members.update(left_at=now)
    page = sign_in(first).get(page_of(crisis, first)).content.decode()
    assert "3 h 00 min" in page
    assert "Add hours" not in page
    assert sign_in(first).get(reverse("crisis:correct_hours", args=[crisis.pk, first.person_id, shift.pk])).status_code == 404
    assert sign_in(personas.supervisor).get(reverse("crisis:hours", args=[crisis.pk])).status_code == 200


def test_hours_are_in_the_copy_of_own_data(made: Made) -> None:
    crisis, first, second = made
    was_on(crisis, first, NIGHT, 3)
    was_on(crisis, second, NIGHT, 2)
    [hours] = json.loads(copy_of(first.person_id))["hours_on_the_line"]
    assert (hours["crisis__title"], hours["ends_at"]) == (crisis.title, "2026-10-24T23:00:00Z")
