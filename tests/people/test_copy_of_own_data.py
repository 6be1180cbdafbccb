"""Download of own data: complete, nothing confidential, and nothing about others."""

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from core import clock
from people import own_data, record_moves
from people.actions import looked_at_card, notify
from people.models import User
from recognition import actions as recognising
from scripts_library import actions as reading
from tests.factories import crisis as crises
from tests.factories import quality
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas
from tests.factories.recognition import AwardFactory

SignIn = Callable[[User], Client]

LEFT_OUT = {
    "care.PulseFigure": "figures of groups",
    "care.PulseRound": "work of the organisation",
    "crisis.Crisis": "what was led is no record of the person",
    "protocol.ImprovementAction": "work of the organisation",
    "protocol.Protocol": "work of the organisation",
    "selection.Selection": "figures of others",
    "feedback.Assignment": "repeats whose a contact is",
    "feedback.CountingDecision": "about the answers of customers",
    "intake.Finding": "work of the organisation",
    "intake.Import": "work of the organisation",
    "feedback.MonthlyContacts": "counted from the contacts, which are there",
    "feedback.MonthlyScore": "counted from the responses, which are there",
    "intake.OwnProfile": "work of the organisation",
    "feedback.Claim": "repeats the contacts, which are there",
    "intake.WebhookEndpoint": "work of the organisation",
    "notices.LetterTemplate": "work of the organisation",
    "people.ApiToken": "work of the organisation",
    "people.PersonMerge": "how records became one",
    "quality.RedFlagSeen": "about reviews of others",
    "quality.Replacement": "about contacts of others",
    "quality.Slot": "planned reviews, before there is one",
    "scripts_library.BlockVersion": "work of the organisation",
    "scripts_library.Script": "work of the organisation",
    "scripts_library.ScriptVersion": "work of the organisation",
    "training.QuestionCorrection": "work of the organisation",
    "training.Quiz": "work of the organisation",
    "training.Refresher": "work of the organisation",
    "training.RolePlay": "work of the organisation",
}


def copy_of(client: Client) -> dict[str, Any]:
    answer = client.get(reverse("people:own-export"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_each_table_with_persons_is_in_the_copy_or_left_out_for_a_reason() -> None:
    covered = {label for part in own_data.parts() for label in part.covers}
    tables = {table.model._meta.label for table in record_moves.tables()}
    assert tables - covered - LEFT_OUT.keys() == set(), "add these to a room's own_data.py, or say here why not"
    assert (covered & LEFT_OUT.keys(), LEFT_OUT.keys() - tables) == (set(), set())


def test_copy_holds_the_data_of_all_rooms(personas: Personas, sign_in: SignIn) -> None:
    agent = personas.agent
    quality.completed(agent.person, personas.reviewer, comment="Very calm.")
    _crisis, invitation = crises.ready(personas), None
    [invitation] = crises.invited(_crisis, personas, 1)
    crises.accept(invitation, agent)
    award = AwardFactory.create(nominee=agent.person, nominator=personas.reviewer.person, reason="Kind for an hour.")
    recognising.approve(actor=personas.supervisor, award=award)
    version = scripts.published(personas.supervisor, personas.approver)
    reading.acknowledge(actor=agent, version=version)
    looked_at_card(personas.supervisor, agent.person_id)
    notify(person_id=agent.person_id, key="hello", text="Hello, Ana.")
    copy = copy_of(sign_in(agent))
    assert copy["person"][0]["display_name"] == "Ana Agent"
    assert copy["sign_ins"][0]["email"] == agent.email
    assert copy["teams"][0]["team__name"] == "North"
    assert copy["reviews"][0]["comment"] == "Very calm."
    assert copy["reviews"][0]["answers"]
    assert copy["invitations"][0]["state"] == "accepted"
    assert copy["crisis_teams"][0]["crisis__title"] == "Kettle recall"
    assert copy["awards_received"][0]["reason"] == "Kind for an hour."
    assert copy["award_history"]
    assert copy["scripts_read"][0]["version__script__title"] == "Ferry cancelled"
    assert copy["who_looked"][0]["who"] == "Sofia Supervisor"
    assert "Hello, Ana." in [told["text"] for told in copy["notifications"]]
    assert len(copy["contacts"]) > len(copy["survey_responses"]) > 0


def test_copy_reveals_nothing_confidential(personas: Personas, sign_in: SignIn) -> None:
    """No reserve list, unfinished nominations or reviews, or input of team leaders."""
    agent = personas.agent
    draft = quality.draft(agent.person, personas.reviewer)
    draft.comment = "Not finished."
    draft.save()
    AwardFactory.create(nominee=agent.person, nominator=personas.reviewer.person, reason="Undecided.")
    crisis = crises.ready(personas, [personas.other_agent.person_id, agent.person_id], team_size=1)
    crises.leader_input(crisis, personas.supervisor, agent.person, objects=True, reason="Needs rest.")
    copy = copy_of(sign_in(agent))
    text = json.dumps(copy)
    for secret in ("Not finished.", "Undecided.", "position", "rank", "Otto", "Needs rest."):
        assert secret not in text
    assert [row["standing"] for row in copy["selections"]] == ["reserve"]
    leaders = copy_of(sign_in(personas.supervisor))
    assert leaders["input_as_team_leader"][0]["reason"] == "Needs rest."
    assert "Ana" not in json.dumps(leaders["input_as_team_leader"])


def test_command_prints_the_same_copy(personas: Personas, sign_in: SignIn) -> None:
    with clock.travel(clock.now()):
        by_page, out = copy_of(sign_in(personas.agent)), StringIO()
        call_command("export_person", str(personas.agent.person_id), stdout=out)
    by_command = json.loads(out.getvalue())
    for copy in (by_page, by_command):
        del copy["made_at"], copy["sign_ins"][0]["last_login"]
    assert by_page == by_command


@pytest.mark.django_db
def test_command_refuses_an_unknown_number() -> None:
    with pytest.raises(CommandError, match="No person has the number 4711"):
        call_command("export_person", "4711")
