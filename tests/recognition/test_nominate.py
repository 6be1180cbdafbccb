"""Nominating a colleague."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from journal import queries as journals
from journal.actions import JournalClosed, close_journal, house_journal, open_journal
from people.models import Notification, User
from recognition import actions
from recognition.models import Award, Evidence
from tests.factories.people import Personas, PersonFactory
from tests.factories.recognition import AwardTypeFactory, CostlyTypeFactory

REASON = "Called three times until the refund had arrived."


def nominate(actor: User, nominee: User, **fields: object) -> Award:
    values = {"journal": house_journal(), "type_id": AwardTypeFactory.create().pk, "reason": REASON, **fields}
    return actions.nominate(actor=actor, nominee_id=nominee.person_id, **values)  # type: ignore[arg-type] # one of each


def test_a_peer_nominates_and_the_leader_is_asked(personas: Personas) -> None:
    case = open_journal(title="Storm")
    evidence = [actions.EvidenceLink(text="review 7", subject_type="quality.Review", subject_id=7)]
    award = nominate(personas.other_agent, personas.agent, journal=case, evidence=evidence)
    assert (award.state, award.journal_id) == ("nominated", case.pk)
    assert [(each.subject_type, each.subject_id, each.text) for each in Evidence.objects.filter(award=award)] == [
        ("quality.Review", 7, "review 7")
    ]
    asked = Notification.objects.values_list("person", "url")
    assert list(asked) == [(personas.supervisor.person_id, reverse("recognition:decide", args=[award.pk]))]


def test_when_the_leader_nominates_every_other_supervisor_is_asked(personas: Personas) -> None:
    nominate(personas.supervisor, personas.agent)
    assert [note.person_id for note in Notification.objects.all()] == [personas.other_supervisor.person_id]


def test_journal_records_the_nomination_without_the_name(personas: Personas) -> None:
    award = nominate(personas.other_agent, personas.agent)
    line = journals.lines(award.journal_id)[-1]
    assert (line.verb, line.actor_id) == ("recognition.award_nominated", personas.other_agent.person_id)
    assert line.data["nominee"] == personas.agent.person_id
    assert line.texts == {"award": award.type.name}


def test_only_roles_around_customers_nominate(personas: Personas) -> None:
    for actor in (personas.supervisor, personas.other_agent, personas.reviewer, personas.approver, personas.trainer):
        nominate(actor, personas.agent)
    for actor in (personas.ops, personas.administrator):
        with pytest.raises(PermissionDenied):
            nominate(actor, personas.agent)


def test_self_nomination_is_refused(personas: Personas) -> None:
    with pytest.raises(actions.NotNominable, match="yourself"):
        nominate(personas.agent, personas.agent)


def test_only_agents_who_work_here_are_nominated(personas: Personas) -> None:
    with pytest.raises(actions.NotNominable, match="only nominate agents"):
        nominate(personas.agent, personas.reviewer)
    person = personas.other_agent.person
    person.left_on = "2026-01-31"
    person.save(update_fields=["left_on"])
    with pytest.raises(actions.NotNominable, match="only nominate agents"):
        nominate(personas.agent, personas.other_agent)


@pytest.mark.parametrize(
    ("is_costly", "amount", "is_possible"),
    [(False, None, True), (False, Decimal(5), False), (True, Decimal(5), True), (True, None, False), (True, Decimal(0), False)],
)
def test_amount_is_required_exactly_for_awards_that_cost_something(
    personas: Personas,
    is_costly: bool,
    amount: Decimal | None,
    is_possible: bool,
) -> None:
    award_type = (CostlyTypeFactory if is_costly else AwardTypeFactory).create()
    if is_possible:
        assert nominate(personas.agent, personas.other_agent, type_id=award_type.pk, amount=amount).amount == amount
    else:
        with pytest.raises(actions.NotNominable, match="available with this amount"):
            nominate(personas.agent, personas.other_agent, type_id=award_type.pk, amount=amount)


def test_open_nominations_are_decided_after_the_case_but_new_ones_are_refused(personas: Personas) -> None:
    case = open_journal(title="Storm")
    award = nominate(personas.other_agent, personas.agent, journal=case)
    other = nominate(personas.other_agent, personas.agent, journal=case)
    close_journal(case)
    with pytest.raises(JournalClosed, match="start it again"):
        nominate(personas.reviewer, personas.agent, journal=case)
    assert Award.objects.count() == 2
    assert actions.approve(actor=personas.supervisor, award=award).state == "issued"
    assert actions.decline(actor=personas.supervisor, award=other, reason="Once is enough.").state == "declined"


def test_a_retired_award_is_not_offered(personas: Personas) -> None:
    retired = AwardTypeFactory.create(is_offered=False)
    with pytest.raises(actions.NotNominable, match="available with this amount"):
        nominate(personas.agent, personas.other_agent, type_id=retired.pk)


def test_the_form(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client, url = sign_in(personas.agent), reverse("recognition:nominate")
    offered = client.get(url).context["form"]
    assert list(offered.fields["nominee_id"].people.values()) == ["Otto Otheragent"], "agents, without oneself"
    values = {"nominee_id": "otto", "type_id": AwardTypeFactory.create().pk, "reason": REASON}
    response = client.post(url, {**values, "evidence": "the call of Tuesday"})
    assert (response.status_code, response["Location"]) == (302, reverse("recognition:mine"))
    assert "Your nomination of Otto Otheragent is waiting for approval" in client.get(response["Location"]).content.decode()
    award = Award.objects.get()
    assert (award.nominator_id, award.nominee_id, award.reason) == (
        personas.agent.person_id,
        personas.other_agent.person_id,
        REASON,
    )
    assert [each.text for each in award.evidence.all()] == ["the call of Tuesday"]


def test_the_form_says_what_is_wrong(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client, url = sign_in(personas.agent), reverse("recognition:nominate")
    costly, free = CostlyTypeFactory.create(), AwardTypeFactory.create()
    for award_type, amount, sentence in [(costly, "", "Enter an amount in points."), (free, "5", "has no amount")]:
        values = {"nominee_id": f"#{PersonFactory.create().pk}", "type_id": award_type.pk, "amount": amount, "reason": ""}
        response = client.post(url, values)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert set(response.context["form"].errors) == {"nominee_id", "amount", "reason"}
    assert not Award.objects.exists()
