"""Administrators manage chat channels. Their addresses are never shown again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, override_settings

from journal.models import Entry, JournalText
from notices import actions
from notices.actions.channels import ChannelNameTaken, ChannelPaused
from notices.chat.addresses import AddressRefused, unseal
from notices.models import ChatChannel, ChatPost
from people.models import User
from tests.chat_server import TOKEN
from tests.constraints import refused_by
from tests.factories.notices import channel, post
from tests.factories.people import Personas

SignIn = Callable[[User], Client]

ALLOWED = {"NOTICES_CHAT_ALLOWED": ["ntfy://127.0.0.1:8080"], "NOTICES_CHAT_NETWORKS": ["127.0.0.0/8"]}
ADDRESS = f"ntfy://{TOKEN}@127.0.0.1:8080/crisis-topic"
GIVEN = {"name": "Crisis desk", "address": ADDRESS, "topics": ["crisis-updates"]}


def verbs() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


@override_settings(**ALLOWED)
def test_channel_is_added_and_its_address_is_never_shown_again(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.administrator)
    assert client.post("/notices/chat/add/", GIVEN).status_code == 302
    added = ChatChannel.objects.get()
    assert (added.name, added.shown_as, added.topics) == ("Crisis desk", "ntfy://127.0.0.1:8080/…", ["crisis-updates"])
    assert unseal(added.sealed_address) == ADDRESS
    pages = [client.get("/notices/chat/"), client.get(f"/notices/chat/{added.pk}/")]
    texts = [page.content.decode() for page in pages]
    texts.append(b"".join(client.get("/notices/chat/?download=csv")).decode())
    assert all("ntfy://127.0.0.1:8080/…" in text for text in texts)
    assert not any(TOKEN in text or "crisis-topic" in text for text in [*texts, added.sealed_address])
    assert verbs() == ["notices.channel_added"]
    assert list(JournalText.objects.values_list("text", flat=True)) == ["Crisis desk"]


@override_settings(**ALLOWED)
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"address": "ntfy://127.0.0.1:9999/x"}, "ntfy://127.0.0.1:9999 isn&#x27;t allowed."),
        ({"address": ""}, "This field is required."),
        ({"address": f"{ADDRESS}?verify=no"}, "Remove the options after the question mark."),
        ({"topics": []}, "This field is required."),
        ({"topics": ["reviews"]}, "Select a valid choice."),
        ({"name": ""}, "This field is required."),
    ],
)
def test_form_refuses(personas: Personas, sign_in: SignIn, changes: dict[str, Any], sentence: str) -> None:
    answer = sign_in(personas.administrator).post("/notices/chat/add/", {**GIVEN, **changes})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ChatChannel.objects.exists()


@override_settings(NOTICES_CHAT_ALLOWED=ALLOWED["NOTICES_CHAT_ALLOWED"])
def test_private_address_is_refused_with_the_remedy(personas: Personas, sign_in: SignIn) -> None:
    answer = sign_in(personas.administrator).post("/notices/chat/add/", GIVEN)
    assert answer.status_code == 422
    assert "NOTICES_CHAT_NETWORKS" in answer.content.decode()


@override_settings(**ALLOWED)
def test_channel_is_changed_with_and_without_its_address(personas: Personas, sign_in: SignIn) -> None:
    client, desk = sign_in(personas.administrator), channel(ADDRESS)
    given = {"name": "Desk", "topics": ["crisis-updates", "imports-waiting"], "address": ""}
    client.post(f"/notices/chat/{desk.pk}/", given)
    desk.refresh_from_db()
    assert (desk.name, desk.topics, unseal(desk.sealed_address)) == ("Desk", ["crisis-updates", "imports-waiting"], ADDRESS)
    client.post(f"/notices/chat/{desk.pk}/", {**given, "address": "ntfy://127.0.0.1:8080/other"})
    desk.refresh_from_db()
    assert unseal(desk.sealed_address) == "ntfy://127.0.0.1:8080/other"
    assert verbs() == ["notices.channel_changed"] * 2


def test_channel_is_paused_resumed_tested_and_deleted(personas: Personas, sign_in: SignIn) -> None:
    client, desk = sign_in(personas.administrator), channel()
    client.post(f"/notices/chat/{desk.pk}/test/")
    assert ChatPost.objects.get().state == "waiting"
    for _twice in range(2):
        client.post(f"/notices/chat/{desk.pk}/pause/")
    assert ChatPost.objects.get().state == "dropped"
    assert client.post(f"/notices/chat/{desk.pk}/test/").status_code == 409
    for _twice in range(2):
        client.post(f"/notices/chat/{desk.pk}/resume/")
    client.post(f"/notices/chat/{desk.pk}/delete/")
    assert not ChatChannel.objects.exists()
    assert verbs() == ["notices.channel_paused", "notices.channel_resumed", "notices.channel_deleted"]


def test_page_explains_how_to_turn_chat_on(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.administrator)
    page = client.get("/notices/chat/").content.decode()
    assert "NOTICES_CHAT_ALLOWED" in page
    assert "/notices/chat/add/" not in page
    with override_settings(**ALLOWED):
        assert "/notices/chat/add/" in client.get("/notices/chat/").content.decode()


def test_page_shows_failures(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.administrator)
    failing, working, unused = channel(name="A"), channel(name="B"), channel(name="C")
    reason = "The chat server answered with status 404."
    waiting = {"state": "waiting", "message": "Hello", "finished_at": None}
    post(failing)
    post(failing, state="failed", error=reason)
    post(failing, **waiting)
    post(working, **waiting, tries=1, error="Down.")
    post(working)
    post(unused, state="dropped", error="Outdated.")
    channel(name="D", is_paused=True)
    page = client.get("/notices/chat/")
    found = {record.name: (record.newest_state, record.newest_error) for record in page.context["table"].records}
    assert found == {"A": ("failed", reason), "B": ("sent", ""), "C": (None, None), "D": (None, None)}
    assert reason in page.content.decode()
    assert all(
        text in page.content.decode() for text in ("Crisis update", "Failing", "Working", "Not used yet", "Paused", "Outdated.")
    )


def test_only_administrators_act(personas: Personas) -> None:
    desk = channel()
    for user in (personas.supervisor, personas.ops):
        with pytest.raises(PermissionDenied):
            actions.add_channel(actor=user, name="x", address=ADDRESS, topics=["crisis-updates"])
        with pytest.raises(PermissionDenied):
            actions.change_channel(actor=user, channel=desk, name="x", topics=["crisis-updates"])
        for act in (actions.pause_channel, actions.resume_channel, actions.delete_channel, actions.send_test_message):
            with pytest.raises(PermissionDenied):
                act(actor=user, channel=desk)
    assert ChatChannel.objects.filter(pk=desk.pk).exists()


def test_actions_refuse_what_the_form_does(personas: Personas) -> None:
    desk = channel()
    with pytest.raises(AddressRefused):
        actions.add_channel(actor=personas.administrator, name="New", address=ADDRESS, topics=["crisis-updates"])
    with pytest.raises(ChannelNameTaken):
        actions.add_channel(actor=personas.administrator, name="crisis DESK", address=ADDRESS, topics=["crisis-updates"])
    actions.pause_channel(actor=personas.administrator, channel=desk)
    with pytest.raises(ChannelPaused):
        actions.send_test_message(actor=personas.administrator, channel=desk)


@pytest.mark.django_db
def test_constraints_of_channels() -> None:
    channel()
    channel(name="Other")
    for name, wrong in (
        ("chat_channel_name_unique", {"name": "CRISIS desk"}),
        ("chat_channel_has_topics", {"name": "x", "topics": []}),
        ("chat_channel_address_is_sealed", {"name": "x", "sealed_address": ADDRESS}),
    ):
        with refused_by(name):
            channel(**wrong)
