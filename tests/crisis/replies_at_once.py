"""Many people who reply from the links in their e-mails at the same time, through the whole web stack but the socket."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from django.db import connection
from django.test import Client

from core.sent_forms import PLAIN_FORM
from crisis.models import Consent, Crisis, Invitation, TeamMember
from crisis.queries.reply_links import url_of
from journal.queries import lines
from people.models import User
from tests.factories import crisis as crises
from tests.factories.people import personas

YES = {"terms_version": "1", "solution": "on", "training": "on", "timing": "on"}
# Requests at the same time: fewer than the connections that the database allows.
AT_ONCE = 24


@dataclass(frozen=True)
class Crowd:
    """A crisis and the links of everyone who is invited to it."""

    crisis: Crisis
    links: list[str]


def crowd(people: int, places: int) -> Crowd:
    everybody = personas()
    users = {user.person_id: user for user in crises.agents(people)}
    crisis = crises.ready(everybody, list(users), team_size=places)
    invitations = crises.invited(crisis, everybody, people)
    return Crowd(crisis, [_link(invitation, users) for invitation in invitations])


def _link(invitation: Invitation, users: dict[int, User]) -> str:
    return url_of(invitation, users[invitation.person_id].email)


def reply_all(links: list[str], *, before_each: Callable[[int], None] = lambda _number: None) -> Counter[int]:
    """Say yes from each link. Returns how often each status was answered. `before_each` gets the number of the reply."""
    numbered = list(enumerate(links))

    def reply(number: int, link: str) -> int:
        before_each(number)
        # As browsers send forms without files.
        client = Client(raise_request_exception=False)
        status = client.post(link, urlencode(YES), content_type=PLAIN_FORM).status_code
        # As Django does after each request, but not for its test client: a broken connection is not used again.
        connection.close_if_unusable_or_obsolete()
        return status

    def reply_some(some: list[tuple[int, str]]) -> list[int]:
        """Replies of one thread, which keeps its connection as a web server does."""
        try:
            return [reply(number, link) for number, link in some]
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(chain.from_iterable(pool.map(reply_some, [numbered[at::AT_ONCE] for at in range(AT_ONCE)])))


def check_exactly(crisis: Crisis, places: int) -> None:
    """The team is exactly full, and members, invitations, consents and journal say the same."""
    team = TeamMember.objects.filter(crisis=crisis, left_at=None)
    assert team.count() == places
    accepted = Invitation.objects.filter(crisis=crisis, state=Invitation.State.ACCEPTED).values_list("person_id", flat=True)
    assert set(accepted) == set(team.values_list("person_id", flat=True))
    assert set(Consent.objects.values_list("member", flat=True)) == set(team.values_list("pk", flat=True))
    joined = [line.data["taken"] for line in lines(crisis.journal_id, verbs=["crisis.joined"])]
    assert joined == list(range(1, places + 1))
