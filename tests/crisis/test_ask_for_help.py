"""A team member asks for help: people are called at once, then backups, then supervisors, each of them once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from core import clock, tick
from crisis import actions
from crisis.lifecycle import WrongHelpState
from crisis.models import Crisis, HelpCall, HelpRequest
from crisis.queries.help_requests import help_figures
from journal.queries import lines
from notices import actions as notices
from notices.models import Delivery
from people.actions.absences import enter_leave
from people.identity import Role, User
from people.models import Notification
from tests.constraints import refused_by
from tests.factories import crisis as crises
from tests.factories.people import Personas, user_with
from tests.threads import at_once

# A Wednesday morning.
ASKED = datetime(2026, 11, 25, 9, tzinfo=UTC)
LEADERS = ["Dora Deputy", "Sofia Supervisor"]


def crisis_with_contacts(personas: Personas, **details: Any) -> tuple[Crisis, list[User]]:
    """Sofia leads, Dora is the deputy; Tom Trainer is the first support contact and Bea Backup the second."""
    crisis, members = crises.team(personas, 2, **details)
    crisis.support_contacts.all().delete()
    add = actions.add_contact
    add(actor=personas.supervisor, crisis=crisis, person_id=personas.trainer.person_id, reach="118", phone="118")
    backup = user_with(Role.TRAINER, name="Bea Backup")
    add(actor=personas.supervisor, crisis=crisis, person_id=backup.person_id, reach="119", rank=2)
    return crisis, members


@pytest.fixture
def asked(personas: Personas) -> tuple[Crisis, User, HelpRequest]:
    with clock.travel(ASKED):
        crisis, (member, _other) = crisis_with_contacts(personas)
        request, _is_new = actions.ask_for_help(actor=member, crisis=crisis, note="An angry customer")
    return crisis, member, request


def tick_at(minutes: float) -> int:
    with clock.travel(ASKED + timedelta(minutes=minutes)):
        return actions.escalate_help_requests()


def called(level: str) -> list[str]:
    return sorted(HelpCall.objects.filter(level=level).values_list("person__display_name", flat=True))


def told(level: str) -> list[str]:
    """Names of people with an unread notification about the request."""
    unread = Notification.objects.filter(key__regex=rf"^help:\d+:{level}$", read_at=None)
    return sorted(unread.values_list("person__display_name", flat=True))


def name_of(user: User) -> str:
    return user.person.display_name


def test_contact_lead_and_deputy_are_called_at_once(asked: tuple[Crisis, User, HelpRequest], personas: Personas) -> None:
    everyone = sorted([*LEADERS, name_of(personas.trainer)])
    assert called("first") == told("first") == everyone
    assert HelpCall.objects.count() == 3


def test_each_level_is_called_at_its_time_and_once(asked: tuple[Crisis, User, HelpRequest], personas: Personas) -> None:
    assert "crisis.help" in tick._reconcilers
    assert tick_at(4.9) == 0
    assert tick_at(5) == 1
    assert tick_at(5) == 0
    assert called("backups") == told("backups") == ["Bea Backup"]
    assert tick_at(9.9) == 0
    assert tick_at(10) == 1
    assert called("supervisors") == ["Omar Othersupervisor"]
    for minutes in (10, 30, 100_000):
        assert tick_at(minutes) == 0


def test_missed_ticks_are_made_up_for(asked: tuple[Crisis, User, HelpRequest]) -> None:
    assert tick_at(600) == 2
    assert HelpRequest.objects.get().is_escalated


def test_answer_stops_the_escalation_and_tells_the_person(asked: tuple[Crisis, User, HelpRequest], personas: Personas) -> None:
    _crisis, member, request = asked
    with clock.travel(ASKED + timedelta(minutes=2)):
        actions.answer_help(actor=personas.trainer, request=request)
    assert tick_at(60) == 0
    assert told("first") == []
    assert told("answered") == [name_of(member)]
    answer = Notification.objects.get(key__endswith=":answered")
    assert answer.text == f"{name_of(personas.trainer)} is on it: help is coming."
    with pytest.raises(WrongHelpState, match="Someone else is on it already"):
        actions.answer_help(actor=personas.supervisor, request=request)


def test_pressing_twice_asks_once_and_keeps_the_newer_note(asked: tuple[Crisis, User, HelpRequest]) -> None:
    crisis, member, request = asked
    again, is_new = actions.ask_for_help(actor=member, crisis=crisis)
    assert (again, is_new, again.note) == (request, False, "An angry customer")
    actions.ask_for_help(actor=member, crisis=crisis, note="A very angry customer")
    assert HelpRequest.objects.get().note == "A very angry customer"
    assert Notification.objects.filter(key__startswith="help:").count() == 3


def test_after_the_end_one_can_ask_again(asked: tuple[Crisis, User, HelpRequest], personas: Personas) -> None:
    crisis, member, request = asked
    actions.close_help(actor=personas.trainer, request=request)
    with pytest.raises(WrongHelpState):
        actions.cancel_help(actor=member, request=request)
    with pytest.raises(WrongHelpState, match="is over"):
        actions.answer_help(actor=personas.trainer, request=request)
    _second, is_new = actions.ask_for_help(actor=member, crisis=crisis)
    assert is_new


def test_only_the_person_cancels_and_only_others_answer(asked: tuple[Crisis, User, HelpRequest], personas: Personas) -> None:
    crisis, member, request = asked
    other = User.objects.filter(person__display_name__startswith="Agent").exclude(pk=member.pk).get()
    for refused in (
        lambda: actions.ask_for_help(actor=personas.supervisor, crisis=crisis),
        lambda: actions.answer_help(actor=member, request=request),
        lambda: actions.cancel_help(actor=personas.supervisor, request=request),
        lambda: actions.close_help(actor=other, request=request),
        lambda: actions.answer_help(actor=personas.other_supervisor, request=request),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    actions.cancel_help(actor=member, request=request)
    assert told("first") == []


def test_contact_on_leave_gives_the_turn_to_the_backup(personas: Personas) -> None:
    with clock.travel(ASKED):
        crisis, (member, _other) = crisis_with_contacts(personas)
        trainer = personas.trainer.person
        enter_leave(actor=personas.administrator, person=trainer, first_on=ASKED.date(), last_on=ASKED.date())
        actions.ask_for_help(actor=member, crisis=crisis)
    assert called("first") == sorted([*LEADERS, "Bea Backup"])


def test_level_without_anyone_gives_its_turn_to_the_next(personas: Personas) -> None:
    with clock.travel(ASKED):
        crisis, (member,) = crises.team(personas, 1)
        actions.ask_for_help(actor=member, crisis=crisis)
    assert tick_at(5) == 1
    assert called("supervisors") == ["Omar Othersupervisor"]


def test_drill_calls_its_participants_only(personas: Personas) -> None:
    with clock.travel(ASKED):
        drill, (member,) = crises.team(personas, 1, is_drill=True)
        actions.ask_for_help(actor=member, crisis=drill)
    assert tick_at(60) == 0
    assert called("first") == LEADERS
    assert called("supervisors") == []
    texts = Notification.objects.filter(key__startswith="help:").values_list("text", flat=True)
    assert all(text.startswith("Drill: ") for text in texts)


def test_emails_go_out_immediately_also_at_night(personas: Personas) -> None:
    night = datetime(2026, 11, 25, 23, tzinfo=UTC)
    with clock.travel(night):
        crisis, (member,) = crises.team(personas, 1)
        actions.ask_for_help(actor=member, crisis=crisis)
        notices.plan()
    sent = Delivery.objects.filter(notification__key__startswith="help:")
    assert list(sent.values_list("state", "is_in_quiet_hours")) == [("posted", True)] * 2


def test_worker_is_asked_to_run_the_tick_after_the_commit(
    personas: Personas, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    hints: list[str] = []
    monkeypatch.setattr("core.broker.send", lambda task, _args, *, queue: hints.append(f"{task} {queue}"))
    crisis, (member,) = crises.team(personas, 1)
    with django_capture_on_commit_callbacks(execute=True):
        actions.ask_for_help(actor=member, crisis=crisis)
        assert hints == []
    assert "core.tasks.tick tick" in hints


def test_requests_end_with_the_team(asked: tuple[Crisis, User, HelpRequest], personas: Personas) -> None:
    crisis, member, request = asked
    actions.release(actor=personas.supervisor, crisis=crisis, person_id=member.person_id)
    request.refresh_from_db()
    assert request.state == "cancelled"
    with pytest.raises(PermissionDenied):
        actions.ask_for_help(actor=member, crisis=crisis)


def test_resolving_ends_requests_and_no_more_are_possible(asked: tuple[Crisis, User, HelpRequest], personas: Personas) -> None:
    crisis, member, request = asked
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    request.refresh_from_db()
    assert request.state == "cancelled"
    with pytest.raises(actions.NoHelpHere):
        actions.ask_for_help(actor=member, crisis=crisis)


def test_journal_and_notifications_do_not_name_the_person(asked: tuple[Crisis, User, HelpRequest], personas: Personas) -> None:
    crisis, member, request = asked
    before = len(lines(crisis.journal_id))
    tick_at(60)
    actions.answer_help(actor=personas.trainer, request=request)
    actions.close_help(actor=member, request=request)
    assert len(lines(crisis.journal_id)) == before
    texts = Notification.objects.filter(key__startswith="help:").exclude(person=member.person_id).values_list("text", flat=True)
    assert texts
    assert not [text for text in texts if name_of(member) in text]


def test_cancelled_crisis_forgets_its_requests(personas: Personas) -> None:
    draft = crises.ready(personas)
    (invitation,) = crises.invited(draft, personas, 1)
    crises.accept(invitation, personas.agent)
    request, _is_new = actions.ask_for_help(actor=personas.agent, crisis=draft)
    actions.answer_help(actor=personas.supervisor, request=request)
    assert Notification.objects.filter(key__startswith="help:").count() > 1
    actions.cancel(actor=personas.supervisor, crisis=draft)
    assert not HelpRequest.objects.exists()
    assert not HelpCall.objects.exists()
    assert not Notification.objects.filter(key__startswith="help:").exists()


def test_figures_are_for_lead_and_deputy_only(asked: tuple[Crisis, User, HelpRequest], personas: Personas) -> None:
    crisis, member, request = asked
    with clock.travel(ASKED + timedelta(minutes=4)):
        actions.answer_help(actor=personas.trainer, request=request)
    figures = help_figures(crisis, personas.supervisor)
    assert figures is not None
    assert (figures.asked, figures.answered, figures.minutes) == (1, 1, 4)
    assert help_figures(crisis, personas.other_supervisor) is None
    assert help_figures(crisis, member) is None


def test_two_ticks_and_an_answer_at_once_call_each_person_once(transactional_db: None, personas: Personas) -> None:
    with clock.travel(ASKED):
        crisis, (member, _other) = crisis_with_contacts(personas)
    ask = [lambda: actions.ask_for_help(actor=member, crisis=crisis)] * 3
    assert at_once(*ask) == [None] * 3
    HelpRequest.objects.update(asked_at=ASKED)
    assert at_once(*[lambda: tick_at(60)] * 4) == [None] * 4
    tick_at(60)
    assert HelpRequest.objects.count() == 1
    assert HelpCall.objects.count() == 5
    assert Notification.objects.filter(key__startswith="help:").count() == 5


def test_constraints_of_requests(asked: tuple[Crisis, User, HelpRequest], personas: Personas) -> None:
    crisis, member, request = asked
    helper = personas.trainer.person_id
    later = ASKED + timedelta(minutes=1)

    def create(**fields: Any) -> HelpRequest:
        return HelpRequest.objects.create(**{"crisis": crisis, "person_id": member.person_id, "asked_at": ASKED, **fields})

    create(state="closed", ended_at=later)
    create(state="cancelled", ended_at=later, answered_by_id=helper, answered_at=later)
    with refused_by("help_request_one_unfinished"):
        create()
    with refused_by("help_request_times_match_state"):
        create(state="closed")
    with refused_by("help_request_answered_by_a_person"):
        create(state="closed", ended_at=later, answered_at=later)
    with refused_by("help_request_answered_by_another"):
        create(state="closed", ended_at=later, answered_at=later, answered_by_id=member.person_id)
    with refused_by("help_request_times_in_order"):
        create(state="closed", ended_at=ASKED - timedelta(seconds=1))
    with refused_by("help_call_once"):
        HelpCall.objects.create(request=request, person_id=helper, level="backups", called_at=later)
    with refused_by("help_call_level_known"):
        HelpCall.objects.create(request=request, person_id=member.person_id, level="everyone", called_at=later)


def test_constraints_of_hours(asked: tuple[Crisis, User, HelpRequest]) -> None:
    contacts = asked[0].support_contacts
    hours = {"days": [1, 7], "starts_at": "08:00", "ends_at": "20:00", "time_zone": "UTC"}
    contacts.update(**hours)
    wrongs: tuple[dict[str, Any], ...] = ({"days": []}, {"days": [8]}, {"ends_at": None}, {"time_zone": ""})
    for wrong in wrongs:
        with refused_by("support_contact_hours_complete"):
            contacts.update(**{**hours, **wrong})
    contacts.update(rank=3)
    with refused_by("support_contact_rank_possible"):
        contacts.update(rank=4)
