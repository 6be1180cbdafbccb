"""Pages on which a supervisor writes, publishes and withdraws scripts."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from journal.actions import house_journal, open_journal
from journal.queries import lines
from people.models import User
from scripts_library import actions
from scripts_library.models import Script, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
URL = "scripts_library:write"


@pytest.fixture
def client(personas: Personas, sign_in: SignIn) -> Client:
    return sign_in(personas.supervisor)


def form(personas: Personas, **data: Any) -> dict[str, Any]:
    return {
        "title": "Ferry cancelled",
        "owner": personas.supervisor.person.display_name,
        "language": "en",
        **scripts.TEXTS,
        **data,
    }


def test_script_belongs_to_the_organisation_unless_the_link_names_a_journal(personas: Personas, client: Client) -> None:
    assert client.post(reverse(URL), form(personas)).status_code == 302
    assert Script.objects.get().journal == house_journal()
    version = ScriptVersion.objects.get()
    assert version.what_to_say == scripts.TEXTS["what_to_say"]
    assert version.author_id == personas.supervisor.person_id


def test_the_journal_of_the_link_is_carried_by_the_form(personas: Personas, client: Client) -> None:
    journal = open_journal(title="Storm Berta")
    page = client.get(reverse(URL), {"journal": journal.pk})
    assert "Storm Berta" in page.content.decode()
    assert f'name="journal" value="{journal.pk}"' in page.content.decode()
    assert client.post(reverse(URL), form(personas, journal=journal.pk)).status_code == 302
    assert [line.verb for line in lines(journal.pk)] == ["scripts.written"]
    assert lines(house_journal().pk) == []


@pytest.mark.parametrize("forged", ["999999", "0", "-1", "x", "1e3", "99999999999999999999", "²"])
def test_a_journal_that_does_not_exist_is_missing(personas: Personas, client: Client, forged: str) -> None:
    assert client.get(reverse(URL), {"journal": forged}).status_code == 404
    assert client.post(reverse(URL), form(personas, journal=forged)).status_code == 404
    assert not Script.objects.exists()


def test_a_person_who_may_not_write_cannot_by_naming_a_journal(personas: Personas, sign_in: SignIn) -> None:
    journal = open_journal(title="Storm")
    for user in (personas.agent, personas.approver, personas.ops):
        assert sign_in(user).post(reverse(URL), form(personas, journal=journal.pk)).status_code == 403
    assert lines(journal.pk) == []


@pytest.mark.parametrize(
    "data", [{"title": ""}, {"situation": ""}, {"owner": "0"}, {"title": "x" * 201}, {"tone": "x" * 4001}, {"tone": "a\x00b"}]
)
def test_form_with_errors_saves_nothing_and_keeps_the_text(personas: Personas, client: Client, data: dict[str, str]) -> None:
    answer = client.post(reverse(URL), form(personas, **data))
    assert answer.status_code == 422
    assert scripts.TEXTS["what_not_to_say"] in answer.content.decode()
    assert not Script.objects.exists()


def test_owner_without_permission_is_refused(personas: Personas, client: Client) -> None:
    assert client.post(reverse(URL), form(personas, owner=f"#{personas.agent.person_id}")).status_code == 422


def test_draft_saved_in_another_window_keeps_the_typed_text(personas: Personas, client: Client) -> None:
    version = scripts.draft(personas.supervisor)
    actions.edit_draft(actor=personas.other_supervisor, version=version, revision=1, tone="Theirs.")
    answer = client.post(reverse("scripts_library:edit", args=[version.pk]), {**scripts.TEXTS, "tone": "Mine.", "revision": 1})
    assert answer.status_code == 422
    assert "Mine." in answer.content.decode()
    assert "saved this draft after you opened it" in answer.content.decode()
    version.refresh_from_db()
    assert version.tone == "Theirs."


def test_a_draft_is_edited_and_submitted(personas: Personas, client: Client) -> None:
    version = scripts.draft(personas.supervisor)
    url = reverse("scripts_library:edit", args=[version.pk])
    assert client.post(url, {**scripts.TEXTS, "tone": "Calmly.", "revision": 1}).status_code == 302
    assert client.post(reverse("scripts_library:submit", args=[version.pk])).status_code == 302
    version.refresh_from_db()
    assert (version.tone, version.state) == ("Calmly.", "in_review")
    assert client.post(url, {**scripts.TEXTS, "revision": 2}).status_code == 422


def test_publish_page_shows_the_audience_and_the_end_follows_the_zone(personas: Personas, client: Client) -> None:
    version = scripts.approved(personas.supervisor, personas.approver)
    url = reverse("scripts_library:publish", args=[version.pk])
    assert "2 agents are asked to read it" in client.get(url).content.decode()
    last = clock.today(ZoneInfo("Europe/Berlin")) + timedelta(days=10)
    assert client.post(url, {"last_on": last.isoformat()}).status_code == 302
    version.refresh_from_db()
    midnight = datetime.combine(last + timedelta(days=1), datetime.min.time(), tzinfo=ZoneInfo("Europe/Berlin"))
    assert version.ends_at == midnight
    assert client.post(url, {"last_on": last.isoformat()}).status_code == 409


@pytest.mark.parametrize("days", [-1, 365 * 12])
def test_last_day_is_within_the_next_ten_years(personas: Personas, client: Client, days: int) -> None:
    version = scripts.approved(personas.supervisor, personas.approver)
    last = clock.today(ZoneInfo("Europe/Berlin")) + timedelta(days=days)
    url = reverse("scripts_library:publish", args=[version.pk])
    assert client.post(url, {"last_on": last.isoformat()}).status_code == 422


def test_today_is_a_valid_last_day(personas: Personas, client: Client) -> None:
    version = scripts.approved(personas.supervisor, personas.approver)
    today = clock.today(ZoneInfo("Europe/Berlin")).isoformat()
    assert client.post(reverse("scripts_library:publish", args=[version.pk]), {"last_on": today}).status_code == 302


def test_withdrawal_page_shows_the_audience_and_needs_a_reason(personas: Personas, client: Client) -> None:
    version = scripts.published(personas.supervisor, personas.approver)
    actions.acknowledge(actor=personas.agent, version=version)
    url = reverse("scripts_library:withdraw", args=[version.pk])
    assert "1 person who read it will be asked to confirm." in client.get(url).content.decode()
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Wrong date."}).status_code == 302
    version.refresh_from_db()
    assert version.withdrawal_reason == "Wrong date."
    assert "Only a published version" in client.get(url).content.decode()


def test_new_version_is_created_from_a_published_one(personas: Personas, client: Client) -> None:
    version = scripts.published(personas.supervisor, personas.approver)
    url = reverse("scripts_library:revise", args=[version.pk])
    answer = client.post(url)
    draft = ScriptVersion.objects.get(number=2)
    assert answer.headers["Location"] == reverse("scripts_library:edit", args=[draft.pk])
    assert client.post(url).status_code == 409


def test_get_changes_nothing(personas: Personas, client: Client) -> None:
    version = scripts.draft(personas.supervisor)
    for route in ("submit", "revise", "acknowledge", "acknowledge_withdrawal"):
        assert client.get(reverse(f"scripts_library:{route}", args=[version.pk])).status_code == 405
