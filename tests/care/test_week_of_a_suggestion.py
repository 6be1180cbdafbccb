"""What is stored about the time of a suggestion: the morning of its delivery, and after its week only the week."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from care import actions, suggestion_limits
from care.models import Suggestion, SuggestionBox, SuggestionMessage, random_id
from core import tick
from core.clock import travel
from journal.actions import house_journal
from people.actions import notify_all
from people.models import Notification
from tests.care.test_anonymous_suggestions import differences, in_world
from tests.factories import suggestions
from tests.factories.people import Personas

# Monday, after the delivery. The organisation is in Berlin, so 06:00 is 05:00 in UTC.
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
OTHER_KEY = "f" * 32


@pytest.fixture
def box(personas: Personas) -> SuggestionBox:
    house_journal()
    return SuggestionBox.objects.create(emptied_on=MONDAY.date())


def write(personas: Personas, *, key: str = suggestions.KEY, named: bool = False) -> str:
    suggestion_limits.forget_counts()
    receipt = actions.write_suggestion(
        actor=personas.agent, form_key=key, is_named=named, topic="work", text=f"About {key}", journal_id=None, script_id=None
    )
    return receipt.code


def week(
    personas: Personas, keys: dict[int, str], *, deliver: Callable[[], object] = actions.deliver_suggestions
) -> Callable[[], None]:
    """A week in which the form with each key is sent on a day, with deliveries until the next Monday."""

    def happens() -> None:
        for number in range(8):
            with travel(MONDAY + number * DAY):
                deliver()
                if number in keys:
                    code = write(personas, key=keys[number])
                    actions.reply_by_receipt(code=code, form_key=keys[number], text=f"More about {keys[number]}")

    return happens


def stored_after(happens: Callable[[], None]) -> dict[str, list[str]]:
    """What is stored after something happened, without the numbers of notifications, which go on from world to world."""
    stored = in_world(happens)
    stored["people_notification"] = sorted(re.sub(r"^\(\d+,", "(", row) for row in stored["people_notification"])
    return stored


def test_rows_do_not_tell_on_which_day_of_a_week_which_suggestion_came(personas: Personas, box: SuggestionBox) -> None:
    one = stored_after(week(personas, {0: suggestions.KEY, 3: OTHER_KEY}))
    other = stored_after(week(personas, {0: OTHER_KEY, 3: suggestions.KEY}))
    assert differences(one, other) == set()


def test_notification_says_that_something_came_but_not_how_much(personas: Personas, box: SuggestionBox) -> None:
    one = stored_after(week(personas, {0: suggestions.KEY, 1: OTHER_KEY, 3: "a" * 32, 4: "b" * 32}))

    def more_on_the_first_day() -> None:
        with travel(MONDAY):
            write(personas, key="c" * 32)
        week(personas, {0: suggestions.KEY, 1: OTHER_KEY, 3: "a" * 32, 4: "b" * 32})()

    assert one["people_notification"]
    assert one["people_notification"] == stored_after(more_on_the_first_day)["people_notification"]


def numbers_of_transactions(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT DISTINCT xmin::text FROM "{table}"')  # noqa: S608 - a name of the test's own
        return {number for (number,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_number_of_the_transaction_tells_the_morning_only_until_the_next_monday(
    personas: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    house_journal()
    is_told_in_a_transaction_of_more = []

    def notify(**fields: Any) -> None:
        is_told_in_a_transaction_of_more.append(connection.in_atomic_block)
        notify_all(**fields)

    monkeypatch.setattr("care.actions.suggestions.delivery.notify_all", notify)
    SuggestionBox.objects.create(emptied_on=MONDAY.date())
    week(personas, {0: suggestions.KEY, 3: OTHER_KEY, 6: "a" * 32}, deliver=tick.run)()
    assert len(numbers_of_transactions("care_suggestion")) == 1
    assert numbers_of_transactions("care_suggestion") == numbers_of_transactions("care_suggestionmessage")
    assert is_told_in_a_transaction_of_more == [False, False, False]
    assert not numbers_of_transactions("people_notification") & numbers_of_transactions("care_suggestion")


@pytest.mark.parametrize("model", [Suggestion, SuggestionMessage])
def test_rows_are_written_in_the_order_of_their_random_ids(
    personas: Personas, box: SuggestionBox, model: type[Suggestion] | type[SuggestionMessage]
) -> None:
    """Not in that of their places in the table, which is the order in which they were written."""
    ids = sorted((random_id() for _number in range(6)), reverse=True)
    for pk in ids:
        about = suggestions.SuggestionFactory.create(pk=pk, is_delivered=False)
        SuggestionMessage.objects.create(pk=pk, suggestion=about, number=1, text="More", form_digest=f"{pk:064}")
    with travel(MONDAY + DAY), CaptureQueriesContext(connection) as asked:
        assert actions.deliver_suggestions() == 12
    table = re.compile(rf'UPDATE "{model._meta.db_table}" .* = (\d{{16}})$')
    written = [int(found.group(1)) for query in asked if (found := table.match(query["sql"]))]
    assert written == sorted(ids)


def test_only_rows_of_the_week_that_ended_are_written_again(personas: Personas, box: SuggestionBox) -> None:
    old = suggestions.SuggestionFactory.create(week_on=date(2026, 10, 26))
    this_week = suggestions.SuggestionFactory.create()
    for moment, rewritten in ((MONDAY + DAY, set()), (MONDAY + 7 * DAY, {this_week.pk}), (MONDAY + 14 * DAY, set())):
        with travel(moment), CaptureQueriesContext(connection) as asked:
            assert actions.deliver_suggestions() == 0
        updates = [query["sql"] for query in asked if query["sql"].startswith('UPDATE "care_suggestion" ')]
        assert {int(sql.split()[-1]) for sql in updates} == rewritten, moment
    assert old.pk != this_week.pk


def test_supervisors_are_told_before_the_box_is_emptied(
    personas: Personas, box: SuggestionBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interruption between the two transactions loses no notification."""
    suggestions.SuggestionFactory.create(is_delivered=False)

    def interrupted(_day: date) -> int:
        raise KeyboardInterrupt

    with travel(MONDAY + DAY):
        with monkeypatch.context() as patch:
            patch.setattr("care.actions.suggestions.delivery._empty_box", interrupted)
            with pytest.raises(KeyboardInterrupt):
                actions.deliver_suggestions()
        assert actions.deliver_suggestions() == 1
    assert Notification.objects.filter(person=personas.supervisor.person_id).count() == 1


@pytest.mark.parametrize(
    ("moment", "monday"),
    [
        (datetime(2026, 11, 9, 4, 59, tzinfo=UTC), date(2026, 11, 2)),
        (datetime(2026, 11, 9, 5, 0, tzinfo=UTC), date(2026, 11, 9)),
        (datetime(2026, 11, 16, 4, 59, tzinfo=UTC), date(2026, 11, 9)),
    ],
)
def test_week_begins_with_the_delivery_on_monday(
    personas: Personas, box: SuggestionBox, moment: datetime, monday: date
) -> None:
    """So suggestions of early Monday aren't the only ones of their week that arrive on that day."""
    with travel(moment):
        write(personas)
    assert Suggestion.objects.get().week_on == monday
