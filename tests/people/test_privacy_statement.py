"""The administrator states the legal basis, the contact for questions about data, and the works agreement."""

from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse

from journal.actions import house_journal
from journal.models import Entry
from people.actions import erase_person, record_leaving
from people.models import Organisation, User
from people.verbs import Verb
from tests.constraints import refused_by
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
STATED = {
    "privacy_contact": "dpo@example.org",
    "legal_basis": "Article 6(1)(f)",
    "works_agreement": "Agreement 12",
    "works_agreement_on": "2026-03-01",
}


def entries() -> int:
    return Entry.objects.filter(journal=house_journal(), verb=Verb.PRIVACY_STATED).count()


def test_statement_is_saved_and_journalled_once(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.administrator)
    for _time in range(2):
        client.post(reverse("people:privacy"), STATED)
    saved = Organisation.objects.values(*STATED).get()
    assert saved == {**STATED, "works_agreement_on": date(2026, 3, 1)}
    assert entries() == 1


def test_date_needs_an_agreement(personas: Personas, sign_in: SignIn) -> None:
    answer = sign_in(personas.administrator).post(reverse("people:privacy"), {"works_agreement_on": "2026-03-01"})
    assert answer.status_code == 422
    assert "Enter the title or number of the agreement" in answer.content.decode()
    assert entries() == 0


def test_database_refuses_a_date_without_an_agreement(personas: Personas) -> None:
    Organisation.objects.update(works_agreement="Agreement 12", works_agreement_on=date(2026, 3, 1))
    with refused_by("organisation_dated_agreement_has_a_name"):
        Organisation.objects.update(works_agreement="")


def test_contact_is_erased_with_the_person(personas: Personas) -> None:
    Organisation.objects.update(privacy_contact="Rita Reviewer, phone 12")
    person = personas.reviewer.person
    record_leaving(actor=personas.administrator, person=person, left_on=date(2026, 1, 1))
    erase_person(actor=personas.administrator, person=person)
    assert Organisation.objects.get().privacy_contact == f"Former colleague {person.pk}, phone 12"
