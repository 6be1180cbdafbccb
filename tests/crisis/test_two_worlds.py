"""Only lead, deputy and the person can tell who declined, did not reply or withdrew, and who asked for help."""

import difflib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from core import clock
from core.models import OutgoingMail
from people import person_search
from people.models import Notification
from selection.queries import candidates
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.worlds.crawl import Pages, pages_of
from tests.worlds.story import SECRET, Cast, Story, cast

# These viewers reach no page of the crisis, so one crawl is enough.
FAR = {"other_agent", "reviewer", "administrator"}

World = dict[str, dict[str, Pages]]


@contextmanager
def taken_back() -> Iterator[None]:
    """Roll back everything including sequences, so that both worlds get the same ids."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname || '.' || sequencename, last_value FROM pg_sequences")
        before = cursor.fetchall()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        for name, value in before:
            cursor.execute("SELECT setval(%s, %s, %s)", [name, value or 1, value is not None])
    cache.clear()
    candidates._candidates.cache_clear()
    candidates._people.cache_clear()


def seeds(story: Story) -> list[str]:
    """URLs that a curious person could type, even without a link."""
    crisis = story.crisis
    people = [story.people.team[name].person_id for name in ("declines", "expires", "withdraws")]
    with_person = ["selection:candidate", "selection:give_leader_input"]
    plain = [
        f"crisis:{name}"
        for name in ("detail", "setup", "scripts", "reviews", "recognition", "nominate", "buy_in", "staffing", "hours")
    ]
    tabs = ("detail", "coverage", "fairness", "rules", "leader_input", "not_eligible", "criteria", "compare_people")
    plain += [f"selection:{name}" for name in (*tabs, "own_card")]
    plain += ["protocol:detail"]
    return [
        *(reverse(name, args=[crisis.pk]) for name in plain),
        reverse("crisis:detail", args=[crisis.pk]) + "?all=1",
        *suggestions(story),
        *replies(story),
        *(reverse(f"selection:{name}", args=[crisis.pk, 1]) for name in ("stored", "stored_fairness", "stored_out", "export")),
        *(reverse("crisis:help_request", args=[request.pk]) for request in crisis.help_requests.all()),
        *(reverse(name, args=[crisis.pk, person]) for name in with_person for person in people),
        *(reverse("protocol:download", args=[export.pk]) for export in story.exports()),
    ]


def replies(story: Story) -> list[str]:
    """The page behind the links in e-mails without a key, with a forged one, and own pages of other people's invitations."""
    link = reverse("crisis:reply")
    # Ids that a curious person may try, the same in both worlds. The first one is of a person who serves in both.
    first = story.crisis.invitations.order_by("pk").values_list("pk", flat=True).first() or 1
    tried = range(first, first + 10)
    return [link, f"{link}?key=forged", *(reverse("crisis:invitation", args=[number]) for number in tried)]


def suggestions(story: Story) -> list[str]:
    """Suggestions of each person field of the crisis and its protocol, with and without a typed name."""
    abouts = {"protocol.reviewers": story.protocol_id()}
    queries = [
        {"of": source, "about": abouts.get(source, story.crisis.pk), "typed": typed}
        for source in person_search._SOURCES
        for typed in ("", "Person")
    ]
    return [f"{reverse('people:find-person')}?{urlencode(query)}" for query in queries]


def seen(story: Story, *, everything: bool) -> dict[str, Pages]:
    """All pages as each viewer sees them; for people near the crisis only the pages of the crisis."""
    secret = "|".join(str(story.people.team[name].person_id) for name in SECRET)
    follows = re.compile(rf"/(?!people/(?!({secret})/)\d)" if everything else r"/crises/")
    with clock.travel(story.now):
        return {
            name: pages_of(user, seeds(story), follows=follows)
            for name, user in story.people.viewers.items()
            if everything or name not in FAR
        }


def world(people: Cast, caplog: pytest.LogCaptureFixture, *, is_swapped: bool) -> World:
    caplog.clear()
    with taken_back(), caplog.at_level(logging.INFO):
        story = Story(people, is_swapped=is_swapped)
        found = {}
        for chapter in (story.draft, story.activate, story.resolve, story.close):
            chapter()
            # Before closing, crawl all pages.
            found[chapter.__name__] = seen(story, everything=chapter == story.activate)
        secret = [people.team[name].person_id for name in SECRET]
        told = Notification.objects.exclude(person__in=[*secret, people.lead.person_id, people.deputy.person_id])
        found["told"] = {"everybody": {f"{row.person_id} {row.key}": f"{row.text} {row.url}" for row in told}}
        found["log"] = {"operators": {"": "\n".join(record.getMessage() for record in caplog.records)}}
        found["mail"] = {
            "mail server": {str(row.pk): f"{row.kind} {row.recipient} {row.data}" for row in mails_to_others(people)}
        }
        return found


def mails_to_others(people: Cast) -> QuerySet[OutgoingMail]:
    knowing = [people.lead.email, people.deputy.email, *(people.team[name].email for name in SECRET)]
    return OutgoingMail.objects.exclude(recipient__in=knowing)


def differences(one: World, other: World) -> list[str]:
    return [
        f"{chapter}, {name}, {url}:\n{difference(one[chapter][name].get(url, ''), other[chapter][name].get(url, ''))}"
        for chapter in one
        for name in one[chapter]
        for url in sorted(one[chapter][name].keys() | other[chapter][name].keys())
        if one[chapter][name].get(url) != other[chapter][name].get(url)
    ]


def difference(one: str, other: str) -> str:
    lines = difflib.unified_diff(one.splitlines(), other.splitlines(), n=0, lineterm="")
    return "\n".join(line.strip() for line in lines)[:600]


def test_two_worlds_that_differ_in_secrets_look_alike_to_everyone_else(db: None, caplog: pytest.LogCaptureFixture) -> None:
    people = cast()
    one, other = world(people, caplog, is_swapped=False), world(people, caplog, is_swapped=True)
    found = differences(one, other)
    assert not found, f"{len(found)} answers differ\n" + "\n\n".join(found)


def test_crawl_reads_downloads_and_the_order_by_each_column(personas: Personas) -> None:
    crisis, _team = crises.team(personas)
    pages = {name: reverse(name, args=args) for name, args in (("crisis:list", []), ("crisis:buy_in", [crisis.pk]))}
    found = pages_of(personas.supervisor, pages.values(), follows=re.compile(r"/crises/(\d+/buy-in/)?\?"))
    assert crisis.title in found[f"{pages['crisis:list']}?download=csv"]
    assert crisis.title in found[f"{pages['crisis:list']}?sort=opened_at&download=csv"]
    # Replies can't be downloaded.
    assert {f"{pages['crisis:buy_in']}?sort=state", f"{pages['crisis:buy_in']}?sort=-state"} < found.keys()
