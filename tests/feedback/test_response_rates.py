"""Response rates: rated contacts of each CSP, beside the usual rate of the same source, channel and month."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from io import StringIO
from math import sqrt
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.actions.rollups import rebuild
from feedback.models import Interaction, MonthlyContacts, SurveyResponse
from feedback.queries.ranking import ranking
from feedback.queries.response_rates import response_rates
from feedback.queries.rollups import rollup_differences
from feedback.response_rate_wording import figures, warning
from feedback.sustained.response_rates import ResponseRate, rates_of
from intake.instruments import Instrument
from people.models import Person
from tests.constraints import refused_by
from tests.factories.people import PersonFactory, organisation
from tests.feedback.counts import criteria
from tests.seeds import seeds

pytestmark = pytest.mark.django_db

State = SurveyResponse.State
DAY = datetime(2021, 2, 10, 12, tzinfo=UTC)
WINDOW = criteria(months=3)


def contacts(
    person: Person | None, rated: int, unrated: int, *, source: str = "desk", channel: str = "phone", day: datetime = DAY
) -> None:
    """Contacts of a person; customers rated the first of them."""
    for number in range(rated + unrated):
        contact = Interaction.objects.create(
            source=source,
            external_id=str(Interaction.objects.count()),
            person=person,
            channel=channel,
            started_at=day,
            hour_band=12,
        )
        if number < rated:
            contact.responses.create(instrument=Instrument.CSAT, value=5, responded_at=day)


def people(count: int = 5) -> list[Person]:
    organisation()
    return PersonFactory.create_batch(count)


def rate_of(person: Person) -> ResponseRate | None:
    rebuild()
    return response_rates(WINDOW).get(person.pk)


def test_rate_is_beside_that_of_the_same_work() -> None:
    crew = people()
    for person in crew:
        contacts(person, 3, 7)
    contacts(crew[0], 0, 50, channel="chat")
    for person in crew[1:]:
        contacts(person, 25, 25, channel="chat")
    found = rate_of(crew[0])
    assert found is not None
    assert (found.contacts, found.rated, found.rate_percent) == (60, 3, 5.0)
    # 10 calls at 30 %, 50 chats at 100 of 250.
    assert found.expected_percent == pytest.approx((10 * 0.3 + 50 * 0.4) / 60 * 100)
    assert found.is_far_below
    assert figures(found) == "5.0 % (3 of 60 contacts rated, 38.3 % expected for the same work)"
    assert warning(found) == "5.0 % rated, 38.3 % expected for the same work: ask before you choose"


@pytest.mark.parametrize(
    ("rated", "unrated", "is_known"),
    [(0, 10, False), (10, 0, False), (5, 5, True), (19, 1, True), (39, 2, False), (1, 39, True)],
)
def test_source_delivers_unrated_contacts_from_five_percent_on(rated: int, unrated: int, *, is_known: bool) -> None:
    crew = people()
    for person in crew:
        contacts(person, rated, unrated)
    assert (rate_of(crew[0]) is not None) == is_known
    assert figures(None) == "–"
    assert warning(None) == ""


@pytest.mark.parametrize(("count", "is_known"), [(4, False), (5, True)])
def test_fewer_than_five_people_are_no_comparison(count: int, *, is_known: bool) -> None:
    crew = people(count)
    for person in crew:
        contacts(person, 5, 5)
    assert (rate_of(crew[0]) is not None) == is_known


def test_source_with_rated_contacts_only_is_left_out_beside_another() -> None:
    crew = people()
    for person in crew:
        contacts(person, 5, 5)
        contacts(person, 90, 0, source="survey tool")
        contacts(person, 0, 300, source="telephone system")
    found = rate_of(crew[0])
    assert found is not None
    assert (found.contacts, found.rated, found.expected_percent) == (10, 5, 50.0)


def test_month_in_which_nobody_was_surveyed_is_left_out() -> None:
    crew = people()
    for person in crew:
        contacts(person, 5, 5)
        contacts(person, 0, 40, day=DAY + timedelta(days=31))
    found = rate_of(crew[0])
    assert found is not None
    assert found.contacts == 10


@pytest.mark.parametrize("state", [State.SUPERSEDED, State.SUSPECTED, State.DUPLICATE, State.EXCLUDED])
def test_contact_whose_only_answer_does_not_count_is_neither_rated_nor_unrated(state: str) -> None:
    crew = people()
    for person in crew:
        contacts(person, 4, 6)
    changed = Interaction.objects.filter(person=crew[0], responses__isnull=False).first()
    assert changed is not None
    changed.responses.update(state=state)
    found = rate_of(crew[0])
    assert found is not None
    assert (found.contacts, found.rated) == (9, 3)


def test_drills_other_instruments_and_contacts_without_agent_do_not_count() -> None:
    crew = people()
    for person in crew:
        contacts(person, 4, 6)
    contacts(None, 50, 50)
    contacts(crew[0], 7, 9)
    Interaction.objects.filter(pk__in=Interaction.objects.order_by("-pk")[:16]).update(is_drill=True)
    answered_otherwise = Interaction.objects.filter(person=crew[0], responses=None, is_drill=False).first()
    assert answered_otherwise is not None
    answered_otherwise.responses.create(instrument=Instrument.NPS, value=9, responded_at=DAY)
    found = rate_of(crew[0])
    assert found is not None
    assert (found.contacts, found.rated) == (9, 4)


def test_ranking_stays_the_same_whatever_the_response_rates() -> None:
    crew = people()
    for person in crew:
        contacts(person, 12, 30)
    rebuild()
    before = ranking(WINDOW)
    contacts(crew[0], 0, 900)
    rebuild()
    found = response_rates(WINDOW)[crew[0].pk]
    assert found.is_far_below
    assert ranking(WINDOW) == before


# The oracle: contact by contact, in plain Python and exact fractions.


def is_rated(contact: Interaction) -> bool | None:
    answers = list(contact.responses.all())
    if any(answer.instrument == "csat" and answer.state == "counted" for answer in answers):
        return True
    return None if answers else False


def plain_rates(window: Iterable[date], zone: ZoneInfo) -> dict[int, tuple[int, int, Fraction]]:
    cells: defaultdict[tuple[date, str, str], list[tuple[int, bool]]] = defaultdict(list)
    for contact in Interaction.objects.prefetch_related("responses"):
        month = contact.started_at.astimezone(zone).date().replace(day=1)
        rated = is_rated(contact)
        if contact.person_id and not contact.is_drill and month in window and rated is not None:
            cells[month, contact.source, contact.channel].append((contact.person_id, rated))
    found: defaultdict[int, tuple[int, int, Fraction]] = defaultdict(lambda: (0, 0, Fraction()))
    for cell in cells.values():
        share = Fraction(sum(rated for _person, rated in cell), len(cell))
        if share == 0 or share > Fraction(95, 100) or len({person for person, _rated in cell}) < 5:
            continue
        for person, rated in cell:
            n, s, expected = found[person]
            found[person] = (n + 1, s + rated, expected + share)
    return dict(found)


def upper_bound(s: int, n: int) -> float:
    z = 1.96
    return (s / n + z * z / (2 * n) + z * sqrt(s / n * (1 - s / n) / n + z * z / (4 * n * n))) / (1 + z * z / n)


@pytest.mark.parametrize("seed", seeds(3))
def test_rates_from_the_rollup_are_those_of_the_rows(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a seeded test
    crew: list[Person | None] = [*people(9), None]
    habits = {person: chance.choice([0.02, 0.3, 0.3, 0.4]) for person in crew}
    states = [State.COUNTED] * 12 + [State.SUPERSEDED, State.SUSPECTED, State.DUPLICATE, State.EXCLUDED]
    for number in range(1200):
        person, source = chance.choice(crew), chance.choice(["desk", "desk", "tool", "phones"])
        day = datetime(2020, 12, 30, tzinfo=UTC) + timedelta(minutes=chance.randrange(60 * 24 * 100))
        contact = Interaction.objects.create(
            source=source,
            external_id=str(number),
            person=person,
            channel=chance.choice(["phone", "phone", "chat"]),
            started_at=day,
            hour_band=day.hour,
            is_drill=chance.random() < 0.05,
        )
        if chance.random() < {"desk": habits[person], "tool": 1.0, "phones": 0.0}[source]:
            instrument = chance.choice([Instrument.CSAT] * 6 + [Instrument.NPS])
            contact.responses.create(instrument=instrument, value=4, state=chance.choice(states), responded_at=day)
    rebuild()
    found, expected = response_rates(WINDOW), plain_rates(WINDOW.window, ZoneInfo(organisation().reporting_zone))
    assert found.keys() == expected.keys()
    assert len(found) > 5
    for person_id, (n, s, sum_of_shares) in expected.items():
        rate = found[person_id]
        assert (rate.contacts, rate.rated) == (n, s)
        assert rate.expected_percent == pytest.approx(float(100 * sum_of_shares / n), abs=1e-6)
        assert rate.is_far_below == (100 * upper_bound(s, n) < 2 / 3 * rate.expected_percent)
    assert rollup_differences() == []


@pytest.mark.parametrize(
    ("rated", "contacts", "expected", "is_far_below"),
    [
        (90, 600, 28.0, True),  # 15 %, at most 18.1 %
        (9, 60, 28.0, False),  # 15 % too, but at most 26.1 %
        (100, 600, 28.0, False),  # 16.7 %, at most 19.9 %
        (0, 30, 28.0, True),
        (0, 10, 28.0, False),
        (5000, 20000, 28.0, False),  # significant, but not much
    ],
)
def test_far_below_is_both_proven_and_large(rated: int, contacts: int, expected: float, *, is_far_below: bool) -> None:
    assert ResponseRate(contacts, rated, expected).is_far_below == is_far_below


def test_rates_of_nobody_are_empty() -> None:
    assert rates_of([]) == {}


def test_rates_are_cached_until_contacts_change() -> None:
    crew = people()
    for person in crew:
        contacts(person, 5, 5)
    assert rate_of(crew[0]) is not None
    with CaptureQueriesContext(connection) as captured:
        response_rates(WINDOW)
    assert not any("monthlycontacts" in query["sql"] for query in captured.captured_queries)
    MonthlyContacts.objects.filter(person=crew[0]).update(unrated=95)
    assert response_rates(WINDOW)[crew[0].pk].contacts == 100


def test_command_prints_the_rate_or_null() -> None:
    crew = people(6)
    for person in crew[:5]:
        contacts(person, 12, 36)
    contacts(crew[5], 20, 0, source="tool")
    rebuild()
    out = StringIO()
    call_command("rank_csps", "--until", "2021-04-01", "--months", "3", "--json", stdout=out)
    rates = {row["csp"]: row["response_rate_percent"] for row in json.loads(out.getvalue())}
    assert rates == {**{person.display_name: 25.0 for person in crew[:5]}, crew[5].display_name: None}


def test_line_of_a_month_is_unique_and_begins_it() -> None:
    (person,) = people(1)
    line = {"person": person, "source": "desk", "channel": "phone", "rated": 1}
    MonthlyContacts.objects.create(month_on="2021-02-01", **line)
    with refused_by("monthly_contacts_unique"):
        MonthlyContacts.objects.create(month_on="2021-02-01", **line)
    with refused_by("monthly_contacts_first_of_month"):
        MonthlyContacts.objects.create(month_on="2021-03-02", **line)
    MonthlyContacts.objects.create(month_on="2021-03-01", **line)
