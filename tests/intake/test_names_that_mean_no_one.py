"""Names in the agent column that mean no one: no person is added, and the contacts are unassigned."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from feedback.models import Interaction
from intake.forms.people import key_of
from intake.models import Import
from intake.reading.nobody import agent_of
from intake.reading.profiles import Field, Profile
from intake.reading.sent_records import read_records
from people.models import Person, SourceIdentity, User
from tests.factories import feedback
from tests.factories.people import Personas, organisation
from tests.intake.dirty import PLAIN, parsed, understood

SignIn = Callable[[User], Client]


@pytest.mark.parametrize(
    "name",
    [
        "Unassigned", "UNASSIGNED", "(unassigned)", "No assigned agent", "Deleted User", "[deleted user]", "Deleted user 4711",
        "Former agent #12", "Bot", "System", "Automation", "N/A", "unknown", "nobody", "No one", "Former employee", "-",
        "Nicht zugewiesen", "Gelöschter Benutzer", "Ehemaliger Mitarbeiter", "Non assigné", "Utilisateur supprimé",
        "Sin asignar", "Usuario eliminado", "Non assegnato", "Sem atribuição", "Niet toegewezen", "Nieprzypisany",
        "Ej tilldelad", "Ikke tildelt", "Ei käsittelijää", "Nepřiřazeno", "Neatribuit", "Κανένας", "Nincs hozzárendelve", "",
        "Answer Bot (bot@example.org)", "Unassigned ()",
    ],
)  # fmt: skip
def test_usual_names_mean_no_one(name: str) -> None:
    assert agent_of(name) == ""


@pytest.mark.parametrize(
    "name", ["Nia Berg", "Ann Bot", "Systema Ltd", "Unassigned Ann", "4711", "Noone Patel", "Ana Nadie", "Agent 7"]
)
def test_names_of_people_are_kept(name: str) -> None:
    assert agent_of(name) == name


def test_address_beside_a_missing_name_is_the_agent() -> None:
    assert agent_of("Unknown (nia@example.org)") == agent_of("Deleted User <nia@example.org>") == "nia@example.org"


def test_profile_adds_names_of_its_own() -> None:
    content = b"id\tagent\tdate\n1\tTeam Inbox\t2026-01-02\n2\tNia\t2026-01-02\n3\tBot\t2026-01-02\n"
    profile = Profile.from_json({**PLAIN.as_json(), "nobody": ["team  inbox!"]})
    columns = {column: title for column, title in profile.columns.items() if column != Field.RATING}
    found = parsed(understood(content, Profile.from_json({**profile.as_json(), "columns": columns})))
    assert [row.agent for row in found] == ["", "Nia", ""]


def test_records_from_other_systems_are_treated_alike() -> None:
    record = {"external_id": "1", "agent": "Deleted User", "started_at": "2026-01-05T10:00:00Z"}
    (row,) = parsed(list(read_records([record], known={})))
    assert row.agent == ""


@pytest.mark.django_db
def test_no_person_is_added_for_them() -> None:
    organisation()
    names = ("Deleted User", "Unassigned", "Bot", "Nia")
    rows = "".join(f"{number},2026-01-05 10:00,{name},5\n" for number, name in enumerate(names))
    done = feedback.imported(f"id,date,agent,rating\n{rows}".encode(), profile_name="generic")
    assert (done.counts["unassigned"], done.counts["new_people"]) == (3, 1)
    assert list(Person.objects.values_list("display_name", flat=True)) == ["Nia"]
    assert Interaction.objects.filter(person=None).count() == 3


@pytest.fixture
def waiting(personas: Personas) -> Import:
    return _imported("Shared inbox", "Nia")


def _imported(*names: str) -> Import:
    rows = "".join(f"{name}-{number},2026-01-05 10:00,{name},5\n" for number, name in enumerate(names))
    return feedback.imported(
        f"id,date,agent,rating\n{rows}".encode(), profile_name="generic", goes_on=False, creates_people=False
    )


def _answer(client: Client, imported: Import, **choices: str) -> Import:
    url = reverse("intake:import_people", args=[imported.pk])
    client.post(url, {f"who_{key_of(name.replace('_', ' '))}": choice for name, choice in choices.items()})
    imported.refresh_from_db()
    return imported


@pytest.mark.django_db
def test_name_can_be_matched_to_no_one_and_this_is_remembered(personas: Personas, sign_in: SignIn, waiting: Import) -> None:
    ops = sign_in(personas.ops)
    decided = _answer(ops, waiting, Shared_inbox="nobody", Nia="new")
    assert (decided.state, decided.counts["unassigned"], decided.counts["new_people"]) == (Import.State.CHECKED, 1, 1)
    assert set(decided.staged.values_list("agent", flat=True)) == {"", "Nia"}
    assert SourceIdentity.objects.get(label="Shared inbox").person is None
    later = _imported("shared INBOX", "Nia")
    assert (later.state, later.counts["unassigned"]) == (Import.State.CHECKED, 1)
    assert not Person.objects.filter(display_name__icontains="inbox").exists()


@pytest.mark.django_db
def test_decision_can_be_withdrawn(personas: Personas, sign_in: SignIn, waiting: Import) -> None:
    ops = sign_in(personas.ops)
    _answer(ops, waiting, Shared_inbox="nobody", Nia="new")
    names = reverse("intake:set_aside_names")
    assert "Shared inbox" in ops.get(names).content.decode()
    identity = SourceIdentity.objects.get(label="Shared inbox")
    answer = ops.post(reverse("intake:name_reopen", args=[identity.pk]), follow=True)
    assert "asks about “Shared inbox” again" in answer.content.decode()
    assert "No such names yet" in ops.get(names).content.decode()
    assert _imported("Shared inbox").state == Import.State.NEEDS_PEOPLE


@pytest.mark.django_db
def test_name_of_a_person_is_not_reopened(personas: Personas, sign_in: SignIn, waiting: Import) -> None:
    ops = sign_in(personas.ops)
    _answer(ops, waiting, Shared_inbox="nobody", Nia="new")
    identity = SourceIdentity.objects.get(label="Nia")
    assert ops.post(reverse("intake:name_reopen", args=[identity.pk])).status_code == 404
    assert SourceIdentity.objects.filter(pk=identity.pk).exists()
