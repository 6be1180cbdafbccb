"""Units of durations, from titles and cells, or chosen by a person."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from intake.models import OwnProfile
from intake.reading.durations import duration_reader
from intake.reading.profiles import Field
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.units import unit_in_title, without_unit_in_title
from people.models import User
from tests.factories import feedback
from tests.factories.people import Personas
from tests.intake.dirty import parsed
from tests.intake.test_files_nobody_here_wrote import as_guessed


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("wait (minutes)", "minutes"), ("Wait in hours", "hours"), ("wait_min", "minutes"), ("Wartezeit (Std.)", "hours"),
        ("espera minutos", "minutes"), ("waitHrs", "hours"), ("wait (s)", "seconds"), ("wait [days]", "days"),
        ("tWait (ms)", "milliseconds"), ("reply in business hours (min)", "minutes"), ("Temps d'attente (heures)", "hours"),
        ("wait", ""), ("second reply", ""), ("call timer", ""), ("minimum wait", ""),
    ],
)  # fmt: skip
def test_titles_name_the_unit(title: str, unit: str) -> None:
    assert unit_in_title(title) == unit


@pytest.mark.parametrize(
    ("title", "bare"), [("wait (min)", "wait"), ("wait in hours", "wait"), ("wait_min", "wait"), ("min", "min")]
)
def test_titles_without_their_unit(title: str, bare: str) -> None:
    assert without_unit_in_title(title) == bare


@pytest.mark.parametrize(
    ("unit", "cell", "seconds"),
    [
        ("hours", "17.5", 63_000), ("hours", "2.2833333", 8220), ("hours", "0.0002778", 1), ("minutes", "1.25", 75),
        ("days", "1.5", 129_600), ("milliseconds", "61500", 62), ("seconds", "45", 45),
        ("minutes", "5 min", 300), ("hours", "90 s", 90), ("hours", "17:30", 63_000), ("minutes", "17:30", 1050),
        ("hours", "1:17:30", 4650), ("minutes", "-", None),
    ],
)  # fmt: skip
def test_numbers_are_exact_to_the_second(unit: str, cell: str, seconds: int | None) -> None:
    assert duration_reader(Field.HANDLE_TIME, "clock", unit, decimal_comma=False)[cell] == seconds


def test_decimal_commas_count_in_hours_too() -> None:
    assert duration_reader(Field.HANDLE_TIME, "clock", "hours", decimal_comma=True)["17,5"] == 63_000


def test_unit_of_the_title_is_used() -> None:
    content = b"id,agent,date,rating,first response (minutes),handle time (hrs)\n1,A,2026-01-05,4,45,0.5\n"
    (row,) = parsed(as_guessed(content))
    assert (row.response_seconds, row.handle_seconds) == (2700, 1800)


def test_numbers_without_a_unit_are_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        as_guessed(b"id,agent,date,rating,handle time\n1,A,2026-01-05,4,45\n")
    assert (caught.value.trouble, caught.value.about) == (FileTrouble.UNIT_UNKNOWN, "handle time")


@pytest.mark.parametrize("cell", ["2:23", "5 min", "0", ""])
def test_cells_that_need_no_unit_are_read(cell: str) -> None:
    assert len(parsed(as_guessed(f"id,agent,date,rating,handle time\n1,A,2026-01-05,4,{cell}\n".encode()))) == 1


@pytest.mark.django_db
def test_page_asks_for_the_unit_and_saves_it(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(personas.ops)
    content = b"id,agent,date,rating,handle time,first response (min)\n1,A,2026-01-05,4,0.5,3\n"
    imported = feedback.received(content, goes_on=False)
    url = reverse("intake:import_columns", args=[imported.pk])
    form = client.get(url).context["form"]
    assert ("handle time", "handle time — 0.5") in form.fields["column_handle_time"].choices
    answers = {name: value for name, value in form.initial.items() if value not in {"", False}} | {"source": "shop"}
    asked = client.post(url, answers)
    assert (asked.status_code, list(asked.context["form"].errors)) == (422, ["unit_handle_time"])
    answers |= {"unit_handle_time": "hours", "remember_as": "Shop"}
    assert client.post(url, answers).status_code == 302
    imported.refresh_from_db()
    row = feedback.worked(imported).staged.get()
    assert (row.handle_seconds, row.response_seconds) == (1800, 180)
    assert imported.profile["units"] == {"response_time": "minutes", "handle_time": "hours"}
    saved = client.get(reverse("intake:profile", args=[OwnProfile.objects.get().pk])).content.decode()
    assert "handle time: Hours" in saved
    again = feedback.worked(feedback.received(content, goes_on=False))
    assert (again.profile["name"], again.staged.get().handle_seconds) == ("Shop", 1800)
    assert client.get(reverse("intake:import_columns", args=[again.pk])).context["form"].initial["unit_handle_time"] == "hours"
