"""Components of pages: progress, badges, durations."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string

from core.models import Heartbeat, Work
from core.progress import progress_of
from core.templatetags.ecs import duration, initials

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def running(done: int, total: int | None, seconds: float) -> Work:
    started = NOW - timedelta(seconds=seconds)
    return Work(state=Work.State.RUNNING, done_units=done, total_units=total, started_at=started)


def test_time_left_follows_from_the_mean_speed() -> None:
    assert progress_of(running(done=250, total=1000, seconds=10), NOW).seconds_left == 30


@pytest.mark.parametrize(
    "work",
    [running(done=0, total=1000, seconds=10), running(done=10, total=None, seconds=10), running(done=10, total=20, seconds=1)],
    ids=["nothing done", "total unknown", "only just started"],
)
def test_no_time_is_estimated_without_a_speed(work: Work) -> None:
    assert progress_of(work, NOW).seconds_left is None


def test_interrupted_work_has_no_speed() -> None:
    work = running(done=250, total=1000, seconds=10)
    work.state = Work.State.WAITING
    assert progress_of(work, NOW).seconds_left is None


LATER, EARLIER, TOKEN = NOW + timedelta(seconds=5), NOW - timedelta(seconds=5), uuid4()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "waiting"}, "Waiting for a free worker."),
        ({"token": TOKEN, "lease_until_at": LATER}, ""),
        ({"token": TOKEN, "lease_until_at": EARLIER}, "The worker stopped. Another one will continue within 20 seconds"),
        ({"lease_until_at": LATER, "waits_for": "Waiting for another import."}, "Waiting for another import."),
        ({"lease_until_at": LATER, "error": "Something went wrong."}, "Trying again in a few seconds."),
        ({}, "Waiting for a free worker."),
        ({"state": "done", "waits_for": "Waiting for another import."}, ""),
    ],
)
def test_work_says_what_it_waits_for(fields: dict[str, Any], words: str) -> None:
    progress = progress_of(Work(**{"state": "running", **fields}), NOW)
    assert progress.waits_for.startswith(words)
    assert bool(progress.waits_for) == bool(words)


@pytest.mark.django_db
def test_a_step_that_lasts_longer_than_a_lease_is_running_while_its_worker_beats() -> None:
    work = Work(state="running", token=TOKEN, lease_until_at=EARLIER, started_at=NOW - timedelta(minutes=3))
    Heartbeat.objects.create(name=str(TOKEN), beat_at=EARLIER)
    page = render_to_string(
        "components/progress.html", {"progress": progress_of(work, NOW), "title": "", "doing": "Adding up."}
    )
    assert "Running" in page
    assert "started 3 minutes ago" in " ".join(page.split())
    assert "Adding up." in page


def test_failed_work_shows_the_reason_and_a_retry() -> None:
    work = Work(state=Work.State.FAILED, error="The file has no column “date”.", finished_at=NOW)
    context = {"progress": progress_of(work, NOW), "title": "Import", "noun": "rows", "retry_url": "/again"}
    page = render_to_string("components/progress.html", context)
    assert "Stopped" in page
    assert "The file has no column “date”." in page
    assert 'action="/again"' in page


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (600, "10 minutes"), (3600, "1 hour"), (9000, "2 hours")],
)
def test_durations_are_shown_in_one_unit(seconds: int, words: str) -> None:
    assert duration(seconds) == words


def scrolling(arguments: str, **context: str) -> str:
    return Template("{% scrolling " + arguments + " %}<table></table>{% endscrolling %}").render(Context(context))


def test_scrolling_area_is_focusable_and_named() -> None:
    for tag, name in (("label=title", 'aria-label="A &lt;b&gt;"'), ('by="months"', 'aria-labelledby="months"')):
        page = scrolling(tag, title="A <b>")
        assert page.startswith("<div ")
        assert page.endswith("><table></table></div>")
        assert 'tabindex="0"' in page
        assert 'role="group"' in page
        assert name in page


@pytest.mark.parametrize("arguments", ["", 'label="Months" by="months"'])
def test_scrolling_area_without_a_name_is_refused(arguments: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="is named"):
        scrolling(arguments)


@pytest.mark.parametrize(("name", "letters"), [("Ana Maria Silva", "AS"), ("Ana", "A"), ("", ""), ("ada lovelace", "AL")])
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize("tone", ["", "success", "info", "warning", "danger", "primary"])
def test_badge_has_text_and_symbol_besides_its_colour(tone: str) -> None:
    page = render_to_string("components/badge.html", {"text": "Overdue", "tone": tone})
    assert "Overdue" in page
    assert "<svg" in page
