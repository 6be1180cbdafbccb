"""Guesses from titles that the cells confirm or correct, and rows that are no contacts."""

from io import BytesIO

import pytest

from intake.reading.column_guesses import guessed_profile, guesses_in, sample
from intake.reading.file_limits import Limits
from intake.reading.layouts import layout_of
from intake.reading.profiles import Field
from intake.reading.reasons import RejectionReason
from tests.intake.dirty import parsed, rejected, understood


def guessed(content: str) -> dict[Field, str]:
    file = BytesIO(content.encode())
    layout = layout_of(file, Limits())
    return guesses_in(layout.header, [cells for _line, cells in sample(file, layout, Limits())])[0]


def test_of_two_usual_titles_the_column_with_ratings_is_the_rating() -> None:
    assert guessed("id,data,voto,note\n1,2026-01-05,5,\n2,2026-01-06,3,\n")[Field.RATING] == "voto"
    assert guessed("id,data,note\n1,2026-01-05,\n2,2026-01-06,\n")[Field.RATING] == "note"


@pytest.mark.parametrize(
    ("first", "second"),
    [("👍", "👎"), ("★★★★☆", "★"), ("Very satisfied", "dissatisfied"), ("zufrieden", "unzufrieden"), ("🙂", "")],
)
def test_unmistakable_ratings_are_found_under_any_title(first: str, second: str) -> None:
    assert guessed(f"id,date,How did we do?\n1,2026-01-05,{first}\n2,2026-01-06,{second}\n")[Field.RATING] == "How did we do?"


@pytest.mark.parametrize(
    "rows",
    ["1,2026-01-05,yes,4\n2,2026-01-06,no,5\n", "1,2026-01-05,positive,a\n2,2026-01-06,neutral,b\n", "1,2026-01-05,👍,👎\n"],
)
def test_other_words_numbers_and_two_such_columns_are_not_guessed(rows: str) -> None:
    assert Field.RATING not in guessed(f"id,date,first,second\n{rows}")


def test_of_two_usual_titles_the_column_with_values_is_the_agent() -> None:
    header = '{"id":1,"createdAt":"2026-01-05T09:00:00Z","agent":null,"ratingScore":5,"type":"rating"}'
    filled = '{"id":2,"createdAt":"2026-01-05T10:00:00Z","agent":{"name":"Nia"},"ratingScore":4,"type":"rating"}'
    assert guessed(f"{header}\n{filled}\n") == {
        Field.EXTERNAL_ID: "id", Field.STARTED: "createdAt", Field.AGENT: "agent.name", Field.RATING: "ratingScore",
    }  # fmt: skip


def test_addresses_of_agents_stand_beside_their_names() -> None:
    found = guessed("id,date,agent,agent name\n1,2026-01-05,nia@example.org,Nia\n2,2026-01-05,,\n")
    assert (found[Field.AGENT], found[Field.AGENT_EMAIL]) == ("agent name", "agent")
    assert guessed("id,date,agent,topic\n1,2026-01-05,nia@example.org,Late\n")[Field.AGENT] == "agent"


@pytest.mark.parametrize(("value", "is_channel"), [("rating", False), ("Chat", True), ("Phone call", True)])
def test_type_is_the_channel_only_with_names_of_channels(value: str, is_channel: bool) -> None:
    assert (Field.CHANNEL in guessed(f"id,date,type\n1,2026-01-05,{value}\n")) is is_channel


@pytest.mark.parametrize(
    ("day", "has_time"), [("2026-01-05", True), ("2026-01-05T00:00:00", True), ("Mon, 05 Jan 2026 14:05:33", False)]
)
def test_dates_with_a_time_need_no_second_one(day: str, has_time: bool) -> None:
    found = guessed(f'timestamp,call time,agent\n"{day}",00:12:40,Nia\n"{day}",00:02:10,Omar\n')
    assert (Field.STARTED_TIME in found) is has_time


def test_thumbs_under_the_title_of_comments_are_ratings() -> None:
    found = guessed("id,date,feedback\n1,2026-01-05,👍\n2,2026-01-06,👎\n")
    assert (found[Field.RATING], Field.COMMENT in found) == ("feedback", False)


def test_column_of_survey_types_is_found_and_each_type_has_its_scale() -> None:
    content = "id,date,metric,score\n1,2026-01-05,CSAT,5\n2,2026-01-05,NPS,9\n3,2026-01-05,CES,6\n4,2026-01-05,CSAT,2\n"
    assert guessed(content)[Field.INSTRUMENT] == "metric"
    file = BytesIO(content.encode())
    profile = guessed_profile(file, layout_of(file, Limits()), Limits())
    rows = parsed(understood(content.encode(), profile))
    assert [(row.instrument, row.value) for row in rows] == [("csat", 5), ("nps", 9), ("ces", 6), ("csat", 2)]


@pytest.mark.parametrize(
    ("second", "is_contact"),
    [
        ("C1,Omar,2026-02-09,5", False),
        ("C1,Omar,2026-01-05,5", True),
        ("C1,Nia,2026-02-09,5", True),
        ("C1,Omar,2026-02-09,", True),
        ("C2,Omar,2026-02-09,5", True),
    ],
)
def test_id_of_contacts_with_several_agents_and_times_is_the_customers(second: str, is_contact: bool) -> None:
    both = f"C1,Nia,2026-01-05,2\n{second}\n"
    found = guessed(f"contact id,agent,date,rating\n{both}{both.replace('C', 'D')}{both.replace('C', 'E')}")
    assert (Field.EXTERNAL_ID in found) is is_contact
    # Two alone say too little.
    assert Field.EXTERNAL_ID in guessed(f"contact id,agent,date,rating\n{both}{both.replace('C', 'D')}")


def test_few_ids_of_several_contacts_are_mistakes() -> None:
    rows = "".join(f"C{number},Nia,2026-01-05,4\n" for number in range(20))
    assert Field.EXTERNAL_ID in guessed(f"contact id,agent,date,rating\n{rows}C1,Omar,2026-02-09,5\n")


def test_other_words_are_no_survey_types() -> None:
    assert Field.INSTRUMENT not in guessed("id,date,metric,score\n1,2026-01-05,CSAT,5\n2,2026-01-05,Speed,9\n")
    assert Field.INSTRUMENT not in guessed("id,date,metric\n1,2026-01-05,CSAT\n")


@pytest.mark.parametrize("name", ["Total", "GRAND TOTAL", "Gesamtsumme", "Average", "Total général"])
def test_rows_with_totals_are_no_contacts(name: str) -> None:
    (bad,) = rejected(understood(f"id,agent,date,rating\n1,{name},2026-01-05,4\n".encode()))
    assert (bad.column, bad.reason) == ("agent", RejectionReason.TOTAL)


@pytest.mark.parametrize("name", ["Suma Rao", "Sum", "Nia Total"])
def test_names_like_totals_are_people(name: str) -> None:
    (row,) = understood(f"id,agent,date,rating\n1,{name},2026-01-05,4\n".encode())
    assert getattr(row, "agent", None) == name
