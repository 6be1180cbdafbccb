"""Forms that lose the connection to the database, as while PostgreSQL restarts, are repeated for the person who sent them."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from psycopg import errors

from core import lost_connections
from core.lost_connections import is_lost
from core.sent_forms import PLAIN_FORM
from crisis import actions
from crisis.models import Invitation, TeamMember
from crisis.queries.invitations import terms_of
from journal.actions import record
from tests.factories import crisis as crises
from tests.factories.people import Personas, personas

pytestmark = pytest.mark.django_db(transaction=True)

RECORD = "crisis.actions.invitation_answers.record"


def end_own_connection() -> None:
    """End this thread's connection from the server's side, as a shutdown of PostgreSQL does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


class Breaking:
    """A function that loses the connection the first times it is called."""

    def __init__(self, real: Callable[..., Any], times: int) -> None:
        self.real, self.times, self.calls = real, times, 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        if self.calls <= self.times:
            end_own_connection()
        return self.real(*args, **kwargs)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[None]:
    monkeypatch.setattr(lost_connections, "PAUSES", (0.0,) * len(lost_connections.PAUSES))
    yield
    # Django's test client keeps a lost connection, which web processes close after a request.
    connection.close()


def invited() -> tuple[Personas, Invitation]:
    people = personas()
    crisis = crises.active(people, [people.agent.person_id])
    return people, crises.invited(crisis, people)[0]


def accept(
    people: Personas, invitation: Invitation, content_type: str = PLAIN_FORM, key: str = "a" * 32, **headers: str
) -> int:
    client = Client(raise_request_exception=False, headers=headers)
    client.force_login(people.agent, backend="allauth.account.auth_backends.AuthenticationBackend")
    ticked = {"terms_version": 1, "solution": "on", "training": "on", "timing": "on", "one_time_key": key}
    url = reverse("crisis:invitation", args=[invitation.pk])
    if content_type != PLAIN_FORM:
        return client.post(url, ticked).status_code
    return client.post(url, urlencode(ticked), content_type=PLAIN_FORM).status_code


@pytest.mark.parametrize("times", [1, 3])
def test_form_is_repeated_until_it_is_done_once(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    people, invitation = invited()
    breaking = Breaking(record, times)
    monkeypatch.setattr(RECORD, breaking)
    assert accept(people, invitation) == 302
    assert breaking.calls == times + 1
    assert TeamMember.objects.filter(person=people.agent.person_id, left_at=None).count() == 1


def test_form_fails_if_the_database_stays_away(monkeypatch: pytest.MonkeyPatch) -> None:
    people, invitation = invited()
    breaking = Breaking(record, 1000)
    monkeypatch.setattr(RECORD, breaking)
    assert accept(people, invitation) == 500
    assert breaking.calls == len(lost_connections.PAUSES) + 1
    connection.close()
    assert not TeamMember.objects.exists()


def test_form_that_was_done_before_the_connection_was_lost_is_not_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key, the action commits before the view ends. The repetition finds it done."""
    people, invitation = invited()
    calls = []

    def accept_and_lose(**given: Any) -> TeamMember:
        member = actions.accept(**given)
        calls.append(member)
        if len(calls) == 1:
            end_own_connection()
        return member

    doubled = SimpleNamespace(accept=accept_and_lose, Confirmations=actions.Confirmations)
    monkeypatch.setattr("crisis.views.invitations.actions", doubled)
    assert accept(people, invitation, key="") == 409
    assert len(calls) == 1
    assert TeamMember.objects.filter(person=people.agent.person_id, left_at=None).count() == 1


@pytest.mark.parametrize("sent", [{"content_type": "multipart/form-data"}, {"HX-Request": "true"}], ids=["upload", "htmx"])
def test_uploads_and_requests_of_htmx_are_not_repeated(monkeypatch: pytest.MonkeyPatch, sent: dict[str, str]) -> None:
    people, invitation = invited()
    breaking = Breaking(record, 1)
    monkeypatch.setattr(RECORD, breaking)
    assert accept(people, invitation, **sent) == 500
    assert breaking.calls == 1


def test_pages_are_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    people, invitation = invited()
    breaking = Breaking(terms_of, 1)
    monkeypatch.setattr("crisis.views.invitations.terms_of", breaking)
    Invitation.objects.update(terms=None)
    client = Client(raise_request_exception=False)
    client.force_login(people.agent, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("crisis:invitation", args=[invitation.pk])).status_code == 500
    assert breaking.calls == 1


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (errors.AdminShutdown(), True),
        (errors.CannotConnectNow(), True),
        (errors.ConnectionFailure(), True),
        (psycopg.OperationalError("connection refused"), True),
        (errors.LockNotAvailable(), False),
        (errors.QueryCanceled(), False),
        (errors.DiskFull(), False),
        (ValueError(), False),
    ],
)
def test_only_lost_connections_are_recognised(cause: Exception, *, expected: bool) -> None:
    error = OperationalError()
    error.__cause__ = cause
    assert is_lost(error) == expected
    assert is_lost(InterfaceError())
    assert not is_lost(None)
