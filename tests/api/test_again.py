"""Repeated batches with an idempotency key are imported once."""

import json
import time
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from core import clock
from intake.actions import receiving
from intake.models import Import, KeptAnswer
from tests.constraints import refused_by
from tests.factories import api
from tests.factories.people import organisation
from tests.threads import PATIENCE, at_once, how_many_wait_for_locks, wait_until_somebody_waits_for_a_lock


@pytest.mark.django_db
def test_repeated_batch_with_the_same_key_gets_the_same_answer() -> None:
    organisation()
    secret = api.secret()
    first = api.post_batch(secret, [api.record(), {"external_id": "T9"}], key="k1")
    again = api.post_batch(secret, [api.record(), {"external_id": "T9"}], key="k1")
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.content == again.content
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert first["Location"] == again["Location"]
    assert Import.objects.count() == 1


@pytest.mark.django_db
def test_different_batch_with_the_same_key_is_refused() -> None:
    organisation()
    secret = api.secret()
    api.post_batch(secret, [api.record()], key="k1")
    other = api.post_batch(secret, [api.record("T2")], key="k1")
    assert (other.status_code, json.loads(other.content)["type"]) == (422, "/api/v1/docs#key-used")
    assert Import.objects.count() == 1


@pytest.mark.django_db
def test_keys_belong_to_a_token_and_refusals_do_not_use_them() -> None:
    organisation()
    secret = api.secret()
    assert api.post_batch(secret, [], key="k1").status_code == 422
    assert api.post_batch(secret, [api.record()], key="k1").status_code == 202
    assert "Idempotent-Replayed" not in api.post_batch(api.secret(), [api.record()], key="k1")
    assert api.post_batch(secret, [api.record()], key="with space").status_code == 422


@pytest.mark.django_db
def test_requests_without_a_key_make_imports_without_duplicates() -> None:
    organisation()
    secret = api.secret()
    for _ in range(2):
        api.post_batch(secret, [api.record()])
    api.publish_all()
    assert [each.counts["added"] for each in Import.objects.order_by("pk")] == [1, 0]


@pytest.mark.django_db
def test_old_answers_are_deleted() -> None:
    organisation()
    secret = api.secret()
    api.post_batch(secret, [api.record()], key="k1")
    with clock.travel(clock.now() + timedelta(hours=47)):
        assert receiving.forget_answers() == 0
    with clock.travel(clock.now() + timedelta(hours=49)):
        assert receiving.forget_answers() == 1


@pytest.mark.django_db
def test_answer_is_kept_once_for_one_sender() -> None:
    organisation()
    api.post_batch(api.secret(), [api.record()], key="k1")
    kept = KeptAnswer.objects.get()
    copy: dict[str, Any] = {"key": "k1", "digest": kept.digest, "file": kept.file, "answer": {}}
    KeptAnswer.objects.create(**{**copy, "key": "k2"}, token=kept.token)
    with refused_by("kept_answer_once_for_a_token"):
        KeptAnswer.objects.create(**copy, token=kept.token)
    endpoint = api.sender().endpoint
    KeptAnswer.objects.create(**copy, endpoint=endpoint)
    with refused_by("kept_answer_once_for_an_endpoint"):
        KeptAnswer.objects.create(**copy, endpoint=endpoint)
    with refused_by("kept_answer_to_one_asker"):
        KeptAnswer.objects.create(**copy)


def sent_twice_at_once(secret: str) -> list[int]:
    """Statuses of two requests with one key, the second sent before the first has committed."""
    statuses: list[int] = []
    both = 2
    is_held, is_second_over = Event(), Event()
    records = [api.record(), {"external_id": "T9"}]

    def hold_up() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE intake_rejection IN ACCESS EXCLUSIVE MODE")
            is_held.set()
            # Without the lock, the second would wait for the row of the first, and both would hang.
            deadline = time.monotonic() + PATIENCE
            while not is_second_over.wait(0.02) and how_many_wait_for_locks() < both and time.monotonic() < deadline:
                pass

    def first() -> None:
        is_held.wait(10)
        statuses.append(api.post_batch(secret, records, key="k1").status_code)

    def second() -> None:
        is_held.wait(10)
        wait_until_somebody_waits_for_a_lock()
        statuses.append(api.post_batch(secret, records, key="k1").status_code)
        is_second_over.set()

    assert list(at_once(hold_up, first, second)) == [None, None, None]
    return statuses


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_import_and_the_second_is_told_to_wait() -> None:
    organisation()
    assert sorted(sent_twice_at_once(api.secret())) == [202, 409]
    assert Import.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_database_still_keeps_one_import(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Negative control: the lock gives the second its message, and the unique row is the safety net."""
    organisation()
    monkeypatch.setattr(receiving, "_alone_with", lambda _key: None)
    assert sorted(sent_twice_at_once(api.secret())) == [202, 500]
    assert Import.objects.count() == 1
