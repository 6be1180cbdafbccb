"""After a selection without ranking, pages show no figure of a candidate unless a method is asked for."""

import re
from collections.abc import Callable
from datetime import date, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from crisis.models import Crisis
from feedback.sustained import Criteria
from people.models import Notification, Person, RoleGrant, Shift, User
from selection import actions as choosing
from selection.coverage import Coverage, Dimension, Minimum
from selection.models import Selection
from selection.needs import leaders_who_have_not_answered, questions_to_leaders
from selection.urls import urlpatterns
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]

# Figures of the personas' agents: 570 satisfied of 600 responses. As a whole number, because digests have any digits.
FIGURES = re.compile(r"CSAT|\b570\b|\d ?%|[Rr]ank \d|[Cc]hance")
WRITES = {"store", "ask_leaders", "add_nothing", "withdraw_leader_input"}


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    """Sofia leads Ana, Omar leads Otto; the latest selection was made without ranking."""
    for user in (personas.agent, personas.other_agent):
        crises.scored(user.person, 100, 95)
    return crises.draft(personas, team_size=1)


def save(crisis: Crisis, personas: Personas, coverage: Coverage | None = None) -> Selection:
    return choosing.store_unranked_selection(
        actor=personas.supervisor, crisis=crisis, team_size=1, coverage=coverage, reason="No rankings here."
    )


def url(name: str, crisis: Crisis, *arguments: int) -> str:
    return reverse(f"selection:{name}", args=[crisis.pk, *arguments])


def pages(crisis: Crisis, person_id: int) -> list[str]:
    """Addresses of all pages of a selection that can be read, of selection 1 and of this person."""
    found = []
    for name in {str(pattern.name) for pattern in urlpatterns} - WRITES:
        for arguments in ([crisis.pk], [crisis.pk, person_id], [crisis.pk, 1], [crisis.pk, 1, 2]):
            try:
                found.append(reverse(f"selection:{name}", args=arguments))
            except NoReverseMatch:
                continue
    return sorted(set(found))


def read(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    text = b"".join(answer).decode()
    # Styles and scripts have percentages too.
    return re.sub(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL) if "<html" in text else text


@pytest.mark.parametrize("reader", ["supervisor", "other_supervisor", "deputy"])
def test_no_page_shows_a_figure(reader: str, crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    for _selection in range(2):
        save(crisis, personas)
    user = crises.deputy() if reader == "deputy" else getattr(personas, reader)
    client, about = sign_in(user), personas.other_agent if reader == "other_supervisor" else personas.agent
    addresses = pages(crisis, about.person_id)
    assert url("candidate", crisis, about.person_id) in addresses
    for address in [*addresses, f"{url('detail', crisis)}?until=2026-11-01&team_size=1"]:
        with CaptureQueriesContext(connection) as queries:
            found = FIGURES.search(read(client, address))
        assert found is None, (address, found)
        assert not [query["sql"] for query in queries if "feedback_" in query["sql"]], address


def test_tabs_lead_to_the_page_without_scores(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    save(crisis, personas)
    tabs = ("detail", "criteria", "coverage", "fairness", "rules", "not_eligible", "compare_people")
    for user, there in ((personas.supervisor, "unranked"), (personas.other_supervisor, "leader_input")):
        client = sign_in(user)
        for tab in tabs:
            assert client.get(url(tab, crisis)).headers["Location"] == url(there, crisis)
        asked = client.get(url("detail", crisis), HTTP_HX_REQUEST="true")
        assert asked.headers["HX-Redirect"] == url(there, crisis)


def test_scores_that_were_asked_for_stay_in_all_tabs(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    save(crisis, personas)
    client = sign_in(personas.supervisor)
    page = client.get(url("detail", crisis), {"method": "scores", "until": "2026-11-01"}).content.decode()
    linked = {address.replace("&amp;", "&") for address in re.findall(r'href="(/crises/[^"]*\?[^"]*)"', page)}
    tabs = [address for address in linked if re.search(r"/selection/|/leader-input/|/candidates/", address)]
    assert len(tabs) >= 6
    for address in tabs:
        assert "method=scores" in address
        assert client.get(address).status_code == 200
    assert '<input type="hidden" name="method" value="scores">' in page
    criteria = client.get(url("criteria", crisis), {"method": "scores"}).content.decode()
    assert '<input type="hidden" name="method" value="scores">' in criteria


def test_team_leaders_give_input_without_figures(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    night = Shift.objects.create(name="Night", starts_at=time(22), ends_at=time(6))
    Person.objects.filter(pk=personas.other_agent.person_id).update(shift=night)
    crises.leader_input(crisis, personas.other_supervisor, personas.other_agent.person, reason="Knows the east.")
    client, person_id = sign_in(personas.other_supervisor), personas.other_agent.person_id
    assert "570 of 600" in client.get(url("leader_input", crisis), {"until": "2026-11-01"}).content.decode()
    save(crisis, personas)
    page = client.get(url("leader_input", crisis)).content.decode()
    for words in ("without ranking, so this page shows no scores", "Otto", "South · Night", "available", "Knows the east."):
        assert words in page
    assert "Ana" not in page
    assert url("give_leader_input", crisis, person_id) in page
    assert url("candidate", crisis, person_id) not in page
    answer = client.post(
        url("give_leader_input", crisis, person_id), {"kind": "objection", "reason": "On a course."}, follow=True
    )
    assert "On a course." in answer.content.decode()


def test_card_without_figures_has_what_people_say(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    save(crisis, personas)
    crises.leader_input(crisis, personas.supervisor, personas.agent.person, reason="Stays calm.")
    choosing.reply_to_card(actor=personas.agent, crisis=crisis, text="I speak Polish.")
    client = sign_in(personas.supervisor)
    address = Notification.objects.get(person=personas.supervisor.person_id, url__contains="/candidates/").url
    page = read(client, address)
    for words in ("no scores", "Stays calm.", "I speak Polish."):
        assert words in page
    assert not FIGURES.search(page)
    part = client.get(address, HTTP_HX_REQUEST="true")
    assert part.headers["HX-Redirect"] == address
    assert "CSAT" in client.get(address, {"method": "scores"}).content.decode()
    assert client.get(url("candidate", crisis, personas.administrator.person_id)).status_code == 404
    RoleGrant.objects.filter(person=personas.agent.person_id).delete()
    assert "I speak Polish." in read(client, address)


def test_open_tasks_lead_to_pages_without_figures(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    save(crisis, personas)
    choosing.ask_leaders(actor=personas.supervisor, crisis=crisis, leader_ids=[personas.other_supervisor.person_id])
    [of_lead] = leaders_who_have_not_answered(crisis, personas.supervisor)
    [of_leader] = questions_to_leaders(personas.other_supervisor)
    for need, user in ((of_lead, personas.supervisor), (of_leader, personas.other_supervisor)):
        assert not FIGURES.search(read(sign_in(user), need.url))


def test_asking_leaders_stays_without_figures(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    before = read(client, url("unranked", crisis))
    assert "until a team is saved without ranking" in before
    save(crisis, personas)
    assert "by name, without scores" in read(client, url("unranked", crisis))
    for leaders in ([], [personas.other_supervisor.person_id]):
        answer = client.post(url("ask_leaders", crisis), {"leaders": leaders})
        assert answer.headers["Location"] == url("unranked", crisis)


def test_ranked_selection_of_before_keeps_its_figures_and_cards(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=Criteria(until=date(2026, 11, 1), team_size=2))
    save(crisis, personas)
    client = sign_in(personas.supervisor)
    page = client.get(url("stored", crisis, 1)).content.decode()
    card = re.search(r'href="(/crises/\d+/candidates/[^"]*)"', page)
    assert card
    assert "Adjusted CSAT" in client.get(card[1].replace("&amp;", "&")).content.decode()


def test_selection_by_score_begins_with_the_saved_coverage_rules(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    Person.objects.filter(pk=personas.agent.person_id).update(languages=["pl"])
    save(crisis, personas, Coverage((Minimum(Dimension.LANGUAGE, "pl", 1),)))
    client = sign_in(personas.supervisor)
    page = client.get(url("detail", crisis), {"method": "scores"}).content.decode()
    assert 'name="language:pl" value="1"' in page
    # A query string with a criterion is complete: a rule that is missing there was removed.
    page = client.get(url("detail", crisis), {"method": "scores", "team_size": "1"}).content.decode()
    assert 'name="language:pl"' not in page
