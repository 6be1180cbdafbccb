"""The selection page with few and with thousands of candidates: shown rows, and ticks that are kept."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from feedback.sustained import Criteria
from people.models import Membership, Person, Role, RoleGrant, Shift, User
from selection import decision_in_address as ticks
from selection.candidate_filters import FIRST
from selection.choice import Choice, choice_of
from selection.models import Candidate, Selection
from selection.queries.candidates import candidates_for
from tests.factories import crisis as crises
from tests.factories.people import Personas, TeamFactory, UserFactory
from tests.feedback.counts import criteria, rank, spread
from tests.selection.test_select_a_team import criteria as asked

SignIn = Callable[[User], Client]
QUERY = {"until": "2026-11-01", "months": "6", "min_responses": "10", "floor_percent": "80", "team_size": "3"}
# An address has as much room as gunicorn gives the first line of a request, less what else stands in it.
LONGEST_ADDRESS = 4094 - 600


def band(size: int, places: int) -> tuple[Criteria, Choice]:
    """People with the same counts, all too close to call."""
    wanted = criteria(months=1, floor_percent=0, min_responses=1, team_size=places)
    return wanted, choice_of(rank([spread(csp, 9, 10, 1) for csp in range(size)], wanted))


def places_of(page: str) -> set[int]:
    """Ids of people chosen on the page: ticked, or in the hidden field."""
    ticked = re.findall(r'name="places"\s+value="(\d+)"[^>]*\schecked', page)
    hidden = re.findall(r'type="hidden"\s+name="places"\s+value="([\d,]+)"', page)
    return {int(number) for number in [*ticked, *(part for text in hidden for part in text.split(","))]}


def ticks_of(page: str) -> str:
    found = re.search(r'name="ticks"\s+value="([^"]+)"', page)
    assert found
    return found[1]


def rows_of(page: str) -> list[str]:
    return re.findall(r'aria-label="(Person \d{3}) gets a spot"', page)


def selected_of(page: str) -> str:
    found = re.search(r"<output[^>]*>(\d+)</output>\s+of (\d+) selected", page)
    assert found
    return f"{found[1]} of {found[2]}"


class Lead:
    """Sofia on the selection page of her crisis."""

    def __init__(self, personas: Personas, sign_in: SignIn) -> None:
        self.client = sign_in(personas.supervisor)
        self.crisis = crises.draft(personas, team_size=3)

    def sees(self, *, more: str | list[str] = "", **query: str) -> str:
        url = reverse("selection:detail", args=[self.crisis.pk])
        answer = self.client.get(url, {**QUERY, **query, "more": more})
        assert answer.status_code == 200
        return answer.content.decode()


@pytest.fixture
def lead(personas: Personas, sign_in: SignIn) -> Lead:
    return Lead(personas, sign_in)


def test_page_without_candidates_says_so(lead: Lead) -> None:
    # The personas who are agents have no responses: they are ranked, and not eligible.
    page = lead.sees()
    assert "Not eligible (2)" in page
    assert selected_of(page) == "0 of 3"
    assert "No candidates to show" in page


def test_no_choice_if_everyone_fits(lead: Lead) -> None:
    crises.alike(3)
    page = lead.sees()
    assert "(3) · By score alone." in page
    assert "Everyone eligible gets a spot." in page
    assert 'name="ticks"' not in page
    assert re.search(r'<div class="decision-reason"\s+hidden', page)


def test_page_shows_the_number_of_people_selected(lead: Lead) -> None:
    people = crises.alike(5)
    page = lead.sees()
    assert selected_of(page) == "3 of 3"
    assert places_of(page) == {person.pk for person in people[:3]}
    assert "Why these 3 of the 5 too close to call?" in page


def test_filters_change_the_list_and_not_the_ranking(lead: Lead) -> None:
    people = crises.alike(6)
    night, team = Shift.objects.create(name="Night", starts_at="22:00", ends_at="06:00"), TeamFactory.create(name="Harbour")
    Person.objects.filter(pk=people[1].pk).update(shift=night)
    Person.objects.filter(pk=people[2].pk).update(languages=["pl"])
    Person.objects.filter(pk=people[3].pk).update(channels=["chat"])
    Membership.objects.create(person=people[4], team=team, starts_on="2020-01-01")
    everything = lead.sees()
    for words, number in [("son 000", 0), ("night", 1), ("POLISH", 2), ("chat", 3), ("harb person", 4)]:
        page = lead.sees(find=words)
        assert rows_of(page) == [f"Person {number:03}"]
        assert "(6) · Choose 3 of these 6." in page
        assert places_of(page) == places_of(everything)
        assert '<tdclass="cell-rank">1</td>' in re.sub(r"\s+", "", page).replace("<tdclass=cell", '<tdclass="cell')
    assert "No one here matches the filter." in lead.sees(find="harbour night")


def test_each_group_shows_its_first_rows_and_a_link_to_more(lead: Lead) -> None:
    people = crises.alike(FIRST + 10)
    page = lead.sees()
    assert len(rows_of(page)) == FIRST
    link = re.search(r'<a[^>]*id="more-band"[^>]*href="([^"]+)"', page)
    assert link
    following = lead.client.get(link[1].replace("&amp;", "&")).content.decode()
    assert len(rows_of(following)) == len(people)
    assert 'id="more-band"' not in following
    assert lead.sees(more=["band.x", "nonsense", "band.99999999"]).count("gets a spot") == FIRST


def test_ticks_are_kept_for_hidden_rows(lead: Lead) -> None:
    people = crises.alike(FIRST + 10)
    chosen = {people[1].pk, people[FIRST + 3].pk, people[FIRST + 4].pk}
    wanted = asked(team_size=3)
    choice = candidates_for(lead.crisis, wanted).choice
    text = ticks.written(wanted, ticks.suggested(choice), chosen)
    for page in (lead.sees(ticks=text), lead.sees(ticks=text, find="Person 001"), lead.sees(ticks=text, more="band.100")):
        assert places_of(page) == chosen
        assert ticks_of(page) == text
        assert selected_of(page) == "3 of 3"
    page = lead.sees(ticks=text, find="Person 001")
    places = re.findall(r'name="places"\s+value="([\d,]+)"(?:\s+checked)?', page)
    stored = lead.client.post(
        reverse("selection:store", args=[lead.crisis.pk]),
        {**QUERY, "places": places, "reason": "They know the harbour."},
    )
    assert stored.status_code == 302
    team = Candidate.objects.filter(selection=Selection.objects.get(), standing="in")
    assert {row.person_id for row in team} == chosen


def test_changed_criteria_reset_the_ticks(lead: Lead) -> None:
    people = crises.alike(6)
    wanted = asked(team_size=3)
    ballot = ticks.suggested(candidates_for(lead.crisis, wanted).choice)
    text = ticks.written(wanted, ballot, {person.pk for person in people[3:]})
    assert places_of(lead.sees(ticks=text)) == {person.pk for person in people[3:]}
    assert places_of(lead.sees(ticks=text, team_size="2")) == {person.pk for person in people[:2]}
    assert places_of(lead.sees(ticks=text, min_responses="11")) == {person.pk for person in people[:3]}
    for nonsense in ("", ".", text[:-1] + "x", text.replace(".", ""), "ffffffff.f"):
        assert places_of(lead.sees(ticks=nonsense)) == {person.pk for person in people[:3]}


def test_refused_choice_is_kept_on_the_page(lead: Lead) -> None:
    people = crises.alike(FIRST + 10)
    url = reverse("selection:store", args=[lead.crisis.pk])
    chosen = {people[0].pk, people[FIRST + 1].pk}
    data = {**QUERY, "find": "Person 02", "places": [",".join(map(str, chosen))], "reason": "They know the harbour."}
    answer = lead.client.post(url, data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert places_of(page) == chosen
    assert selected_of(page) == "2 of 3"
    assert "Person 020" in page
    assert "Person 049" not in page


@given(st.integers(2, 60), st.data())
def test_encoded_ticks_round_trip(size: int, data: st.DataObject) -> None:
    wanted, choice = band(size, data.draw(st.integers(1, size - 1)))
    chosen = data.draw(st.sets(st.sampled_from([row.csp for row in choice.band])))
    assert ticks.read(ticks.written(wanted, ticks.suggested(choice), chosen), wanted, ticks.suggested(choice)) == chosen


def test_ticks_of_ten_thousand_people_fit_into_a_url() -> None:
    wanted, choice = band(10_000, 500)
    anew = {row.csp for row in choice.band[-500:]}
    text = ticks.written(wanted, ticks.suggested(choice), anew)
    assert len(text) < LONGEST_ADDRESS
    assert ticks.read(text, wanted, ticks.suggested(choice)) == anew
    # A change at the edge is a few characters.
    swapped = choice.suggestion - {choice.band[8].csp} | {choice.band[9].csp}
    assert len(ticks.written(wanted, ticks.suggested(choice), swapped)) < 20


def test_other_supervisors_see_neither_figures_of_the_team_nor_what_others_cover(
    lead: Lead, personas: Personas, sign_in: SignIn
) -> None:
    people = crises.alike(5)
    Person.objects.filter(pk=people[0].pk).update(languages=["pl"])
    url = reverse("selection:detail", args=[lead.crisis.pk])
    page = sign_in(personas.other_supervisor).get(url, QUERY).content.decode()
    assert "Person 0" not in page
    for said in ("Spots filled", "Mean adjusted CSAT", 'id="decision"', "Fairness", "Other rules"):
        assert said not in page
    assert '"pl"' not in page
    assert "language:pl" not in page
    assert "Polish" not in page


def test_the_number_of_queries_does_not_grow_with_the_candidates(lead: Lead) -> None:
    crises.alike(4)
    lead.sees()
    with CaptureQueriesContext(connection) as few:
        lead.sees()
    crises.alike(60)
    lead.sees()
    with CaptureQueriesContext(connection) as many:
        lead.sees()
    assert len(many) == len(few)


def test_candidates_without_an_account_are_marked(lead: Lead) -> None:
    people = crises.alike(3)
    sentence = "no account"
    assert lead.sees().count(sentence) == 3
    for person in people:
        UserFactory.create(person=person)
    assert sentence not in lead.sees()


@pytest.mark.django_db
def test_card_says_to_other_readers_whom_it_addresses(personas: Personas, sign_in: SignIn) -> None:
    crisis, lead = crises.draft(personas), personas.supervisor
    RoleGrant.objects.create(person=lead.person, role=Role.AGENT)
    for user in (lead, personas.agent):
        crises.scored(user.person, 100, 90)
    cards = {
        user: sign_in(lead).get(reverse("selection:candidate", args=[crisis.pk, user.person_id]), QUERY).content.decode()
        for user in (lead, personas.agent)
    }
    assert "Adjusted CSAT" in cards[lead]
    assert [user for user, page in cards.items() if "“you” means them" in page] == [personas.agent]
