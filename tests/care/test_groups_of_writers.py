"""Warnings on the form count the people who could have written, as the supervisors who read it see it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from care import actions
from care.queries.suggestions import reason_against_scripts, reasons_against_anonymity, small_subjects
from care.suggestion_subjects import SuggestionSubject
from core.refusals import Refused
from people.models import Role, RoleGrant, User
from tests.factories import scripts_library, suggestions
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
WRITERS = ("agent", "other_agent", "reviewer", "approver", "trainer", "ops", "administrator")


def leave_only(personas: Personas, *kept: str) -> None:
    """Only these people besides supervisors can sign in."""
    supervisors = RoleGrant.objects.filter(role=Role.SUPERVISOR).values("person")
    people = [getattr(personas, name).person_id for name in kept]
    User.objects.exclude(person__in=people).exclude(person__in=supervisors).update(is_active=False)


@pytest.mark.parametrize(("count", "is_warned"), [(4, True), (5, False)])
def test_supervisors_do_not_count_as_writers(personas: Personas, count: int, is_warned: bool) -> None:
    leave_only(personas, *WRITERS[:count])
    reasons = reasons_against_anonymity(personas.reviewer)
    assert reasons == (
        ["Besides supervisors, only 4 people can sign in here, so we can't promise anonymity."] if is_warned else []
    )


def test_supervisors_do_not_count_in_a_team_or_a_case(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    everyone = {getattr(personas, name).person_id for name in ("agent", "other_agent", "reviewer", "approver")}
    everyone |= {personas.supervisor.person_id, personas.other_supervisor.person_id}
    monkeypatch.setattr("care.queries.suggestions.anonymity.current_teams", lambda _person_id: {"North": everyone})
    monkeypatch.setattr("care.queries.suggestions.anonymity.readers_of", lambda _journal_id: everyone)
    (reason,) = reasons_against_anonymity(personas.agent)
    assert reason.startswith("Besides supervisors, only 4 people of team North can sign in.")
    subject = SuggestionSubject(7, "Ferry cancelled", "/", is_open=True)
    assert small_subjects([subject]) == {7: "Ferry cancelled (4 people besides supervisors: anonymity can't be promised)"}
    everyone.add(personas.trainer.person_id)
    assert reasons_against_anonymity(personas.agent) == []
    assert small_subjects([subject]) == {}


def test_few_readers_of_scripts_are_warned(personas: Personas, sign_in: SignIn) -> None:
    assert reason_against_scripts() == ""
    leave_only(personas, "agent", "other_agent", "ops", "administrator", "reviewer")
    sentence = "Besides supervisors, only 3 people can open scripts."
    assert sentence in reason_against_scripts()
    assert sentence in sign_in(personas.agent).get(reverse("care:suggestion_write")).content.decode()


def test_scripts_that_only_their_writers_see_are_not_offered(personas: Personas, sign_in: SignIn) -> None:
    """A suggestion about a draft would tell that its author writes or approves scripts."""
    draft = scripts_library.draft(personas.supervisor, title="Draft of the year")
    published = scripts_library.published(personas.supervisor, personas.approver, title="Ferry cancelled")
    client, url = sign_in(personas.trainer), reverse("care:suggestion_write")
    html = client.get(url).content.decode()
    assert "Ferry cancelled" in html
    assert "Draft of the year" not in html
    assert client.post(url, suggestions.form(script_id=str(draft.script_id))).status_code == 422
    with pytest.raises(Refused):
        actions.write_suggestion(
            actor=personas.trainer,
            form_key=suggestions.KEY,
            is_named=True,
            topic="scripts",
            text="Hello",
            journal_id=None,
            script_id=draft.script_id,
        )
    assert client.post(url, suggestions.form(script_id=str(published.script_id))).status_code == 200
