"""Person fields: full or partial names, and only people whom the field accepts."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse
from django.utils.functional import Promise

from core.forms import StyledForm
from people import person_search
from people.fields import PersonField, persons_in
from people.models import Person, Role, RoleGrant, User
from people.name_matching import MOST_SHOWN
from people.queries.organisation import today
from tests.factories import crisis as crises
from tests.factories.people import Personas, UserFactory

SignIn = Callable[[User], Client]
PEOPLE = {1: "Nia Berg", 2: "Ana van den Berg", 3: "Nia Berg", 4: "Otto Ost"}


def form(typed: str | None = None, *, required: bool = False, initial: int | None = None) -> StyledForm:
    class Choosing(StyledForm):
        who = PersonField(required=required)

    made = Choosing(None if typed is None else {"who": typed}, initial={"who": initial})
    field = made.fields["who"]
    assert isinstance(field, PersonField)
    field.offer(PEOPLE, search="crisis.leaders")
    return made


@pytest.mark.parametrize(
    ("typed", "person_id"),
    [
        ("Otto Ost", 4),
        (" otto ost ", 4),
        ("ost", 4),
        ("an be", 2),
        ("den Berg", 2),
        ("Nia Berg #3", 3),
        ("#2", 2),
        ("nia #3", 3),
        ("", None),
    ],
)
def test_person_is_found_by_name_part_of_name_or_number(typed: str, person_id: int | None) -> None:
    made = form(typed)
    assert made.is_valid(), made.errors
    assert made.cleaned_data == {"who": person_id}


@pytest.mark.parametrize(
    "typed", ["Zoe", "2", "#5", "Nia Berg #4", "Zoe #4", "Nia Berg #4000", "9" * 18, "#", "x" * 161, "Otto\x00Ost", "٤"]
)
def test_people_who_are_not_offered_are_refused(typed: str) -> None:
    assert not form(typed).is_valid()


def test_ambiguous_name_is_refused_with_suggestions() -> None:
    made = form("nia berg")
    assert not made.is_valid()
    assert made.errors["who"] == ["“nia berg” matches several people. Type one of these: Nia Berg #1; Nia Berg #3"]
    assert 'value="nia berg"' in str(made["who"])


def test_disabled_field_keeps_its_person() -> None:
    made = form("Otto Ost", initial=1)
    made.fields["who"].disabled = True
    assert made.is_valid(), made.errors
    assert made.cleaned_data == {"who": 1}


def test_full_name_takes_precedence_over_a_number() -> None:
    assert persons_in({2: "Kim", 6: "Kim #2"}, "Kim #2") == [6]


def test_required_field_refuses_an_empty_value() -> None:
    assert form("", required=True).errors["who"] == ["This field is required."]


def test_field_shows_the_name_of_its_initial_person() -> None:
    assert 'value="Otto Ost"' in str(form(initial=4)["who"])
    assert 'value="Nia Berg #1"' in str(form(initial=1)["who"])
    assert 'list="id_who_found"' in str(form()["who"])
    assert isinstance(form()["who"].field.widget, forms.TextInput)


def test_placeholder_is_in_the_language_of_the_user() -> None:
    """Translated for each request, not once at import."""
    assert isinstance(PersonField().widget.attrs["placeholder"], Promise)


def as_shown(form: BaseForm) -> dict[str, Any]:
    """Values that a browser submits for an unchanged form."""
    shown = {bound.html_name: bound.field.prepare_value(bound.value()) for bound in form}
    return {name: value for name, value in shown.items() if value not in {None, False}}


def left(user: User) -> None:
    user.person.left_on = today()
    user.person.save()


def test_crisis_can_be_saved_after_its_deputy_left(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.draft(personas, deputy_id=personas.other_supervisor.person_id)
    left(personas.other_supervisor)
    client, url = sign_in(personas.supervisor), reverse("crisis:setup", args=[crisis.pk])
    shown = as_shown(client.get(url).context["form"])
    assert shown["deputy_id"] == personas.other_supervisor.person.display_name
    assert client.post(url, {**shown, "title": "Flood"}).status_code == 302
    crisis.refresh_from_db()
    assert (crisis.title, crisis.deputy_id) == ("Flood", personas.other_supervisor.person_id)


def found(client: Client, typed: str, **of: str | int) -> list[str]:
    answer = client.get(reverse("people:find-person"), {**of, "lead_id": typed})
    assert answer.status_code == 200
    return [part.split('"')[0] for part in answer.content.decode().split('value="')[1:]]


def test_search_suggests_only_people_whom_the_field_accepts(personas: Personas, sign_in: SignIn) -> None:
    supervisor = sign_in(personas.supervisor)
    everyone = found(supervisor, "", of="crisis.leaders")
    assert set(everyone) == {user.person.display_name for user in (personas.supervisor, personas.other_supervisor)}
    name = personas.agent.person.display_name
    assert found(supervisor, name, of="crisis.leaders") == []
    assert found(supervisor, name, of="recognition.colleagues") == [name]
    # People can't nominate themselves.
    assert name not in found(sign_in(personas.agent), "", of="recognition.colleagues")


@pytest.mark.parametrize(
    "source",
    [
        "crisis.leaders",
        "crisis.contacts",
        "scripts_library.owners",
        "protocol.owners",
        "protocol.reviewers",
        "crisis.team",
        "feedback.agents",
        "intake.names",
    ],
)
def test_search_hides_people_whom_the_user_may_not_choose(source: str, personas: Personas, sign_in: SignIn) -> None:
    assert found(sign_in(personas.agent), "", of=source, about=1) == []


def test_crisis_leads_get_suggestions_for_their_forms(personas: Personas, sign_in: SignIn) -> None:
    """Even after they have lost the role."""
    protocol = crises.protocol_of(crises.active(personas), personas)
    RoleGrant.objects.filter(person=personas.supervisor.person_id).delete()
    client, name = sign_in(personas.supervisor), personas.other_supervisor.person.display_name
    assert name in found(client, "", of="crisis.leaders", about=protocol.crisis_id)
    assert name in found(client, "", of="crisis.contacts", about=protocol.crisis_id)
    assert name in found(client, "", of="protocol.owners", about=protocol.pk)
    assert found(client, "", of="crisis.leaders") == []
    # Other supervisors can't write in this crisis.
    assert found(sign_in(personas.other_supervisor), "", of="protocol.owners", about=protocol.pk) == []


def test_importers_find_everyone_on_record_by_name_and_address(personas: Personas, sign_in: SignIn) -> None:
    """Names of files may be those of people who have left."""
    person = personas.agent.person
    left(personas.agent)
    Person.objects.filter(pk=person.pk).update(email="quite.different@example.org")
    ops = sign_in(personas.ops)
    assert found(ops, "quite.diff", of="intake.names") == [f"{person.display_name} #{person.pk}"]
    assert found(ops, person.display_name, of="intake.names") == [f"{person.display_name} #{person.pk}"]
    assert found(ops, " ", of="intake.names") == []
    assert found(sign_in(personas.supervisor), "quite.diff", of="intake.names") == []


def test_search_refuses_unknown_sources(personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.supervisor), reverse("people:find-person")
    assert client.get(url).status_code == 404
    assert client.get(url, {"of": "people"}).status_code == 404
    assert client.get(url, {"of": "crisis.team", "about": "x"}).status_code == 404
    assert client.get(url, {"of": "crisis.team", "about": "9" * 30}).status_code == 404
    assert client.get(url, {"of": "crisis.leaders", "lead_id": "a\x00b"}).status_code == 200


def test_comparisons_of_names_do_not_grow_with_suggestions(
    personas: Personas, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded = 0

    class Name(str):
        __slots__ = ()

        def casefold(self) -> str:
            nonlocal folded
            folded += 1
            return super().casefold()

    people = {-number: Name(f"Nia Berg {number}") for number in range(1, 101)}
    monkeypatch.setitem(person_search._SOURCES, "test", lambda _user, _about: people)
    assert len(found(sign_in(personas.supervisor), "Nia", of="test")) == MOST_SHOWN
    assert folded <= 5 * len(people)


def test_suggestions_number_namesakes(personas: Personas, sign_in: SignIn) -> None:
    name = personas.supervisor.person.display_name
    twin = UserFactory.create(person__display_name=name)
    RoleGrant.objects.create(person=twin.person, role=Role.SUPERVISOR)
    ids = [personas.supervisor.person_id, twin.person_id]
    assert found(sign_in(personas.supervisor), name, of="crisis.leaders") == [f"{name} #{pk}" for pk in sorted(ids)]
