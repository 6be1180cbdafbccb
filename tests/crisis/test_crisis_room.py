"""The crisis room: contents by reader, number of queries, and live updates."""

from collections.abc import Callable
from datetime import UTC, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Crisis, Invitation
from crisis.queries import room, timeline
from crisis.queries.invitations import counts_of
from crisis.queries.open_tasks import needs_in
from journal.verbs import Audience
from people.models import Notification, User
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.live import version_on

SignIn = Callable[[User], Client]


def address(crisis: Crisis) -> str:
    return reverse("crisis:detail", args=[crisis.pk])


def steps(crisis: Crisis, user: User) -> dict[str, str]:
    return {step.title: step.state for step in room.room_of(crisis, user).steps}


def test_steps_are_done_current_or_blocked(personas: Personas) -> None:
    crisis = crises.draft(personas, team_size=1)
    user = personas.supervisor
    assert list(steps(crisis, user).values())[:5] == ["current", "blocked", "not_done", "blocked", "not_done"]
    crises.selected(crisis, [personas.agent.person_id])
    assert list(steps(crisis, user).values())[:5] == ["done", "current", "not_done", "blocked", "not_done"]
    [invitation] = crises.invited(crisis, personas)
    crises.accept(invitation, personas.agent)
    assert list(steps(crisis, user).values())[:5] == ["done", "done", "current", "blocked", "not_done"]


def test_open_tasks_of_the_lead_link_to_their_pages(personas: Personas) -> None:
    crisis = crises.draft(personas, solution="")
    assert [need.url for need in needs_in(crisis, personas.supervisor)] == [
        reverse("crisis:setup", args=[crisis.pk]),
        reverse("crisis:setup", args=[crisis.pk]),
        reverse("selection:detail", args=[crisis.pk]),
    ]
    assert needs_in(crisis, personas.other_supervisor) == []


def test_overdue_update_is_an_open_task(personas: Personas) -> None:
    crisis = crises.active(personas)
    crisis = actions.give_update(actor=personas.supervisor, crisis=crisis, next_update_at=clock.now() + timedelta(minutes=1))
    with clock.travel(clock.now() + timedelta(minutes=2)):
        assert room.room_of(crisis, personas.supervisor).is_update_overdue
        assert "overdue" in needs_in(crisis, personas.supervisor)[0].title


def test_nothing_new_is_204_and_something_new_is_the_fragment(personas: Personas, sign_in: SignIn) -> None:
    crisis, _users = crises.team(personas, 1, team_size=2)
    client, url = sign_in(personas.supervisor), address(crisis)
    version = version_on(client, url)
    assert client.get(url, {"seen": version}, headers={"HX-Request": "true"}).status_code == 204
    actions.give_update(actor=personas.supervisor, crisis=crisis, text="It rains less.", next_update_at=None)
    answer = client.get(url, {"seen": version}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "It rains less." in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_declining_changes_the_counts_without_a_journal_entry(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.active(personas)
    first, _second = crises.invited(crisis, personas, 2)
    client, url = sign_in(personas.supervisor), address(crisis)
    version = version_on(client, url)
    actions.decline(actor=personas.agent, invitation=first)
    assert client.get(url, {"seen": version}, headers={"HX-Request": "true"}).status_code == 200


def test_queries_do_not_grow_with_the_team_and_the_timeline(personas: Personas, sign_in: SignIn) -> None:
    small, _users = crises.team(personas, 1, team_size=20)
    client = sign_in(personas.supervisor)
    client.get(address(small))
    with CaptureQueriesContext(connection) as few:
        client.get(address(small))
    users = crises.agents(31, first=100)
    crises.selected(small, [user.person_id for user in users])
    by_person = {user.person_id: user for user in users}
    actions.send_invitations(actor=personas.supervisor, crisis=small, count=19)
    for invitation in Invitation.objects.open().filter(person__in=by_person):
        crises.accept(invitation, by_person[invitation.person_id])
    with CaptureQueriesContext(connection) as many:
        client.get(address(small))
    assert counts_of(small).taken == 20
    assert len(many) <= len(few)
    assert len(many) <= 45


def test_names_of_people_who_declined_expired_or_withdrew_are_on_pages_of_the_lead_only(
    personas: Personas, sign_in: SignIn
) -> None:
    users = crises.agents(4)
    crisis = crises.active(personas, [user.person_id for user in users], team_size=4)
    stays, declines, withdraws, silent = users
    for invitation, user in zip(crises.invited(crisis, personas, 4), users, strict=True):
        if user in (stays, withdraws):
            crises.accept(invitation, user)
        if user == declines:
            actions.decline(actor=user, invitation=invitation, reason="A private reason")
        if user == withdraws:
            actions.withdraw(actor=user, invitation=invitation, reason="A private reason")
    crises.expire(crisis)
    private = [user.person.display_name for user in (declines, silent)] + ["A private reason"]
    of_crisis = ("detail", "buy_in", "reviews", "recognition", "scripts")
    pages = ["selection:detail", *(f"crisis:{name}" for name in of_crisis)]
    for name in pages:
        shown = sign_in(personas.other_supervisor).get(reverse(name, args=[crisis.pk])).content.decode()
        assert [text for text in private if text in shown] == [], name
    mate = sign_in(stays).get(f"{address(crisis)}?all=1").content.decode()
    assert [text for text in private if text in mate] == []
    # Joining is public, but the freed spot has no name.
    assert f"{withdraws.person.display_name} joined" in mate
    assert "A spot opened up" in mate
    lead = sign_in(personas.supervisor).get(reverse("crisis:buy_in", args=[crisis.pk])).content.decode()
    assert [text for text in private if text not in lead] == []


def test_former_member_no_longer_sees_the_room(personas: Personas, sign_in: SignIn) -> None:
    crisis, [stays, leaves] = crises.team(personas, 2, team_size=2)
    actions.release(actor=personas.supervisor, crisis=crisis, person_id=leaves.person_id)
    assert sign_in(leaves).get(address(crisis)).status_code == 404
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    assert sign_in(stays).get(address(crisis)).status_code == 200
    assert sign_in(leaves).get(address(crisis)).status_code == 404


def test_invited_person_sees_the_invitation_but_not_the_room(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.active(personas)
    with clock.travel(crises.at_work()):
        [invitation] = crises.invited(crisis, personas)
    client = sign_in(personas.agent)
    assert client.get(address(crisis)).status_code == 404
    told = Notification.objects.get(person=personas.agent.person_id, key__startswith=f"invitation:{invitation.pk}:")
    page = client.get(told.url)
    assert page.status_code == 200
    assert crises.SOLUTION in page.content.decode()


def test_accepting_without_all_three_confirmations_shows_the_form_again(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.active(personas)
    [invitation] = crises.invited(crisis, personas)
    url = reverse("crisis:invitation", args=[invitation.pk])
    answer = sign_in(personas.agent).post(url, {"terms_version": "1", "solution": "on", "training": "on"})
    assert answer.status_code == 422
    assert "To join, tick all three boxes" in answer.content.decode()


def test_short_timeline_leaves_out_frequent_entries(personas: Personas) -> None:
    crisis, [member] = crises.team(personas, 1, team_size=2)
    short = [happening.sentence for happening in timeline.timeline_of(crisis, Audience.SUPERVISORS, zone=UTC, latest=20)]
    whole = [happening.sentence for happening in timeline.timeline_of(crisis, Audience.SUPERVISORS, zone=UTC)]
    assert f"{member.person.display_name} joined the team: 1 of 2 spots filled" in short
    assert "Sofia Supervisor opened the crisis “Kettle recall”" in short
    assert any(sentence.startswith("People in the review programme changed") for sentence in whole)
    assert not any(sentence.startswith("People in the review programme changed") for sentence in short)
    assert not any("…" in sentence or "{" in sentence for sentence in whole)


def test_illegal_step_answers_409_with_a_sentence(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.ready(personas)
    answer = sign_in(personas.supervisor).post(reverse("crisis:step", args=[crisis.pk, "resolve"]))
    assert answer.status_code == 409
    assert "Only an active crisis can be resolved" in answer.content.decode()
    assert sign_in(personas.supervisor).get(reverse("crisis:step", args=[crisis.pk, "explode"])).status_code == 404
