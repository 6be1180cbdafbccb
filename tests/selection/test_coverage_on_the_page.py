"""Coverage rules on the selection page: fields, results, refusals, costs and saving."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from crisis.cells import value_name
from crisis.models import Crisis
from people.models import Person, Shift, User
from selection.coverage import Coverage, Dimension, Minimum, TeamMaximum
from selection.coverage_forms import MOST_MINIMUMS, CoverageForm, as_query
from selection.models import Selection
from tests.factories import crisis as crises
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]

# Satisfied of 100 responses in each month; all can be told apart.
RATES = [99, 96, 92, 88, 84]
ASKED = {"until": "2026-11-01", "months": "6", "min_responses": "10", "floor_percent": "50", "team_size": "2"}
HX = {"HX-Request": "true"}


@pytest.fixture
def users(personas: Personas) -> list[User]:
    night = Shift.objects.create(name="Night & weekend", starts_at="22:00", ends_at="06:00")
    people = crises.agents(len(RATES))
    for user, satisfied in zip(people, RATES, strict=True):
        crises.scored(user.person, 100, satisfied)
    Person.objects.filter(pk__in=[people[3].person_id, people[4].person_id]).update(shift=night)
    Person.objects.filter(pk=people[4].person_id).update(languages=["pl"])
    return people


@pytest.fixture
def crisis(personas: Personas, users: list[User]) -> Crisis:
    return crises.draft(personas, team_size=2)


def ask(client: Client, crisis: Crisis, name: str = "selection:detail", **more: str) -> str:
    return client.get(reverse(name, args=[crisis.pk]), {**ASKED, **more}, headers=HX).content.decode()


NIGHT = {"shift:Night & weekend": "1"}


def test_every_covered_value_has_a_field(crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn) -> None:
    page = sign_in(personas.supervisor).get(reverse("selection:criteria", args=[crisis.pk]), ASKED).content.decode()
    assert 'name="shift:Night &amp; weekend"' in page
    assert 'name="language:pl"' in page
    assert ">Polish</label>" in page


def test_page_names_people_selected_for_coverage_and_those_displaced(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    client = sign_in(personas.supervisor)
    part = ask(client, crisis, **NIGHT)
    assert "Selected for coverage" in part
    assert "Has a spot because of coverage: Night &amp; weekend." in part
    assert "Would have a spot by score alone, but coverage comes first." in part
    assert "without coverage rules" in part
    assert "All met" in part
    card = reverse("selection:candidate", args=[crisis.pk, users[1].person_id])
    text = client.get(card, {**ASKED, **NIGHT}).content.decode()
    assert "Has no spot" in text
    assert "Without the coverage rules you would have a spot" in text
    card = reverse("selection:candidate", args=[crisis.pk, users[3].person_id])
    text = client.get(card, {**ASKED, **NIGHT}).content.decode()
    assert "Has a spot" in text
    assert "Without the coverage rules you would have no spot" in text


def test_costs_are_loaded_into_the_page_and_have_their_own_page(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    client = sign_in(personas.supervisor)
    part = ask(client, crisis, "selection:coverage", **NIGHT)
    assert "at least 1 on shift Night &amp; weekend" in part
    assert "1 on the team, 2 eligible" in part
    assert "points" in part
    assert "<html" not in part
    assert "<html" in client.get(reverse("selection:coverage", args=[crisis.pk]), {**ASKED, **NIGHT}).content.decode()
    assert "No coverage rules" in client.get(reverse("selection:coverage", args=[crisis.pk]), ASKED).content.decode()


def test_teams_that_are_as_good_are_named(crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn) -> None:
    twin = crises.agents(1, first=50)[0]
    crises.scored(twin.person, 100, RATES[3])
    Person.objects.filter(pk=twin.person_id).update(shift=Shift.objects.get())
    part = ask(sign_in(personas.supervisor), crisis, "selection:coverage", **NIGHT)
    assert "Other teams have exactly the same average score" in part
    assert "Agent 050 instead of Agent 003" in part


def test_team_figures_are_hidden_from_supervisors_who_do_not_see_all_candidates(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    """A mean or a count of one person reveals that person's figure."""
    crises.stored(crisis, personas, coverage=Coverage((Minimum(Dimension.LANGUAGE, "pl", 1),)))
    other = sign_in(personas.other_supervisor)
    alone = {"team_size": "1", "language:pl": "1"}
    part = ask(other, crisis, **alone)
    assert "ean adjusted CSAT" not in part
    assert "Polish" not in other.get(reverse("selection:detail", args=[crisis.pk]), ASKED).content.decode()
    stored = other.get(reverse("selection:stored", args=[crisis.pk, 1])).content.decode()
    assert "ean adjusted CSAT" not in stored
    clash = ask(other, crisis, **{"language:pl": "2"})
    assert "No team of 2" in clash
    assert "eligible)" not in clash
    assert other.get(reverse("selection:coverage", args=[crisis.pk]), {**ASKED, **alone}).status_code == 404
    assert other.get(reverse("selection:stored_coverage", args=[crisis.pk, 1])).status_code == 404
    assert "Mean adjusted CSAT" in ask(sign_in(personas.supervisor), crisis, **alone)


def test_card_says_that_changes_ignore_coverage(crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    card = reverse("selection:candidate", args=[crisis.pk, users[2].person_id])
    alone = "(By score alone, without coverage rules.)"
    assert alone in client.get(card, {**ASKED, **NIGHT}).content.decode()
    assert alone not in client.get(card, ASKED).content.decode()


def test_clash_is_shown_and_cannot_be_saved(crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    clash = {"shift:Night & weekend": "2", "language:pl": "2"}
    part = ask(client, crisis, **clash)
    assert "No team of 2 eligible people can meet this: at least 2 speaking Polish (1 eligible)." in part
    answer = client.post(reverse("selection:store", args=[crisis.pk]), {**ASKED, **clash})
    assert answer.status_code == 422
    assert "No team of 2 eligible people" in answer.content.decode()
    assert not Selection.objects.exists()


@pytest.mark.parametrize("wrong", ["-1", "x", "1e9", "501", "²"])
def test_invalid_minimum_is_refused_at_its_field(
    wrong: str, crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    client = sign_in(personas.supervisor)
    answer = client.get(reverse("selection:detail", args=[crisis.pk]), {**ASKED, "language:pl": wrong}, headers=HX)
    assert answer.status_code == 422
    assert "Polish:" in answer.content.decode()


def test_rule_for_a_value_without_candidates_is_kept(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    client = sign_in(personas.supervisor)
    part = ask(client, crisis, **{"language:fi": "1", "language:sv": "", "planet:mars": "3"})
    assert "at least 1 speaking Finnish (0 eligible)" in part
    assert "Swedish" not in part
    answer = client.post(reverse("selection:store", args=[crisis.pk]), {**ASKED, "language:fi": "1"})
    assert answer.status_code == 422
    assert not Selection.objects.exists()


def test_saved_coverage_rules_apply_until_the_query_string_changes_them(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    client = sign_in(personas.supervisor)
    answer = client.post(reverse("selection:store", args=[crisis.pk]), {**ASKED, **NIGHT})
    assert answer.status_code == 302
    stored = client.get(answer["Location"]).content.decode()
    assert "the same result" in stored
    assert "If they decline: Agent 004." in stored
    again = client.get(reverse("selection:detail", args=[crisis.pk])).content.decode()
    assert "Selected for coverage" in again
    assert "Selected for coverage" not in ask(client, crisis)
    # It stays a field when nobody covers it any more, and is said to be missing.
    Person.objects.update(shift=None)
    gone = client.get(reverse("selection:detail", args=[crisis.pk])).content.decode()
    assert "at least 1 on shift Night &amp; weekend (0 eligible)" in gone


def test_form_reads_coverage_rules_from_the_query_string() -> None:
    asked = Coverage((Minimum(Dimension.SHIFT, "Night", 2), Minimum(Dimension.LANGUAGE, "pl", 1)), TeamMaximum(3))
    form = CoverageForm.about({}, as_query(asked), stored=asked)
    assert form.is_valid()
    assert form.coverage == asked
    empty = CoverageForm.about({}, {"until": "2026-11-01", "shift:Night": ""}, stored=asked)
    assert empty.is_valid()
    assert empty.coverage == Coverage()


def test_number_of_minimums_is_limited() -> None:
    many = {f"site:Site {number}": "1" for number in range(MOST_MINIMUMS)}
    assert CoverageForm.about({}, many, stored=Coverage()).is_valid()
    form = CoverageForm.about({}, {**many, "language:pl": "1"}, stored=Coverage())
    assert form.errors == {"most_per_team": ["You can set at most 40 minimums. Remove some."]}


def test_values_have_display_names() -> None:
    assert value_name(Dimension.CHANNEL, "email") == "E-mail"
    assert value_name(Dimension.LANGUAGE, "de") == "German"
    assert value_name(Dimension.LANGUAGE, "qq") == "QQ"
    assert value_name(Dimension.SITE, "Delft") == "Delft"
