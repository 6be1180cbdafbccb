"""Telling the whole story, in one transaction: a demo that was interrupted has never been."""

from collections.abc import Callable
from datetime import date
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from desk.demo import sign_ins
from desk.demo.awards import plan_awards
from desk.demo.feedback import plan_imports
from desk.demo.nights import plan_nights
from desk.demo.organisation import BEGINS, House, build
from desk.demo.recall import Recall
from desk.demo.reviewing import plan_reviews
from desk.demo.scripts import plan_scripts
from desk.demo.storm import Storm
from desk.demo.story import ZONE, Size, Story
from people.actions import mark_read
from people.queries.persons import people_list

# Days before the stated day up to which everybody has read their messages.
READ_UP_TO = 2


class DemoNotAllowed(Refused):
    """The installation is not one for a demo."""


class NotEmpty(Refused):
    """People work here already, and an invented house is not mixed with a real one."""


def seed(
    *, number: int = 1, day: date | None = None, size: Size | None = None, say: Callable[[str], None] = lambda _line: None
) -> str:
    """Fill an empty database with the demo. Returns the note with the sign-ins, which is kept beside the data too."""
    if not settings.DEMO_ALLOWED:
        raise DemoNotAllowed(
            _("This installation does not allow a demo, because its sign-ins share one password. ECS_DEMO_ALLOWED=1 allows it.")
        )
    with transaction.atomic():
        _refuse_unless_empty()
        story = Story(number, day or clock.today(ZONE), size or Size(), say)
        password = sign_ins.new_password()
        _tell(story, password)
        # Written before the commit: a note without a demo is written anew by the next one, a demo without a note is lost.
        return sign_ins.write(password)


def _tell(story: Story, password: str) -> None:
    story.say(f"The demo of {story.day} with the seed {story.seed}: house and people")
    with clock.travel(story.moment(BEGINS, 9)):
        house = build(story, password)
    plan_imports(story, house)
    plan_nights(story)
    plan_scripts(story, house)
    plan_awards(story, house)
    Recall(story, house).plan()
    plan_reviews(story, house)
    Storm(story, house).plan()
    story.at(story.moment(READ_UP_TO, 18), partial(_read_messages, house))
    story.tell()


def _read_messages(house: House) -> None:
    for user in house.users.values():
        mark_read(actor=user)


def _refuse_unless_empty() -> None:
    with connection.cursor() as cursor:
        # Two that start together must not both find the house empty.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('desk.demo'))")
    if people_list(with_left=True).exists():
        raise NotEmpty(_("There are people in this database already, and the demo needs an empty one. Nothing was changed."))
