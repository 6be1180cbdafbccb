"""Rehearsals: a colleague observes, scores behaviours and signs off for a script version. Scores stay in training."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.refusals import Refused
from crisis.models import Crisis
from people.models import Notification, User
from scripts_library.models import ScriptVersion
from tests.factories import crisis as crises
from tests.factories import training as trained
from tests.factories.people import Personas, personas
from tests.threads import at_once
from training import actions
from training.models import BehaviourScore, RefresherItem, Rehearsal
from training.queries.readiness import ready_ids

SignIn = Callable[[User], Client]
Scene = tuple[Crisis, User, User, RefresherItem, ScriptVersion]


@pytest.fixture
def scene(personas: Personas) -> Scene:
    crisis, (player, observer) = crises.team(personas, 2)
    _refresher, [item], version = trained.with_items(personas, crisis, "role_play")
    return crisis, player, observer, item, version


def test_signed_off_rehearsal_names_the_version_and_makes_ready(scene: Scene) -> None:
    crisis, player, observer, item, version = scene
    rehearsal = trained.decided(trained.asked(player, item, observer), observer, version)
    assert (rehearsal.state, rehearsal.script_version_id) == ("signed_off", version.pk)
    assert list(BehaviourScore.objects.values_list("name", "rating", "out_of", "anchor")) == [
        ("Listens", 2, 3, trained.ANCHORS[1])
    ]
    assert ready_ids(crisis.journal_id) == frozenset({player.person_id})


def test_rehearsal_to_repeat_makes_nobody_ready(scene: Scene) -> None:
    crisis, player, observer, item, version = scene
    trained.decided(trained.asked(player, item, observer), observer, version, signs_off=False)
    assert ready_ids(crisis.journal_id) == frozenset()
    assert Notification.objects.filter(person=player.person_id, text__contains="once more").exists()
    trained.decided(trained.asked(player, item, observer), observer, version)
    assert ready_ids(crisis.journal_id) == frozenset({player.person_id})


def test_observer_is_another_person_who_may_observe(scene: Scene, personas: Personas) -> None:
    _crisis, player, observer, item, version = scene
    for wrong in (player, personas.agent, personas.ops):
        with pytest.raises(actions.NotAnObserver):
            trained.asked(player, item, wrong)
    rehearsal = trained.asked(player, item, observer)
    with pytest.raises(Refused):
        trained.asked(player, item, personas.trainer)
    for wrong in (player, personas.trainer, personas.supervisor):
        with pytest.raises(PermissionDenied):
            trained.decided(rehearsal, wrong, version)
    assert trained.asked(observer, item, personas.trainer).observer_id == personas.trainer.person_id


def test_sheet_needs_a_score_for_each_behaviour(scene: Scene) -> None:
    _crisis, player, observer, item, version = scene
    rehearsal = trained.asked(player, item, observer)
    [behaviour_id] = trained.sheet(rehearsal)
    for scores in ({}, {behaviour_id: 0}, {behaviour_id: 4}, {behaviour_id: 2, behaviour_id + 1: 2}):
        with pytest.raises(actions.SheetIncomplete):
            actions.decide_rehearsal(
                actor=observer, rehearsal=rehearsal, version_id=version.pk, scores=scores, notes="", signs_off=True
            )
    assert not BehaviourScore.objects.exists()


def test_new_version_while_the_sheet_is_open_is_not_signed_off(scene: Scene, personas: Personas) -> None:
    crisis, player, observer, item, version = scene
    rehearsal = trained.asked(player, item, observer)
    later = trained.next_version(personas, version)
    with pytest.raises(actions.ScriptChanged):
        trained.decided(rehearsal, observer, version)
    trained.decided(rehearsal, observer, later)
    assert ready_ids(crisis.journal_id) == frozenset({player.person_id})


def test_either_of_the_two_cancels_and_nobody_else(scene: Scene, personas: Personas) -> None:
    _crisis, player, observer, item, version = scene
    for user in (player, observer):
        rehearsal = trained.asked(player, item, observer)
        with pytest.raises(PermissionDenied):
            actions.cancel_rehearsal(actor=personas.trainer, rehearsal=rehearsal)
        actions.cancel_rehearsal(actor=user, rehearsal=rehearsal)
        with pytest.raises(Refused):
            trained.decided(rehearsal, observer, version)


def test_changed_role_play_is_rehearsed_again(scene: Scene, personas: Personas) -> None:
    crisis, player, observer, item, version = scene
    rehearsal = trained.decided(trained.asked(player, item, observer), observer, version)
    actions.add_behaviour(actor=personas.trainer, role_play=rehearsal.role_play, name="Sums up", anchors=["No", "Yes"])
    assert ready_ids(crisis.journal_id) == frozenset()
    assert [score.name for score in rehearsal.scores.all()] == ["Listens"]


def test_sheet_keeps_two_to_five_anchors_and_one_behaviour(scene: Scene, personas: Personas) -> None:
    _crisis, _player, _observer, item, _version = scene
    assert item.role_play is not None
    for anchors in (["Only one"], ["x"] * 6):
        with pytest.raises(actions.SheetRefused):
            actions.add_behaviour(actor=personas.trainer, role_play=item.role_play, name="Y", anchors=anchors)
    with pytest.raises(actions.SheetRefused):
        actions.remove_behaviour(actor=personas.trainer, behaviour=item.role_play.behaviours.get())
    with pytest.raises(PermissionDenied):
        actions.add_behaviour(actor=personas.supervisor, role_play=item.role_play, name="Y", anchors=["a", "b"])


def test_scores_are_for_player_observer_and_trainers(scene: Scene, personas: Personas, sign_in: SignIn) -> None:
    _crisis, player, observer, item, version = scene
    rehearsal = trained.decided(trained.asked(player, item, observer), observer, version)
    url = reverse("training:rehearsal", args=[rehearsal.pk])
    for user in (player, observer, personas.trainer):
        assert trained.ANCHORS[1] in sign_in(user).get(url).content.decode()
    for user in (personas.supervisor, crises.deputy(), personas.agent, personas.approver):
        assert sign_in(user).get(url).status_code == 404


def test_two_worlds_of_scores_look_the_same_to_lead_and_supervisor(scene: Scene, personas: Personas, sign_in: SignIn) -> None:
    """Only scores and notes differ between the worlds; nothing that lead, deputy or other supervisors can open may."""
    crisis, player, observer, item, version = scene
    rehearsal = trained.decided(trained.asked(player, item, observer), observer, version)
    pages = [
        reverse("training:readiness", args=[crisis.journal_id]),
        reverse("training:readiness", args=[crisis.journal_id]) + "?download=csv",
        reverse("crisis:detail", args=[crisis.pk]),
        reverse("crisis:staffing", args=[crisis.pk]),
    ]
    readers = [sign_in(user) for user in (personas.supervisor, crises.deputy(), personas.other_supervisor)]

    def seen() -> list[tuple[int, str]]:
        answers = [client.get(page) for client in readers for page in pages]
        # Tokens and nonces differ between two answers of the same page.
        return [(answer.status_code, main_text(answer)) for answer in answers]

    first = seen()
    assert {status for status, _text in first} == {200}
    BehaviourScore.objects.update(rating=3, anchor=trained.ANCHORS[2])
    Rehearsal.objects.filter(pk=rehearsal.pk).update(notes="Something else.")
    assert seen() == first


def main_text(answer: Any) -> str:
    """The text of a page without markup, or a download."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", content.decode(), flags=re.DOTALL)


def test_observer_fills_the_sheet_on_the_page(scene: Scene, sign_in: SignIn) -> None:
    _crisis, player, observer, item, version = scene
    client = sign_in(player)
    asked = client.post(reverse("training:rehearse", args=[item.pk]), {"observer_id": str(observer.person)})
    assert asked.status_code == 302
    rehearsal = Rehearsal.objects.get()
    url, [behaviour_id] = reverse("training:rehearsal", args=[rehearsal.pk]), trained.sheet(rehearsal)
    client = sign_in(observer)
    assert "Observer's sheet" in client.get(url).content.decode()
    assert client.post(url, {"decision": "sign-off", "version_id": version.pk}).status_code == 422
    given = {"decision": "sign-off", "version_id": version.pk, f"behaviour_{behaviour_id}": "3", "notes": "<b>Good</b>"}
    assert client.post(url, given).status_code == 302
    page = sign_in(player).get(url).content.decode()
    assert "3 of 3" in page
    assert "&lt;b&gt;Good" in page


@pytest.mark.django_db(transaction=True)
def test_asked_twice_at_once_gives_one_rehearsal() -> None:
    people = personas()
    crisis, (player, observer) = crises.team(people, 2)
    _refresher, [item], _version = trained.with_items(people, crisis, "role_play")
    at_once(*[lambda: trained.asked(player, item, observer)] * 3)
    assert Rehearsal.objects.count() == 1
