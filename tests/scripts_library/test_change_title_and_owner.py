"""Changes of a script's title and owner leave its texts alone and stay readable in its history."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from journal.actions import JournalClosed, close_journal, open_journal
from journal.queries import lines
from people.models import Person, User
from scripts_library import actions, queries
from scripts_library.actions.drafts import OwnerNotPossible
from scripts_library.models import Script, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


@pytest.fixture
def script(personas: Personas) -> Script:
    """A live script of a case, owned by Sofia Supervisor."""
    journal = open_journal(title="Storm")
    return scripts.published(personas.supervisor, personas.approver, journal=journal).script


def changed(script: Script, actor: User, **fields: Any) -> Script:
    about = {"title": script.title, "owner_id": script.owner_id, "read": (script.title, script.owner_id), **fields}
    return actions.change_script(actor=actor, script=script, **about)


def posted(script: Script, **fields: Any) -> dict[str, Any]:
    """The form as it was opened, with other values in some fields."""
    about = {"title": script.title, "owner": f"#{script.owner_id}"}
    return {**about, "title_read": script.title, "owner_read": script.owner_id, **fields}


def test_both_are_changed_journalled_and_shown_in_the_history(script: Script, personas: Personas, sign_in: SignIn) -> None:
    before = ScriptVersion.objects.values().get()
    client, address = sign_in(personas.supervisor), reverse("scripts_library:change", args=[script.pk])
    page = reverse("scripts_library:script", args=[script.pk])
    assert address in client.get(page).content.decode()
    answer = client.post(address, posted(script, title="No ferry", owner="Tina Trainer"))
    assert (answer.status_code, answer["Location"]) == (302, page)
    script.refresh_from_db()
    assert (script.title, script.owner) == ("No ferry", personas.trainer.person)
    assert ScriptVersion.objects.values().get() == before, "the words are those that were approved"
    renamed, handed_on = lines(script.journal_id)[-2:]
    assert (renamed.verb, renamed.subject_type, renamed.subject_id) == ("scripts.renamed", "scripts_library.Script", script.pk)
    assert renamed.texts == {"before": "Ferry cancelled", "title": "No ferry"}
    assert handed_on.verb == "scripts.owner_changed"
    assert handed_on.data == {"owner": personas.trainer.person_id, "owner_before": personas.supervisor.person_id}
    history = client.get(page).content.decode()
    assert "Sofia Supervisor renamed the script from “Ferry cancelled” to “No ferry”." in history
    assert "Sofia Supervisor changed the owner from Sofia Supervisor to Tina Trainer." in history
    assert "Title and owner history" not in sign_in(personas.agent).get(page).content.decode()


def test_the_history_starts_with_the_latest_change(script: Script, personas: Personas) -> None:
    for title in ("Second", "Third"):
        script = changed(script, personas.other_supervisor, title=title)
    assert [(change.before, change.after, change.by) for change in queries.changes_of(script)] == [
        ("Second", "Third", "Omar Othersupervisor"),
        ("Ferry cancelled", "Second", "Omar Othersupervisor"),
    ]


def test_unchanged_values_are_not_recorded(script: Script, personas: Personas) -> None:
    before = lines(script.journal_id)
    changed(script, personas.supervisor)
    assert lines(script.journal_id) == before


def test_two_simultaneous_changes_do_not_undo_each_other(script: Script, personas: Personas, sign_in: SignIn) -> None:
    form, address = posted(script, owner="Tina Trainer"), reverse("scripts_library:change", args=[script.pk])
    changed(script, personas.other_supervisor, title="No ferry")
    answer = sign_in(personas.supervisor).post(address, form)
    assert answer.status_code == 409
    assert "Someone else has just changed the title or the owner." in answer.content.decode()
    script.refresh_from_db()
    assert (script.title, script.owner) == ("No ferry", personas.supervisor.person)


def test_users_who_cannot_write_cannot_rename(script: Script, personas: Personas, sign_in: SignIn) -> None:
    for user in (personas.approver, personas.trainer, personas.agent, personas.ops):
        with pytest.raises(PermissionDenied):
            changed(script, user, title="Mine")
    page = sign_in(personas.approver).get(reverse("scripts_library:script", args=[script.pk])).content.decode()
    assert reverse("scripts_library:change", args=[script.pk]) not in page


def test_an_owner_works_with_scripts(script: Script, personas: Personas, sign_in: SignIn) -> None:
    with pytest.raises(OwnerNotPossible):
        changed(script, personas.supervisor, owner_id=personas.agent.person_id)
    form = posted(script, title="No ferry", owner=f"#{personas.agent.person_id}")
    answer = sign_in(personas.supervisor).post(reverse("scripts_library:change", args=[script.pk]), form)
    assert answer.status_code == 422
    script.refresh_from_db()
    assert (script.title, script.owner) == ("Ferry cancelled", personas.supervisor.person)


def test_an_owner_who_has_left_stays_until_another_is_chosen(script: Script, personas: Personas, sign_in: SignIn) -> None:
    script = changed(script, personas.supervisor, owner_id=personas.trainer.person_id)
    Person.objects.filter(pk=personas.trainer.person_id).update(left_on="2026-01-01")
    client, address = sign_in(personas.supervisor), reverse("scripts_library:change", args=[script.pk])
    assert f'value="{personas.trainer.person.display_name}"' in client.get(address).content.decode()
    assert client.post(address, posted(script, title="No ferry")).status_code == 302
    script.refresh_from_db()
    assert (script.title, script.owner) == ("No ferry", personas.trainer.person)


def test_open_script_page_shows_the_new_owner(script: Script, personas: Personas, sign_in: SignIn) -> None:
    client, page = sign_in(personas.agent), reverse("scripts_library:script", args=[script.pk])
    seen = client.get(page).context["stamp"]
    changed(script, personas.supervisor, owner_id=personas.trainer.person_id)
    answer = client.get(page, {"seen": seen}, headers={"HX-Request": "true"})
    assert "Owner: Tina Trainer" in answer.content.decode()


def test_script_of_a_closed_case_cannot_be_changed(script: Script, personas: Personas, sign_in: SignIn) -> None:
    close_journal(script.journal)
    with pytest.raises(JournalClosed):
        changed(script, personas.supervisor, title="No ferry")
    client, address = sign_in(personas.supervisor), reverse("scripts_library:change", args=[script.pk])
    assert client.get(address).status_code == 409
    assert address not in client.get(reverse("scripts_library:script", args=[script.pk])).content.decode()
