"""Trainers build and publish refreshers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from crisis.models import Crisis
from journal.actions import house_journal
from people.models import Notification, User
from people.queries.organisation import today
from scripts_library import actions as scripts_actions
from tests.factories import crisis as crises
from tests.factories import training as trained
from tests.factories.people import Personas, personas
from tests.threads import at_once
from training import actions
from training.anonymity import marks_in
from training.models import Refresher, RefresherItem

SignIn = Callable[[User], Client]


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    return crises.active(personas)


def titles(refresher: Refresher) -> list[str]:
    return list(refresher.items.values_list("title", flat=True))


def test_only_trainers_build_refreshers(crisis: Crisis, personas: Personas) -> None:
    refresher = trained.draft(personas, crisis)
    item = trained.item(personas, refresher)
    for user in (personas.supervisor, personas.agent, personas.approver):
        with pytest.raises(PermissionDenied):
            actions.start_refresher(actor=user, journal_id=crisis.journal_id, title="X", due_on=today())
        with pytest.raises(PermissionDenied):
            actions.change_refresher(actor=user, refresher=refresher, title="X", due_on=today())
        with pytest.raises(PermissionDenied):
            actions.publish_refresher(actor=user, refresher=refresher)
        with pytest.raises(PermissionDenied):
            actions.move_item(actor=user, item=item, is_up=True)
        with pytest.raises(PermissionDenied):
            actions.remove_item(actor=user, item=item)
        with pytest.raises(PermissionDenied):
            actions.close_refresher(actor=user, refresher=refresher)


def test_refresher_belongs_to_an_open_crisis(crisis: Crisis, personas: Personas) -> None:
    for journal_id in (house_journal().pk, 0):
        with pytest.raises(actions.CrisisUnknown):
            actions.start_refresher(actor=personas.trainer, journal_id=journal_id, title="X", due_on=today())
    with pytest.raises(actions.DueTooEarly):
        trained.draft(personas, crisis, due_on=today() - timedelta(days=1))


def test_empty_refresher_and_one_with_a_dead_script_stay_drafts(crisis: Crisis, personas: Personas) -> None:
    refresher, version = trained.draft(personas, crisis), trained.script(personas)
    with pytest.raises(actions.RefresherIncomplete):
        trained.published(personas, refresher)
    trained.item(personas, refresher, "read", about_id=version.script_id)
    scripts_actions.withdraw(actor=personas.supervisor, version=version, reason="Wrong.")
    with pytest.raises(actions.RefresherIncomplete, match="The read item"):
        trained.published(personas, refresher)


def test_one_refresher_of_a_crisis_is_published(crisis: Crisis, personas: Personas) -> None:
    trained.with_items(personas, crisis, "free")
    second = trained.draft(personas, crisis)
    trained.item(personas, second)
    with pytest.raises(actions.RefresherIncomplete):
        trained.published(personas, second)


@pytest.mark.django_db(transaction=True)
def test_published_twice_at_once_tells_people_once() -> None:
    people = personas()
    crisis, [member] = crises.team(people, 1)
    refresher = trained.draft(people, crisis)
    trained.item(people, refresher)
    raised = at_once(*[lambda: trained.published(people, refresher)] * 3)
    assert sum(error is None for error in raised) == 1
    assert Notification.objects.filter(person=member.person_id, key__startswith="refresher-published").count() == 1


def test_items_move_and_go(crisis: Crisis, personas: Personas) -> None:
    refresher = trained.draft(personas, crisis)
    first, second, third = (trained.item(personas, refresher, title=title) for title in ("One", "Two", "Three"))
    actions.move_item(actor=personas.trainer, item=third, is_up=True)
    assert titles(refresher) == ["One", "Three", "Two"]
    actions.move_item(actor=personas.trainer, item=first, is_up=True)
    actions.move_item(actor=personas.trainer, item=first, is_up=False)
    assert titles(refresher) == ["Three", "One", "Two"]
    actions.remove_item(actor=personas.trainer, item=second)
    actions.remove_item(actor=personas.trainer, item=second)
    assert titles(refresher) == ["Three", "One"]


def test_last_item_of_a_published_refresher_stays(crisis: Crisis, personas: Personas) -> None:
    _refresher, [item], _version = trained.with_items(personas, crisis, "free")
    with pytest.raises(actions.NothingToChoose):
        actions.remove_item(actor=personas.trainer, item=item)


def test_example_needs_the_confirmation(crisis: Crisis, personas: Personas) -> None:
    with pytest.raises(actions.NotAnonymised):
        trained.item(personas, trained.draft(personas, crisis), "example", is_anonymised=False)


def test_form_warns_once_of_what_could_identify_a_person(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    refresher, client = trained.draft(personas, crisis), sign_in(personas.trainer)
    url = reverse("training:add-item", args=[refresher.pk, "example"])
    given: dict[str, Any] = {
        "title": "A call",
        "text": "Ana Agent wrote to kim@shop.example.",
        "minutes": 5,
        "is_anonymised": "on",
    }
    answer = client.post(url, given)
    assert answer.status_code == 422
    assert "“kim@shop.example”, “Ana Agent”" in answer.content.decode()
    seen = answer.context["form"]["seen"].value()
    assert not answer.context["form"]["is_anonymised"].value()
    assert client.post(url, {**given, "seen": seen, "text": given["text"] + " +31 20 555 0199"}).status_code == 422
    assert client.post(url, {**given, "seen": seen}).status_code == 302
    assert RefresherItem.objects.get().is_anonymised


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("The customer waited for 45 minutes on 3 May.", []),
        ("Order 12 34 56 and +49 (0)30 901820", ["12 34 56", "+49 (0)30 901820"]),
        ("ana agent called.", ["Ana Agent"]),
        ("Ms Agent was calm.", ["Agent"]),
        ("The agent was calm.", []),
        ("王芳 rang twice.", ["王芳"]),
        ("سارة اتصلت", ["سارة"]),
        ("Mail: a.b+c@mail.example", ["a.b+c@mail.example"]),
    ],
)
def test_marks_of_people_in_a_text(text: str, marks: list[str]) -> None:
    assert marks_in(text, ["Ana Agent", "王芳", "سارة", "Ed de Wit"]) == marks


def test_what_an_item_is_about_must_be_offered(crisis: Crisis, personas: Personas) -> None:
    refresher = trained.draft(personas, crisis)
    for kind in ("read", "role_play", "quiz"):
        for about_id in (None, 0):
            with pytest.raises(actions.NothingToChoose):
                trained.item(personas, refresher, kind, about_id=about_id)


def test_script_of_a_drill_is_offered_to_that_drill_only(crisis: Crisis, personas: Personas) -> None:
    drill = crises.active(personas, title="Drill", is_drill=True)
    version = trained.script(personas, journal=drill.journal)
    with pytest.raises(actions.NothingToChoose):
        trained.item(personas, trained.draft(personas, crisis), "read", about_id=version.script_id)
    assert trained.item(personas, trained.draft(personas, drill), "read", about_id=version.script_id)
