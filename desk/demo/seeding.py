"""Seeding of the demo in one transaction, so that an interrupted run leaves nothing behind."""

from collections.abc import Callable
from datetime import date
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from desk.demo import sign_ins
from desk.demo.active_crisis import Storm
from desk.demo.awards import plan_awards
from desk.demo.building_blocks import plan_building_blocks
from desk.demo.care import plan_care
from desk.demo.closed_crisis import Recall
from desk.demo.console import plan_console
from desk.demo.feedback import plan_imports
from desk.demo.organisation import BEGINS, House, build
from desk.demo.quizzes import plan_quizzes
from desk.demo.reviewing import plan_reviews
from desk.demo.schedule import ZONE, Size, Story
from desk.demo.script_approval import plan_approvals
from desk.demo.script_variants import plan_script_variants
from desk.demo.scripts import plan_scripts
from desk.demo.steps import plan_steps
from desk.demo.suggestions import plan_suggestions
from desk.demo.ticks import plan_ticks
from desk.demo.waiting_imports import plan_waiting_imports
from people.actions import mark_read
from people.queries.persons import people_list

# Everyone has read their messages up to this many days before the last day.
READ_UP_TO = 2


class DemoNotAllowed(Refused):
    """A demo is not allowed on this installation."""


class NotEmpty(Refused):
    """The database has people already, and the demo is not mixed with real data."""


def seed(
    *, number: int = 1, day: date | None = None, size: Size | None = None, say: Callable[[str], None] = lambda _line: None
) -> str:
    """Fill an empty database with the demo. Returns the note with the sign-ins, which is also written to the data folder."""
    if not settings.DEMO_ALLOWED:
        raise DemoNotAllowed(
            _(
                "This installation doesn't allow a demo, because all demo accounts share a password. To allow it, set "
                "ECS_DEMO_ALLOWED=1."
            )
        )
    with transaction.atomic():
        _refuse_unless_empty()
        story = Story(number, day or clock.today(ZONE), size or Size(), say)
        password = sign_ins.new_password()
        _tell(story, password)
        # Written before the commit: a demo without its note could not be used, but a note without a demo is overwritten.
        return sign_ins.write(password)


def _tell(story: Story, password: str) -> None:
    story.say(f"Creating the demo for {story.day} (seed {story.seed}): people and teams")
    with clock.travel(story.moment(BEGINS, 9)):
        house = build(story, password)
    plan_imports(story, house)
    plan_ticks(story)
    plan_scripts(story, house)
    plan_script_variants(story, house)
    plan_steps(story, house)
    plan_building_blocks(story, house)
    plan_approvals(story, house)
    plan_console(story, house)
    plan_quizzes(story, house)
    plan_awards(story, house)
    plan_suggestions(story, house)
    Recall(story, house).plan()
    plan_reviews(story, house)
    storm = Storm(story, house)
    storm.plan()
    plan_care(story, house)
    plan_waiting_imports(story, house)
    story.at(story.moment(READ_UP_TO, 18), partial(_read_messages, house))
    story.tell()
    storm.go_on_line()


def _read_messages(house: House) -> None:
    for user in house.users.values():
        mark_read(actor=user)


def _refuse_unless_empty() -> None:
    with connection.cursor() as cursor:
        # Two runs at the same time must not both find the database empty.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('desk.demo'))")
    if people_list(with_left=True).exists():
        raise NotEmpty(_("This database already contains people. The demo needs an empty database. Nothing was changed."))
