"""Creating and deactivating accounts, which takes effect at once."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people import actions
from people.models import Role, User
from tests.factories.people import PASSWORD, Personas, PersonFactory, organisation, user_with
from tests.mailbox import delivered, link_in
from tests.threads import Meeting, at_once

HOME, LOGIN = "desk:home", "account_login"


def is_in(client: Client) -> bool:
    return client.get(reverse(HOME)).status_code == 200


def sign_in_by_page(email: str, password: str) -> Client:
    client = Client()
    client.post(reverse(LOGIN), {"login": email, "password": password})
    return client


def test_new_user_chooses_a_password_and_signs_in(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    person = PersonFactory.create(display_name="Nina New")
    administrator = sign_in(personas.administrator)
    administrator.post(reverse("people:give-sign-in", args=[person.pk]), {"email": "nina@example.org"})
    (message,) = delivered()
    assert message.to == ["nina@example.org"]
    nina = Client()
    form = nina.get(link_in(message).removeprefix("http://testserver"), follow=True)
    nina.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert is_in(sign_in_by_page("nina@example.org", PASSWORD))
    person.refresh_from_db()
    assert person.email == "nina@example.org"


def test_sessions_of_a_deactivated_account_end(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(personas.agent)
    assert is_in(client)
    actions.end_sign_in(actor=personas.administrator, person=personas.agent.person)
    assert not is_in(client)
    answer = client.get(reverse(HOME))
    assert answer["Location"].startswith(reverse(LOGIN))


def test_old_sessions_stay_closed_after_reactivation(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    personas.agent.set_password(PASSWORD)
    personas.agent.save(update_fields=["password"])
    client = sign_in(personas.agent)
    actions.end_sign_in(actor=personas.administrator, person=personas.agent.person)
    user = actions.give_sign_in(actor=personas.administrator, person=personas.agent.person, email="ana@example.org")
    assert user.pk == personas.agent.pk
    assert not is_in(client)
    assert not is_in(sign_in_by_page("ana@example.org", PASSWORD)), "the old password is gone, too"


def test_person_without_an_account_cannot_sign_in_or_reset_a_password(personas: Personas) -> None:
    personas.agent.set_password(PASSWORD)
    personas.agent.save(update_fields=["password"])
    assert is_in(sign_in_by_page(personas.agent.email, PASSWORD))
    actions.end_sign_in(actor=personas.administrator, person=personas.agent.person)
    assert not is_in(sign_in_by_page(personas.agent.email, PASSWORD))
    Client().post(reverse("account_reset_password"), {"email": personas.agent.email})
    (message,) = delivered()
    assert "/key/" not in str(message.body)


def test_new_address_replaces_the_old_one(personas: Personas) -> None:
    personas.agent.set_password(PASSWORD)
    personas.agent.save(update_fields=["password"])
    old = personas.agent.email
    assert is_in(sign_in_by_page(old, PASSWORD))
    actions.change_person(actor=personas.administrator, person=personas.agent.person, email="ana.new@example.org")
    assert is_in(sign_in_by_page("ana.new@example.org", PASSWORD))
    assert not is_in(sign_in_by_page(old, PASSWORD))


def test_second_account_is_refused(personas: Personas) -> None:
    with pytest.raises(actions.AlreadyHasSignIn, match="already has an account"):
        actions.give_sign_in(actor=personas.administrator, person=personas.agent.person, email="ana@example.org")
    PersonFactory.create(email="x@example.org")
    for email in ("ANA.agent@example.org", "x@example.org"):
        with pytest.raises(actions.AlreadyHasSignIn, match="Someone else uses"):
            actions.give_sign_in(actor=personas.administrator, person=PersonFactory.create(), email=email)
    left = PersonFactory.create(left_on=date(2026, 3, 1))
    with pytest.raises(actions.AlreadyHasSignIn, match="has left"):
        actions.give_sign_in(actor=personas.administrator, person=left, email="left@example.org")


def test_last_administrator_cannot_be_removed(personas: Personas) -> None:
    last = personas.administrator
    with pytest.raises(actions.LastAdministrator):
        actions.set_roles(actor=last, person=last.person, roles=[Role.AGENT])
    with pytest.raises(actions.LastAdministrator):
        actions.end_sign_in(actor=last, person=last.person)
    with pytest.raises(actions.LastAdministrator):
        actions.record_leaving(actor=last, person=last.person, left_on=date(2026, 3, 1))
    another = user_with(Role.ADMINISTRATOR, name="Berta Boss")
    actions.end_sign_in(actor=last, person=another.person)
    with pytest.raises(actions.LastAdministrator, match="only administrator who can sign in"):
        actions.set_roles(actor=last, person=last.person, roles=[])
    actions.give_sign_in(actor=last, person=another.person, email="berta@example.org")
    actions.set_roles(actor=last, person=last.person, roles=[])


def test_deactivated_account_keeps_no_password(personas: Personas) -> None:
    actions.end_sign_in(actor=personas.administrator, person=personas.agent.person)
    assert not User.objects.get(pk=personas.agent.pk).has_usable_password()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_deactivate_each_other_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    organisation()
    both = [user_with(Role.ADMINISTRATOR, name=name) for name in ("Abe Admin", "Berta Boss")]
    meeting, save = Meeting(), User.save

    def save_after_both_have_checked(self: User, **fields: Any) -> None:
        meeting.wait()
        save(self, **fields)

    monkeypatch.setattr(User, "save", save_after_both_have_checked)
    raised = at_once(*(partial(actions.end_sign_in, actor=one, person=other.person) for one, other in (both, both[::-1])))
    assert sorted(type(error).__name__ for error in raised) == ["LastAdministrator", "NoneType"]
    assert User.objects.filter(is_active=True).count() == 1
