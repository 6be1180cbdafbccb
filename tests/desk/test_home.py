"""The home of each role, with and without waiting items."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crisis import actions
from desk import homes
from desk.homes import sections
from intake.actions.uploads import receive_file
from people.actions import notify
from people.identity import User
from tests.factories import crisis as crises
from tests.factories import quality, recognition
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas
from tests.live import version_on

SignIn = Callable[[User], Client]


def home_of(user: User, sign_in: SignIn) -> str:
    answer = sign_in(user).get(reverse("desk:home"))
    assert answer.status_code == 200
    return answer.content.decode()


def waiting(user: User) -> list[str]:
    return [item.title for item in homes.home_of(user).needs.items]


def test_home_without_crises_explains_what_to_do(personas: Personas, sign_in: SignIn) -> None:
    assert "No open crisis" in home_of(personas.supervisor, sign_in)
    agents = home_of(personas.agent, sign_in)
    assert "No open crisis" not in agents
    assert "No scripts are published right now" in agents
    assert "New tasks appear here." in agents


def test_the_lead_sees_the_crisis_with_its_steps_and_what_it_needs(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.active(personas)
    page = home_of(personas.supervisor, sign_in)
    assert crisis.title in page
    assert "Selection" in page
    needs = homes.home_of(personas.supervisor).needs
    assert any(item.url.startswith(reverse("crisis:detail", args=[crisis.pk]) + "#") for item in needs.items)


def test_others_see_neither_the_crisis_nor_what_it_needs(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.active(personas)
    assert crisis.title not in home_of(personas.reviewer, sign_in)
    assert waiting(personas.reviewer) == []


def test_home_shows_support_contacts_to_the_team_only(personas: Personas, sign_in: SignIn) -> None:
    crisis, (member,) = crises.team(personas)
    contact = crisis.support_contacts.all()[0]
    assert contact.reach in home_of(member, sign_in)
    assert contact.reach not in home_of(personas.supervisor, sign_in)


def test_a_finished_crisis_leaves_the_home(personas: Personas) -> None:
    crisis = crises.draft(personas)
    assert [shown.crisis for shown in homes.home_of(personas.supervisor).crises] == [crisis]
    type(crisis).objects.update(state="cancelled", cancelled_at=crisis.opened_at)
    assert homes.home_of(personas.supervisor).crises == []


def test_an_invitation_waits_until_it_is_answered(personas: Personas) -> None:
    crisis = crises.active(personas, [personas.agent.person_id])
    (invitation,) = crises.invited(crisis, personas)
    assert [title for title in waiting(personas.agent) if crisis.title in title]
    crises.accept(invitation, personas.agent)
    assert [title for title in waiting(personas.agent) if crisis.title in title] == []


def test_new_and_withdrawn_scripts_wait_for_agents(personas: Personas) -> None:
    version = scripts.published(personas.supervisor, personas.approver)
    assert waiting(personas.agent) == [version.script.title]
    assert waiting(personas.supervisor) == []
    section = sections.my_scripts(personas.agent)
    assert section
    assert [item.title for item in section.items] == [version.script.title]


def test_script_in_review_waits_for_approvers_but_not_its_author(personas: Personas) -> None:
    version = scripts.in_review(personas.supervisor)
    assert waiting(personas.approver) == [version.script.title]
    assert waiting(personas.trainer) == [version.script.title]
    assert waiting(personas.supervisor) == []
    type(version).objects.update(writer_ids=[version.author_id, personas.approver.person_id])
    assert waiting(personas.approver) == []


def test_nominations_wait_for_people_who_may_decide(personas: Personas) -> None:
    recognition.AwardFactory.create(nominee=personas.agent.person, nominator=personas.other_agent.person)
    assert waiting(personas.supervisor) == ["1 nomination to review"]
    assert waiting(personas.agent) == []


@pytest.mark.parametrize(
    ("persona", "places"),
    [
        (
            "supervisor",
            {
                "Home",
                "Crises",
                "Scripts",
                "Training",
                "Reviews",
                "Recognition",
                "Suggestions",
                "Care",
                "Satisfaction",
                "Protocols",
            },
        ),
        ("agent", {"Home", "Scripts", "Training", "Reviews", "Recognition", "Suggestions", "Care", "My card"}),
        ("reviewer", {"Home", "Scripts", "Training", "Reviews", "Recognition", "Suggestions", "Care"}),
        ("approver", {"Home", "Scripts", "Training", "Recognition", "Suggestions", "Care"}),
        ("ops", {"Home", "Recognition", "Suggestions", "Protocols", "Imports"}),
        ("administrator", {"Home", "Recognition", "Suggestions", "Imports", "People"}),
    ],
)
def test_each_role_has_its_places_and_may_open_them(
    persona: str, places: set[str], personas: Personas, sign_in: SignIn
) -> None:
    client = sign_in(getattr(personas, persona))
    shown = client.get(reverse("desk:home")).context["places"]
    assert {str(place.title) for place in shown} == places
    assert {client.get(place.url).status_code for place in shown} == {200}


def test_an_invitation_brings_the_crises_into_the_navigation(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.active(personas, [personas.agent.person_id])
    crises.invited(crisis, personas)
    shown = sign_in(personas.agent).get(reverse("desk:home")).context["places"]
    assert "Crises" in {str(place.title) for place in shown}


def test_the_place_of_a_page_is_marked(personas: Personas, sign_in: SignIn) -> None:
    shown = sign_in(personas.supervisor).get(reverse("recognition:mine")).context["places"]
    assert [str(place.title) for place in shown if place.is_here] == ["Recognition"]


def test_queries_of_the_home_do_not_grow_with_lines(personas: Personas, sign_in: SignIn) -> None:
    scripts.published(personas.supervisor, personas.approver, title="One")
    client = sign_in(personas.agent)
    few = queries_of(client)
    for number in range(5):
        scripts.published(personas.supervisor, personas.approver, title=f"More {number}")
    assert queries_of(client) == few


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("desk:home"))
    return len(captured)


def test_open_home_gets_only_changes(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.agent)
    asked = f"{reverse('desk:home')}?seen={version_on(client, reverse('desk:home'))}"
    assert client.get(asked, headers={"HX-Request": "true"}).status_code == 204
    version = scripts.published(personas.supervisor, personas.approver)
    answer = client.get(asked, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert version.script.title in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_real_crises_come_before_drills_and_active_ones_before_drafts(personas: Personas) -> None:
    crises.draft(personas, title="Drill", is_drill=True)
    crises.draft(personas, title="Draft")
    active = crises.ready(personas, title="Active")
    actions.activate(actor=personas.supervisor, crisis=active)
    crises.draft(personas, title="Later draft")
    assert [shown.crisis.title for shown in homes.home_of(personas.supervisor).crises] == ["Active", "Later draft", "Draft"]


def test_reviewers_find_their_queue(personas: Personas) -> None:
    quality.assigned_slot(personas.other_agent.person, personas.reviewer)
    queue = sections.my_queue(personas.reviewer)
    assert queue
    # On some days the baseline has planned two.
    assert {item.title for item in queue.items} == {personas.other_agent.person.display_name}


def test_agents_find_their_results_and_are_asked_to_acknowledge_them(personas: Personas) -> None:
    review = quality.completed(personas.agent.person, personas.reviewer)
    result = reverse("quality:result", args=[review.pk])
    assert result in {item.url for item in homes.home_of(personas.agent).needs.items}
    feedback = sections.my_feedback(personas.agent)
    assert feedback
    assert [item.url for item in feedback.items] == [result]


def test_ops_find_protocols_and_imports_and_administrators_the_organisation(personas: Personas) -> None:
    assert [section.key for section in homes.home_of(personas.ops).sections] == ["protocols", "imports"]
    assert [section.key for section in homes.home_of(personas.administrator).sections] == ["imports", "house"]


def test_import_waits_for_its_uploader(personas: Personas) -> None:
    upload = SimpleUploadedFile("march.csv", b"date,agent,rating\n2026-03-01,Ana,5\n")
    imported = receive_file(actor=personas.ops, file_name="march.csv", chunks=upload.chunks())
    waits = homes.home_of(personas.ops).needs.items
    assert [item.url for item in waits] == [reverse("intake:import_detail", args=[imported.pk])]
    assert homes.home_of(personas.supervisor).needs.items == []


def test_unread_notifications_are_counted_in_the_bar(personas: Personas, sign_in: SignIn) -> None:
    assert "topbar-count" not in home_of(personas.agent, sign_in)
    notify(person_id=personas.agent.person_id, key="hello", text="Hello")
    assert '<span class="topbar-count" data-news="1 unread notification">1</span>' in home_of(personas.agent, sign_in)
