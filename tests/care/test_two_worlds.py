"""To everyone but the person and their coach, another answer, or none, looks the same everywhere."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse

from care import actions
from care.models import PulseRound
from core import clock
from core.models import OutgoingMail
from crisis.models import Crisis
from journal.models import Entry, JournalText
from people.models import Notification, User
from tests.factories import crisis as crises
from tests.factories.care import answered, coaching, ended
from tests.factories.people import Personas
from tests.worlds.crawl import Pages, pages_of

# What the one person answers whose secret it is.
WORLDS: list[tuple[int, int] | None] = [(5, 1), (4, 1), None]


@contextmanager
def taken_back() -> Iterator[None]:
    """Roll back everything including sequences, so that all worlds get the same ids."""
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


def world(
    personas: Personas,
    crisis: Crisis,
    members: list[User],
    answer: tuple[int, int] | None,
    caplog: pytest.LogCaptureFixture,
) -> dict[str, Pages]:
    caplog.clear()
    with taken_back(), caplog.at_level(logging.INFO), clock.travel(crises.at_work()):
        secret, others = members[0], members[1:]
        coaching(secret, personas.trainer)
        actions.keep_up_rounds()
        pulse_round = PulseRound.objects.get()
        answered(pulse_round, dict.fromkeys(others[:6], (5, 1)) | dict.fromkeys(others[6:], (1, 5)))
        if answer is None:
            actions.skip(actor=secret, pulse_round=pulse_round)
        else:
            answered(pulse_round, {secret: answer})
        follows = re.compile(r"/care/|/crises/\d+/$")
        seeds = [
            reverse("care:pulse"),
            reverse("care:rounds"),
            reverse("care:coachees"),
            reverse("crisis:detail", args=[crisis.pk]),
            *(reverse("care:round", args=[pulse_round.pk]) + query for query in ("", "?by=shift", "?by=channel")),
        ]
        viewers = {
            "lead": personas.supervisor,
            "deputy": crises.deputy(),
            "other supervisor": personas.other_supervisor,
            "member": others[0],
            "administrator": personas.administrator,
            "reviewer": personas.reviewer,
        }
        found = {f"open {name}": pages_of(user, seeds, follows=follows) for name, user in viewers.items()}
        ended(pulse_round)
        with clock.travel(pulse_round.closes_at):
            found |= {name: pages_of(user, seeds, follows=follows) for name, user in viewers.items()}
        found["told"] = {str(row.pk): f"{row.person_id} {row.key} {row.text}" for row in Notification.objects.all()}
        found["mail"] = {str(row.pk): f"{row.recipient} {row.data}" for row in OutgoingMail.objects.all()}
        found["journal"] = {str(row.pk): f"{row.verb} {row.data} {row.actor_id}" for row in Entry.objects.all()}
        found["texts"] = {str(row.pk): str(row.text) for row in JournalText.objects.all()}
        found["log"] = {"": "\n".join(record.getMessage() for record in caplog.records)}
        return found


def test_others_see_no_difference_between_answers_and_none(personas: Personas, caplog: pytest.LogCaptureFixture) -> None:
    crisis, members = crises.team(personas, 13, team_size=13)
    with clock.travel(crises.at_work()):
        first, *others = [world(personas, crisis, members, answer, caplog) for answer in WORLDS]
    shown = "\n".join(first["lead"].values())
    assert "about 50 %" in shown
    for other in others:
        for name, pages in first.items():
            assert pages.keys() == other[name].keys()
            for url, page in pages.items():
                assert page == other[name][url], f"{name} {url}"
