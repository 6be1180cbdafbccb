"""Scripts of a closed case: nothing can be started or changed, but live versions can be withdrawn."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from journal.actions import JournalClosed, close_journal, open_journal
from journal.queries import lines
from people.models import User
from scripts_library import actions, queries
from scripts_library.models import Script, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

if TYPE_CHECKING:
    from journal.models import Journal

SignIn = Callable[[User], Client]
Make = Callable[[Personas, "Journal"], ScriptVersion]
Act = Callable[[Personas, ScriptVersion], object]


@pytest.fixture
def storm(db: None) -> "Journal":
    return open_journal(title="Storm")


def draft(personas: Personas, journal: "Journal") -> ScriptVersion:
    return scripts.draft(personas.supervisor, journal=journal)


def in_review(personas: Personas, journal: "Journal") -> ScriptVersion:
    return scripts.in_review(personas.supervisor, journal=journal)


def approved(personas: Personas, journal: "Journal") -> ScriptVersion:
    return scripts.approved(personas.supervisor, personas.approver, journal=journal)


def published(personas: Personas, journal: "Journal") -> ScriptVersion:
    return scripts.published(personas.supervisor, personas.approver, journal=journal)


NOT_ANY_MORE: dict[str, tuple[Make, Act]] = {
    "edit": (
        draft,
        lambda personas, version: actions.edit_draft(actor=personas.supervisor, version=version, revision=1, tone="Calmly."),
    ),
    "submit": (draft, lambda personas, version: actions.submit_for_review(actor=personas.supervisor, version=version)),
    "approve": (
        in_review,
        lambda personas, version: actions.approve(actor=personas.approver, version=version, checks=scripts.ALL_MET),
    ),
    "send back": (
        in_review,
        lambda personas, version: actions.send_back(actor=personas.approver, version=version, reason="No."),
    ),
    "publish": (
        approved,
        lambda personas, version: actions.publish(
            actor=personas.supervisor, version=version, ends_at=clock.now() + timedelta(days=3)
        ),
    ),
    "revise": (published, lambda personas, version: actions.revise(actor=personas.supervisor, version=version)),
}


@pytest.mark.parametrize("name", NOT_ANY_MORE)
def test_script_of_a_closed_case_cannot_be_edited(name: str, personas: Personas, storm: "Journal") -> None:
    make, act = NOT_ANY_MORE[name]
    version = make(personas, storm)
    close_journal(storm)
    before = ScriptVersion.objects.values().get(), lines(storm.pk)
    with pytest.raises(JournalClosed, match="“Storm” is closed"):
        act(personas, version)
    assert (ScriptVersion.objects.values().get(), lines(storm.pk)) == before


def test_no_script_can_be_written_for_a_closed_journal(personas: Personas, storm: "Journal", sign_in: SignIn) -> None:
    close_journal(storm)
    client, address = sign_in(personas.supervisor), reverse("scripts_library:write")
    form = {"title": "Ferry cancelled", "owner": personas.supervisor.person.display_name, **scripts.TEXTS, "journal": storm.pk}
    assert client.get(address, {"journal": storm.pk}).status_code == 409
    answer = client.post(address, form)
    assert answer.status_code == 409
    assert "start it again for everyday work" in answer.content.decode()
    with pytest.raises(JournalClosed):
        scripts.draft(personas.supervisor, journal=storm)
    assert not Script.objects.exists()
    assert lines(storm.pk) == []


def test_live_script_of_a_closed_case_is_read_and_withdrawn(personas: Personas, storm: "Journal") -> None:
    version = published(personas, storm)
    close_journal(storm)
    actions.acknowledge(actor=personas.agent, version=version)
    actions.withdraw(actor=personas.approver, version=version, reason="The date was wrong.")
    actions.acknowledge_withdrawal(actor=personas.agent, version=version)
    assert [line.verb for line in lines(storm.pk)][-3:] == [
        "scripts.acknowledged",
        "scripts.withdrawn",
        "scripts.withdrawal_acknowledged",
    ]


def test_live_script_of_a_closed_case_expires(personas: Personas, storm: "Journal") -> None:
    version = published(personas, storm)
    close_journal(storm)
    with clock.travel(clock.now() + timedelta(days=31)):
        assert actions.expire_ended() == 1
    version.refresh_from_db()
    assert version.state == "expired"


@pytest.mark.parametrize(
    ("make", "gone"),
    [
        (draft, ["scripts_library:edit", "scripts_library:submit"]),
        (in_review, ["scripts_library:review"]),
        (approved, ["scripts_library:publish"]),
        (published, ["scripts_library:revise"]),
    ],
)
def test_page_offers_possible_steps_only(
    make: Make, gone: list[str], personas: Personas, storm: "Journal", sign_in: SignIn
) -> None:
    version = make(personas, storm)
    address = reverse("scripts_library:version", args=[version.pk])
    clients = [sign_in(personas.supervisor), sign_in(personas.approver)]
    ways = [reverse(name, args=[version.pk]) for name in gone]
    offered = "".join(client.get(address).content.decode() for client in clients)
    assert all(way in offered for way in ways)
    close_journal(storm)
    pages = [client.get(address).content.decode() for client in clients]
    assert not any(way in page for way in ways for page in pages)
    assert all("which has ended" in page for page in pages)


@pytest.mark.parametrize(("make", "name"), [(draft, "edit"), (in_review, "review"), (approved, "publish")])
def test_forms_of_a_closed_case_are_refused_before_typing(
    make: Make, name: str, personas: Personas, storm: "Journal", sign_in: SignIn
) -> None:
    address = reverse(f"scripts_library:{name}", args=[make(personas, storm).pk])
    client = sign_in(personas.approver if name == "review" else personas.supervisor)
    assert client.get(address).status_code == 200
    close_journal(storm)
    assert client.get(address).status_code == 409


@pytest.mark.parametrize(("make", "shelf"), [(draft, "draft"), (in_review, "in_review"), (approved, "approved")])
def test_drafts_of_a_closed_case_are_on_no_shelf(make: Make, shelf: str, personas: Personas, storm: "Journal") -> None:
    make(personas, storm)
    assert (queries.search(personas.approver, shelf=shelf).count(), queries.shelf_counts()[shelf]) == (1, 1)
    close_journal(storm)
    assert (queries.search(personas.approver, shelf=shelf).count(), queries.shelf_counts()[shelf]) == (0, 0)


def test_released_scripts_of_a_closed_case_stay_listed(personas: Personas, storm: "Journal") -> None:
    version = published(personas, storm)
    close_journal(storm)
    assert queries.search(personas.agent).count() == queries.shelf_counts()["live"] == 1
    actions.withdraw(actor=personas.supervisor, version=version, reason="Wrong.")
    assert queries.search(personas.approver, shelf="ended").count() == queries.shelf_counts()["ended"] == 1
