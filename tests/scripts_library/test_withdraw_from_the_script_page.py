"""The script page offers withdrawal to permitted users while a version is published."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from scripts_library import actions
from tests.factories import scripts_library as make
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


@pytest.mark.parametrize(
    ("name", "may"), [("supervisor", True), ("approver", True), ("trainer", True), ("agent", False), ("reviewer", False)]
)
def test_script_page_offers_withdrawal_to_permitted_users(personas: Personas, sign_in: SignIn, name: str, may: bool) -> None:
    version = make.published(personas.supervisor, personas.approver)
    client, page = sign_in(getattr(personas, name)), reverse("scripts_library:script", args=[version.script_id])
    withdrawal = reverse("scripts_library:withdraw", args=[version.pk])
    assert (f'href="{withdrawal}"' in client.get(page).content.decode()) == may
    assert client.get(withdrawal).status_code == (200 if may else 404)
    actions.withdraw(actor=personas.supervisor, version=version, reason="The date was wrong.")
    assert f'href="{withdrawal}"' not in client.get(page).content.decode()


def test_script_without_a_published_version_offers_no_withdrawal(personas: Personas, sign_in: SignIn) -> None:
    version = make.approved(personas.supervisor, personas.approver)
    page = sign_in(personas.supervisor).get(reverse("scripts_library:script", args=[version.script_id])).content.decode()
    assert "Withdraw script" not in page
