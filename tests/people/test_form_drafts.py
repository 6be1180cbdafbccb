"""Drafts of forms: saved while typing, restored only for their author, deleted after submission."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from crisis.models import Crisis
from people.actions.drafts import DraftRefused, discard_draft, forget_drafts, save_draft, settle_draft
from people.models import FormDraft, User
from protocol.models import Protocol
from tests.factories import crisis as crises
from tests.factories import scripts_library
from tests.factories.people import Personas, UserFactory

SignIn = Callable[[User], Client]
KEY = "crisis.update:1"


def token_on(html: str) -> str:
    found = re.search(r'name="form_draft"\s+value="([^"]+)"', html)
    assert found is not None
    return unescape(found[1])


def keep(client: Client, page: str, **fields: str) -> str:
    """Open a page and save a draft, as the browser does after a pause in typing. Returns the page."""
    html = client.get(page).content.decode()
    answer = client.post(reverse("people:save-draft"), {"form_draft": token_on(html), **fields})
    assert answer.status_code == 200
    assert "Draft saved at" in answer.content.decode()
    return html


@pytest.fixture
def room(personas: Personas) -> str:
    return reverse("crisis:detail", args=[crises.active(personas).pk])


def test_draft_of_an_update_is_restored_in_the_crisis_room(personas: Personas, sign_in: SignIn, room: str) -> None:
    client = sign_in(personas.supervisor)
    keep(client, room, text="It rains & pours.", is_decision="on", next_update_at="2030-01-02T10:30")
    again = client.get(room).content.decode()
    assert "It rains &amp; pours." in again
    assert 'value="2030-01-02T10:30"' in again
    assert "This is your draft from" in again


def test_draft_of_the_solution_survives_adding_a_contact(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.draft(personas)
    page, client = reverse("crisis:setup", args=[crisis.pk]), sign_in(personas.supervisor)
    keep(client, page, solution="We pay at once.")
    assert client.post(reverse("crisis:add_contact", args=[crisis.pk]), {"name": "Zoe", "reach": "12"}).status_code == 302
    assert "We pay at once." in client.get(page).content.decode()


def test_draft_is_hidden_from_other_users(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.active(personas)
    Crisis.objects.filter(pk=crisis.pk).update(deputy=personas.other_supervisor.person_id)
    room = reverse("crisis:detail", args=[crisis.pk])
    keep(sign_in(personas.supervisor), room, text="It rains.")
    assert "It rains." not in sign_in(personas.other_supervisor).get(room).content.decode()


def test_submitted_update_leaves_no_draft_and_a_late_save_is_refused(personas: Personas, sign_in: SignIn, room: str) -> None:
    client = sign_in(personas.supervisor)
    token = token_on(keep(client, room, text="It rains."))
    assert client.post(f"{room}update/", {"text": "It rains."}).status_code == 302
    assert FormDraft.objects.get().fields == {}
    assert client.post(reverse("people:save-draft"), {"form_draft": token, "text": "It rains."}).status_code == 409
    assert "This is your draft" not in client.get(room).content.decode()


def test_refused_update_keeps_its_draft(personas: Personas, sign_in: SignIn, room: str) -> None:
    client = sign_in(personas.supervisor)
    keep(client, room, text="It rains.")
    answer = client.post(f"{room}update/", {"text": "It rains.", "next_update_at": "2020-01-01T00:00"})
    assert answer.status_code == 422
    assert "It rains." in client.get(room).content.decode()


def test_discarding_a_draft_restores_the_saved_text(personas: Personas, sign_in: SignIn) -> None:
    version = scripts_library.draft(personas.supervisor)
    page, client = reverse("scripts_library:edit", args=[version.pk]), sign_in(personas.supervisor)
    keep(client, page, situation="A flood", what_to_say="", revision=str(version.revision))
    again = client.get(page).content.decode()
    assert "A flood" in again
    assert version.what_to_say not in again
    answer = client.post(reverse("people:discard-draft"), {"form_draft": token_on(again)})
    assert answer["Location"] == page
    assert version.what_to_say in client.get(page).content.decode()


def test_outdated_draft_is_marked_and_can_be_saved(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.active(personas)
    protocol = Protocol.objects.create(crisis=crisis, compiled_at=clock.now(), journal_sequence=1)
    page, client = reverse("protocol:edit", args=[crisis.pk]), sign_in(personas.supervisor)
    keep(client, page, summary="We were quick.", version=str(protocol.version))
    assert "has changed since then" not in client.get(page).content.decode()
    Protocol.objects.update(version=7)
    again = client.get(page).content.decode()
    assert "has changed since then" in again
    assert "We were quick." in again
    assert 'name="version" value="7"' in again


def test_restored_draft_changes_only_the_fields_its_author_edited(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.active(personas)
    page, client = reverse("crisis:setup", args=[crisis.pk]), sign_in(personas.supervisor)
    shown = client.get(page).context["form"]
    untouched = {bound.html_name: "" if bound.value() is None else str(bound.value()) for bound in shown}
    keep(client, page, **{**untouched, "cause": "A loose screw."})
    Crisis.objects.filter(pk=crisis.pk).update(solution="We pay everything back.")
    again = client.get(page)
    form = again.context["form"]
    assert (form["cause"].value(), form["solution"].value()) == ("A loose screw.", "We pay everything back.")
    assert "has changed since then" not in again.content.decode()
    Crisis.objects.filter(pk=crisis.pk).update(cause="A bad cable.")
    again = client.get(page)
    assert again.context["form"]["cause"].value() == "A loose screw."
    assert "has changed since then" in again.content.decode()


def test_draft_of_an_update_keeps_a_time_set_by_another_user(personas: Personas, sign_in: SignIn, room: str) -> None:
    client = sign_in(personas.supervisor)
    keep(client, room, text="More soon", next_update_at="")
    later = (clock.now() + timedelta(hours=3)).replace(microsecond=0)
    Crisis.objects.update(next_update_at=later)
    form = client.get(room).context["update_form"]
    assert form["text"].value() == "More soon"
    assert form.get_initial_for_field(form.fields["next_update_at"], "next_update_at") == later


def test_submitted_form_accepts_a_new_draft(personas: Personas) -> None:
    writer, before = personas.supervisor, clock.now()
    settle_draft(actor=writer, key=KEY)
    with pytest.raises(DraftRefused, match="another window"):
        save_draft(actor=writer, key=KEY, rendered_at=before, fields={"text": ["Late"]}, saved={})
    save_draft(actor=writer, key=KEY, rendered_at=clock.now(), fields={"text": ["New\x00"]}, saved={})
    assert FormDraft.objects.get().fields == {"text": ["New"]}
    discard_draft(actor=personas.other_supervisor, key=KEY)
    assert FormDraft.objects.exists()


def test_draft_that_is_too_long_is_refused(personas: Personas) -> None:
    with pytest.raises(DraftRefused, match="too long"):
        save_draft(actor=personas.agent, key=KEY, rendered_at=clock.now(), fields={"text": ["x" * 400_000]}, saved={})
    assert not FormDraft.objects.exists()


def test_drafts_are_deleted_after_30_days_without_a_change(personas: Personas) -> None:
    now = clock.now()
    for key, days in ((KEY, 31), ("crisis.update:2", 29)):
        with clock.travel(now - timedelta(days=days)):
            save_draft(actor=personas.agent, key=key, rendered_at=now, fields={"text": ["x"]}, saved={})
    assert (forget_drafts(), forget_drafts()) == (1, 0)
    assert FormDraft.objects.get().key == "crisis.update:2"


@pytest.mark.django_db
def test_draft_is_deleted_with_its_author() -> None:
    writer = UserFactory.create()
    save_draft(actor=writer, key=KEY, rendered_at=clock.now(), fields={"text": ["x"]}, saved={})
    person = writer.person
    writer.delete()
    person.delete()
    assert not FormDraft.objects.exists()
