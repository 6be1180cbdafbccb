"""E-mails about invitations that aren't delivered: lead and deputy see it, nobody else does, and closing deletes it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from core import clock, work
from crisis import actions
from crisis.models import Crisis, Invitation
from crisis.queries.open_tasks import needs_in
from crisis.queries.undelivered import undelivered_invitations
from notices.models import Delivery
from people.identity import User
from people.models import Notification
from protocol import actions as protocols
from protocol import work_kinds
from protocol.models import Protocol
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]

# A Wednesday morning in Berlin, where the tests' organisation is.
MORNING = datetime(2026, 11, 25, 9, tzinfo=UTC)
BADGE = "E-mail not delivered"


@pytest.fixture(autouse=True)
def _in_the_morning() -> Iterator[None]:
    with clock.travel(MORNING):
        yield


@pytest.fixture
def asked(personas: Personas) -> tuple[Crisis, list[Invitation]]:
    """Three people who were invited, and have not replied."""
    crisis = crises.active(personas, [user.person_id for user in crises.agents(3)], team_size=3)
    return crisis, crises.invited(crisis, personas, 3)


def deliver(invitation: Invitation, state: str, reason: str = "", *, about: str = "reply-by") -> None:
    """An e-mail about the invitation, or about a reminder, with this outcome."""
    told = Notification.objects.filter(key__startswith=f"invitation:{invitation.pk}:{about}").first()
    if told is None:
        key = f"invitation:{invitation.pk}:{about}:1:1"
        told = Notification.objects.create(person_id=invitation.person_id, key=key, text="Reminder")
    times = {
        "held": {"release_at": MORNING},
        "posted": {"posted_at": MORNING},
        "sent": {"posted_at": MORNING, "finished_at": MORNING},
        "failed": {"posted_at": MORNING, "finished_at": MORNING},
        "dropped": {"finished_at": MORNING},
    }
    Delivery.objects.create(notification=told, state=state, reason=reason, **times[state])


def page(client: Client, crisis: Crisis, name: str = "buy_in") -> str:
    return client.get(reverse(f"crisis:{name}", args=[crisis.pk])).content.decode()


@pytest.mark.parametrize(
    ("first", "reminder", "is_undelivered"),
    [
        (("failed", ""), None, True),
        (("dropped", "no_account"), None, True),
        (("sent", ""), ("failed", ""), True),
        (("failed", ""), ("sent", ""), False),
        (("failed", ""), ("held", "quiet"), True),
        (("sent", ""), None, False),
        (("posted", ""), None, False),
        (("dropped", "off"), None, False),
        (("dropped", "read"), None, False),
    ],
)
def test_newest_email_counts(
    first: tuple[str, str], reminder: tuple[str, str] | None, is_undelivered: bool, asked: tuple[Crisis, list[Invitation]]
) -> None:
    crisis, invitations = asked
    deliver(invitations[0], *first)
    if reminder:
        deliver(invitations[0], *reminder, about="reminder")
    assert undelivered_invitations(crisis) == ({invitations[0].pk} if is_undelivered else set())


@pytest.mark.parametrize("read", ["reply-by", "reminder"])
def test_person_who_read_a_notification_knows(read: str, asked: tuple[Crisis, list[Invitation]]) -> None:
    crisis, invitations = asked
    for invitation in invitations[:2]:
        deliver(invitation, "sent")
        deliver(invitation, "failed", about="reminder")
    Notification.objects.filter(key__startswith=f"invitation:{invitations[0].pk}:{read}").update(read_at=MORNING)
    assert undelivered_invitations(crisis) == {invitations[1].pk}


def test_lead_and_deputy_see_it_and_nobody_else(
    asked: tuple[Crisis, list[Invitation]], personas: Personas, sign_in: SignIn
) -> None:
    crisis, invitations = asked
    deliver(invitations[0], "failed")
    need = "The e-mail about 1 invitation wasn&#x27;t delivered."
    for user in (personas.supervisor, crises.deputy()):
        client = sign_in(user)
        assert page(client, crisis).count(BADGE) == 1
        assert need in page(client, crisis, "detail")
        assert need in client.get(reverse("desk:home")).content.decode()
    client = sign_in(personas.other_supervisor)
    for shown in (page(client, crisis), page(client, crisis, "detail"), client.get(reverse("desk:home")).content.decode()):
        assert BADGE not in shown
        assert need not in shown
    crisis.refresh_from_db()
    assert needs_in(crisis, personas.other_supervisor) == []


def test_opener_of_a_draft_who_does_not_lead_it_sees_nothing(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.ready(personas)
    invitation = crises.invited(crisis, personas, 1)[0]
    deliver(invitation, "failed")
    Crisis.objects.update(lead=personas.other_supervisor.person)
    client = sign_in(personas.supervisor)
    for name in ("buy_in", "detail"):
        assert "delivered" not in page(client, crisis, name)


def test_reply_ends_it(asked: tuple[Crisis, list[Invitation]], personas: Personas) -> None:
    crisis, invitations = asked
    deliver(invitations[0], "failed")
    user = User.objects.get(person=invitations[0].person)
    actions.decline(actor=user, invitation=invitations[0])
    assert undelivered_invitations(crisis) == set()


def about_invitations() -> tuple[int, int]:
    return (
        Notification.objects.filter(key__startswith="invitation:").count(),
        Delivery.objects.filter(notification__key__startswith="invitation:").count(),
    )


def test_closing_deletes_notifications_and_deliveries_of_all_invited_people(personas: Personas) -> None:
    """Who declined, who didn't reply, who withdrew, and who served."""
    users = crises.agents(4)
    crisis = crises.active(personas, [user.person_id for user in users], team_size=4)
    declined, expired, withdrawn, served = crises.invited(crisis, personas, 4)
    actions.decline(actor=users[0], invitation=declined)
    for invitation, user in ((withdrawn, users[2]), (served, users[3])):
        crises.accept(invitation, user)
    actions.withdraw(actor=users[2], invitation=withdrawn)
    crises.expire(crisis)
    for invitation, state in ((declined, "sent"), (expired, "failed"), (withdrawn, "sent"), (served, "sent")):
        deliver(invitation, state)
        deliver(invitation, state, about="reminder")
    assert about_invitations() == (8, 8)
    crises.written(crises.protocol_of(crisis, personas), personas.supervisor)
    actions.begin_review(actor=personas.supervisor, crisis=crisis)
    compiling = work.latest(work_kinds.COMPILE, crisis.pk)
    assert compiling is not None
    work.run_here(compiling)
    protocol = Protocol.objects.select_related("crisis").get(crisis=crisis)
    protocols.review_protocol(actor=crises.deputy(), protocol=protocol, version=protocol.version)
    assert about_invitations() == (8, 8)
    actions.close(actor=personas.supervisor, crisis=crisis)
    assert about_invitations() == (0, 0)


def test_cancelling_deletes_them_too(personas: Personas) -> None:
    crisis = crises.ready(personas)
    deliver(crises.invited(crisis, personas, 1)[0], "failed")
    actions.cancel(actor=personas.supervisor, crisis=crisis)
    assert about_invitations() == (0, 0)
