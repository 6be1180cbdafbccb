"""Command that creates the first administrator of an installation."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from people.models import Role, User

PASSWORD = "a harbour full of ships"


def make(monkeypatch: pytest.MonkeyPatch, email: str, password: str = PASSWORD) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("createadministrator", email, "--name", "Ada First", "--password-stdin")


@pytest.mark.django_db
def test_first_administrator_can_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    make(monkeypatch, "ada@example.org")
    user = User.objects.get(email="ada@example.org")
    assert user.has_role(Role.ADMINISTRATOR)
    response = Client().post("/accounts/login/", {"login": "ada@example.org", "password": PASSWORD})
    assert response.status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [("not an address", PASSWORD, "valid email"), ("ada@example.org", "short", "too short")],
)
def test_command_explains_invalid_input(monkeypatch: pytest.MonkeyPatch, email: str, password: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        make(monkeypatch, email, password)
    assert not User.objects.exists()


@pytest.mark.django_db
def test_used_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    make(monkeypatch, "ada@example.org")
    with pytest.raises(CommandError, match="already an account"):
        make(monkeypatch, "ADA@example.org")
