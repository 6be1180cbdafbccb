"""Others see figures of a round after its end, from five people on, rounded, and never changed afterwards."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from care import actions
from care.actions.rounds import lower_limit, rounded_share
from care.models import PulseAnswer, PulseAsked, PulseFigure, PulseRound
from care.models.pulse import lowest_share
from care.queries.rounds import figures_of, rounds_of
from care.tables.pulse import about_percent
from core import clock
from people.identity import Role, User
from people.models import Membership
from tests.factories import crisis as crises
from tests.factories.care import answered, ended
from tests.factories.people import Made, Personas, TeamFactory, users

SignIn = Callable[[User], Client]


@pytest.fixture
def two_teams(personas: Personas) -> tuple[list[User], list[User]]:
    """Ten agents in one team and seven in another, besides the two agents of North and South."""
    west, east = TeamFactory.create(name="West"), TeamFactory.create(name="East")
    agents = users([Made(f"Wim {number}", (Role.AGENT,), west) for number in range(10)])
    others = users([Made(f"Eva {number}", (Role.AGENT,), east) for number in range(7)])
    return agents, others


def shown(pulse_round: PulseRound, by: str = "team") -> list[tuple[str, int, int, int]]:
    return [
        (figure.name, figure.at_least, figure.strained_percent, figure.lacking_percent)
        for figure in figures_of(pulse_round, by)
    ]


def test_figures_appear_when_the_round_has_ended(
    personas: Personas, two_teams: tuple[list[User], list[User]], sign_in: SignIn
) -> None:
    west, east = two_teams
    pulse_round = actions.start_round(actor=personas.supervisor)
    answered(pulse_round, dict.fromkeys(west[:6], (5, 4)) | dict.fromkeys(east[:6], (1, 1)))
    client, url = sign_in(personas.supervisor), reverse("care:round", args=[pulse_round.pk])
    assert not PulseFigure.objects.exists()
    assert "Figures appear when the round has ended" in client.get(url).content.decode()
    ended(pulse_round)
    # With both teams, the two agents of North and South would remain.
    assert shown(pulse_round) == [("", 10, 50, 50), ("West", 5, 80, 20)]
    text = client.get(url).content.decode()
    assert "about 50 %" in text
    assert "80 % or more" in text
    assert "20 % or less" in text
    assert "10 or more" in text


def test_page_of_an_open_round_does_not_show_any_answer(
    personas: Personas,
    two_teams: tuple[list[User], list[User]],
    sign_in: SignIn,
) -> None:
    west, _east = two_teams
    pulse_round = actions.start_round(actor=personas.supervisor)
    before = rounds_of(personas.supervisor)
    answered(pulse_round, dict.fromkeys(west, (5, 4)))
    actions.skip(actor=personas.agent, pulse_round=pulse_round)
    assert rounds_of(personas.supervisor) == before
    assert figures_of(pulse_round, "team") == []


def test_team_with_four_answers_is_not_shown_nor_the_one_that_would_give_it_away(
    personas: Personas, two_teams: tuple[list[User], list[User]]
) -> None:
    west, east = two_teams
    pulse_round = actions.start_round(actor=personas.supervisor)
    answered(pulse_round, dict.fromkeys(west[:6], (5, 4)) | dict.fromkeys(east[:4], (1, 1)))
    ended(pulse_round)
    assert shown(pulse_round) == [("", 10, 60, 40)]


def test_person_who_answered_one_question_counts_in_neither(
    personas: Personas, two_teams: tuple[list[User], list[User]]
) -> None:
    west, _east = two_teams
    pulse_round = actions.start_round(actor=personas.supervisor)
    answered(pulse_round, dict.fromkeys(west[:4], (5, 4)))
    actions.answer(actor=west[4], pulse_round=pulse_round, question="strain", value=5)
    ended(pulse_round)
    assert shown(pulse_round) == []


def test_figures_stay_when_answers_are_deleted(personas: Personas, two_teams: tuple[list[User], list[User]]) -> None:
    west, _east = two_teams
    pulse_round = actions.start_round(actor=personas.supervisor)
    answered(pulse_round, dict.fromkeys(west[:7], (5, 4)))
    ended(pulse_round)
    before = shown(pulse_round)
    PulseAnswer.objects.filter(person=west[0].person_id).delete()
    with clock.travel(pulse_round.closes_at):
        actions.keep_up_rounds()
    assert shown(pulse_round) == before != []


def test_newcomer_waits_until_a_later_round(personas: Personas, two_teams: tuple[list[User], list[User]]) -> None:
    west, east = two_teams
    first = actions.start_round(actor=personas.supervisor)
    answered(first, dict.fromkeys(west, (1, 5)) | dict.fromkeys(east, (1, 5)))
    ended(first)
    newcomer = users([Made("Nina Newcomer", (Role.AGENT,), Membership.objects.get(person=west[0].person_id).team)])[0]
    with clock.travel(first.closes_at):
        second = actions.start_round(actor=personas.supervisor)
        answered(second, dict.fromkeys(west, (1, 5)) | dict.fromkeys(east, (1, 5)) | {newcomer: (5, 1)})
        ended(second)
    total = PulseFigure.objects.get(round=second, by="")
    assert newcomer.person_id not in total.people
    assert total.people == PulseFigure.objects.get(round=first, by="").people


@pytest.mark.parametrize(("answers", "asked", "limit"), [(5, 6, 5), (9, 30, 5), (10, 10, 5), (10, 11, 10), (14, 200, 10)])
def test_number_of_answers_never_says_that_everyone_answered(answers: int, asked: int, limit: int) -> None:
    assert lower_limit(answers, asked) == limit < asked


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(2, 5, 40), (3, 8, 40), (3, 20, 20), (13, 20, 70), (0, 5, 20), (0, 30, 10), (30, 30, 90)]
)
def test_shares_are_tens(part: int, whole: int, percent: int) -> None:
    assert rounded_share(part, whole, lower_limit(whole, whole + 2)) == percent


@pytest.mark.parametrize("whole", range(5, 60))
def test_limit_of_a_share_never_says_what_everyone_answered(whole: int) -> None:
    """One person who answered otherwise makes no difference, nor how many answered, if that is not shown."""
    at_least = lower_limit(whole, whole + 2)
    assert rounded_share(0, whole, at_least) == rounded_share(1, whole, at_least) == lowest_share(at_least)
    assert rounded_share(whole, whole, at_least) == rounded_share(whole - 1, whole, at_least) == 100 - lowest_share(at_least)


def test_limits_of_shares_are_shown_as_limits() -> None:
    assert [about_percent(percent, 5) for percent in (20, 30, 80)] == ["20 % or less", "about 30 %", "80 % or more"]
    assert [about_percent(percent, 10) for percent in (10, 20, 90)] == ["10 % or less", "about 20 %", "90 % or more"]
    # Older figures of few answers had the same limits as others.
    assert [about_percent(percent, 5) for percent in (10, 90)] == ["20 % or less", "80 % or more"]


def test_rounds_of_the_organisation_and_of_a_crisis_are_compared(personas: Personas) -> None:
    """The organisation's agents without the team of the crisis are one person."""
    _crisis, members = crises.team(personas, 12, team_size=12)
    outside = {personas.agent.person_id, personas.other_agent.person_id}
    with clock.travel(crises.at_work()):
        actions.keep_up_rounds()
        in_crisis = PulseRound.objects.get()
        everyday = actions.start_round(actor=personas.supervisor)
        for pulse_round in (in_crisis, everyday):
            answered(pulse_round, dict.fromkeys(members, (4, 4)))
    assert set(PulseAsked.objects.filter(round=everyday).values_list("person", flat=True)) > outside
    ended(in_crisis)
    assert PulseFigure.objects.filter(round=in_crisis, by="").exists()
    ended(everyday)
    assert not PulseFigure.objects.filter(round=everyday, by="").exists()


def test_people_who_cannot_sign_in_are_not_asked(personas: Personas) -> None:
    """They can't answer, so they don't hide who else stayed silent."""
    _crisis, members = crises.team(personas, 3)
    User.objects.filter(pk=members[0].pk).update(is_active=False)
    with clock.travel(crises.at_work()):
        actions.keep_up_rounds()
    assert set(PulseAsked.objects.values_list("person", flat=True)) == {user.person_id for user in members[1:]}


def test_lead_and_deputy_see_the_rounds_of_their_crisis(personas: Personas) -> None:
    crisis, _members = crises.team(personas, 6)
    with clock.travel(crises.at_work()):
        actions.keep_up_rounds()
    pulse_round = PulseRound.objects.get()
    assert pulse_round.journal_id == crisis.journal_id
    for user, is_seen in ((personas.supervisor, True), (crises.deputy(), True), (personas.other_supervisor, False)):
        assert PulseRound.objects.owned_by(user).exists() is is_seen
