"""Search over 20,000 script versions: under load over HTTP, and how often hurried queries find the right script."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from urllib.parse import urlencode

from django.db import connection
from django.test import override_settings

from bench.harness import Row
from bench.hurried import BY_HAND, hurried, library
from bench.pages import CLIENTS, REFERENCE, REQUESTS_IN_A_ROUND, ROUNDS, Page, Site, p95, served, times_of
from config.settings.base import PASSWORD_HASHERS
from core import clock
from desk.demo import seed
from journal.actions import house_journal
from people.models import User
from scripts_library.actions.search_index import refresh_stale
from scripts_library.models import Script, ScriptVersion
from scripts_library.queries import search

VERSIONS = 20_000
QUERIES = 50
SEEDS = (11, 12, 13)
FIRST, AMONG = 90, 98
MOST_SHOWN = 3


def store(size: int = VERSIONS) -> list[str]:
    """Store the library as published scripts, and return their titles."""
    author, approver = (User.objects.get(email=f"{desk}@demo.example").person_id for desk in ("supervisor", "approver"))
    now, journal = clock.now(), house_journal()
    made = library(size=size)
    scripts = Script.objects.bulk_create(
        [Script(title=each.title, owner_id=author, journal=journal, created_at=now) for each in made], batch_size=1000
    )
    ScriptVersion.objects.bulk_create(
        [
            ScriptVersion(
                script=script,
                number=1,
                state="published",
                author_id=author,
                writer_ids=[author],
                approver_id=approver,
                submitted_at=now,
                approved_at=now,
                starts_at=now,
                ends_at=now + timedelta(days=365),
                situation=each.situation,
                what_to_say=each.what_to_say,
                plan_b=each.plan_b,
            )
            for script, each in zip(scripts, made, strict=True)
        ],
        batch_size=1000,
    )
    while refresh_stale():
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [each.title for each in made]


def found(pairs: list[tuple[str, str]]) -> tuple[int, int, list[str]]:
    """How many of the queries show the right script first, and how many among the first three; and the queries that miss."""
    agent = User.objects.get(email="agent@demo.example")
    first, among, missed = 0, 0, []
    for title, query in pairs:
        shown = [version.script.title for version in search(agent, query)[:MOST_SHOWN]]
        first += shown[:1] == [title]
        among += title in shown
        if shown[:1] != [title]:
            missed.append(f"{query!r} for {title!r}: {shown}")
    return first, among, missed


def share_rows(name: str, pairs: list[tuple[str, str]]) -> Iterator[Row]:
    first, among, _missed = found(pairs)
    for shown, number, goal in (("first", first, FIRST), (f"in the first {MOST_SHOWN}", among, AMONG)):
        yield Row(
            name=f"{name}: right script {shown}",
            reference_name="",
            ours=100 * number / len(pairs),
            reference=None,
            direction="at_least",
            goal=goal,
            unit="%",
        )


def under_load(site: Site, titles: list[str]) -> Row:
    """Searches as the page makes them while an agent types, compared with a page with one query; in turns."""
    queries = [query for _title, query in (*BY_HAND, *hurried(titles, queries=REQUESTS_IN_A_ROUND, seed=SEEDS[0]))]
    pages: list[Page] = [("agent", f"/scripts/?{urlencode({'q': query})}") for query in queries]
    for page in [*islice(pages, CLIENTS), *[REFERENCE] * CLIENTS]:
        site.get(page)
    ours: list[float] = []
    reference: list[float] = []
    for number in range(ROUNDS):
        start = number * REQUESTS_IN_A_ROUND % len(pages)
        ours += times_of(site, pages[start:] + pages[:start])
        reference += times_of(site, [REFERENCE])
    return Row(
        name=f"search over {VERSIONS:,} script versions, {CLIENTS} clients, p95",
        reference_name="a page with one query, as many clients, p95",
        ours=p95(ours),
        reference=p95(reference),
        direction="at_most",
        goal=3,
    )


def rows() -> list[Row]:
    # The server checks passwords as in production; the tests' settings of this process don't.
    with override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS):
        note = seed(say=lambda _line: None)
    titles = store()
    password = re.search(r"password (\S+)", note)
    with served(password[1] if password else "") as site:
        load = under_load(site, titles)
    generated = [pair for number in SEEDS for pair in hurried(titles, queries=QUERIES, seed=number)]
    by_hand = share_rows(f"{len(BY_HAND)} hurried queries by hand", list(BY_HAND))
    return [load, *by_hand, *share_rows(f"{len(generated)} hurried queries by chance", generated)]
