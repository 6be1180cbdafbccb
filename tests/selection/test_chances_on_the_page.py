"""Chances of being among the best on the selection page, in its download, on cards and in saved selections."""

import csv
import re
from collections.abc import Callable
from datetime import date
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from crisis.models import Crisis
from feedback.sustained import Criteria
from feedback.templatetags.csat import chance
from people.models import Leave, User
from people.queries.organisation import today
from selection import actions as choosing
from selection.models import Selection
from selection.queries.candidates import candidates_for
from tests.factories import crisis as crises
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
UNTIL = date(2026, 11, 1)
QUERY = {"until": "2026-11-01", "team_size": "2"}
SATISFIED = (97, 94, 93, 91, 88, 86)
SAID = re.compile(r"the chance of really being among the best 2 is (about \d+|less than 1|more than 99) in 100\.")


@pytest.fixture
def users() -> list[User]:
    found = crises.agents(len(SATISFIED))
    for user, satisfied in zip(found, SATISFIED, strict=True):
        crises.scored(user.person, 100, satisfied)
    return found


@pytest.fixture
def crisis(users: list[User], personas: Personas) -> Crisis:
    crises.scored(personas.other_agent.person, 100, 40)
    return crises.draft(personas, team_size=2)


def asked_of(crisis: Crisis, name: str = "selection:detail", *arguments: object, **query: object) -> str:
    return f"{reverse(name, args=[crisis.pk, *arguments])}?{urlencode({**QUERY, **query}, doseq=True)}"


def percents(crisis: Crisis) -> dict[int, float | None]:
    found = candidates_for(crisis, Criteria(until=UNTIL, team_size=2))
    return {row.csp: row.chance_percent for row in found.ranking.rows}


def save(crisis: Crisis, users: list[User], personas: Personas) -> Selection:
    criteria = Criteria(until=UNTIL, team_size=2)
    choice = candidates_for(crisis, criteria).choice
    places = [row.csp for row in choice.band][: choice.places]
    return choosing.store_selection(
        actor=personas.supervisor, crisis=crisis, criteria=criteria, places=places, reason="They are here this week."
    )


def test_every_ranked_person_has_a_chance(crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn) -> None:
    page = sign_in(personas.supervisor).get(asked_of(crisis)).content.decode()
    known = percents(crisis)
    cells = re.findall(r'<td class="cell-chance">\s*(\S+(?: \S+)*?)<span', page)
    # All who have or may get a spot, and the first two of the reserve list.
    shown = [cell.replace("&lt;", "<").replace("&gt;", ">") for cell in cells]
    assert shown == [chance(known[user.person_id]) for user in users[:5]]
    assert sum(known[user.person_id] or 0 for user in users) == pytest.approx(200, abs=0.01)
    assert known[personas.other_agent.person_id] is None
    unranked = sign_in(personas.supervisor).get(asked_of(crisis, "selection:not_eligible")).content.decode()
    assert "cell-chance" not in unranked


def test_download_has_the_chances(crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn) -> None:
    client, known = sign_in(personas.supervisor), percents(crisis)
    page = client.get(asked_of(crisis)).content.decode()
    [address] = set(re.findall(r'href="([^"]*=csv)"', page))
    answer = client.get(address.replace("&amp;", "&"))
    lines = csv.DictReader(StringIO(answer.getvalue().decode("utf-8-sig")))
    shown = {line["CSP"]: float(line["Chance"]) for line in lines}
    assert shown == pytest.approx({user.person.display_name: known[user.person_id] for user in users}, abs=0.051)


def test_summary_card_and_comparison_have_the_chance(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    client, first = sign_in(personas.supervisor), users[0].person_id
    summary = client.get(asked_of(crisis, "selection:candidate", first), headers={"HX-Request": "true"}).content.decode()
    assert "(of really being among the best 2)" in summary
    card = client.get(asked_of(crisis, "selection:candidate", first)).content.decode()
    assert SAID.search(card)
    assert "fewer satisfied customer" in card
    people = [first, users[1].person_id]
    assert "<td>Chance" in re.sub(
        r"<th[^>]*>\s*", "<td>", client.get(asked_of(crisis, "selection:compare_people", person=people)).content.decode()
    )


def test_people_who_are_away_have_no_chance(crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn) -> None:
    Leave.objects.create(person=users[0].person, first_on=today(), last_on=today())
    client = sign_in(personas.supervisor)
    card = client.get(asked_of(crisis, "selection:candidate", users[0].person_id)).content.decode()
    assert "not available now" in card.lower()
    assert "figures like yours" not in card
    save(crisis, users, personas)
    own = sign_in(users[0]).get(reverse("selection:own_card", args=[crisis.pk])).content.decode()
    assert "figures like yours" not in own


def test_own_card_has_the_chance_and_no_sum(crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn) -> None:
    save(crisis, users, personas)
    for user in users:
        own = sign_in(user).get(reverse("selection:own_card", args=[crisis.pk])).content.decode()
        assert SAID.search(own)
        assert "It promises nothing for another time." in own
        assert not re.search(r"\d+ (more|fewer) satisfied", own)


def test_own_card_of_a_candidate_who_leads_has_no_sum_before_saving(
    crisis: Crisis, personas: Personas, sign_in: SignIn
) -> None:
    crises.scored(personas.supervisor.person, 100, 85)
    card = asked_of(crisis, "selection:candidate", personas.supervisor.person_id)
    text = sign_in(personas.supervisor).get(card).content.decode()
    assert not re.search(r"\d+ (more|fewer) satisfied", text)


def test_saved_selection_keeps_the_chances(crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn) -> None:
    known, stored = percents(crisis), save(crisis, users, personas)
    assert {row["csp"]: row["chance_percent"] for row in stored.result["rows"]} == known
    page = sign_in(personas.supervisor).get(reverse("selection:stored", args=[crisis.pk, stored.number])).content.decode()
    # Two spots, and the first two of the reserve list.
    assert page.count('<td class="cell-chance">') == 4
    assert "the saved inputs still give the same result" in page
