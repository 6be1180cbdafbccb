"""Approving, declining and withdrawing a nomination."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journal import queries as journals
from journal.actions import open_journal
from people.models import Membership, Notification, Role, User
from recognition import actions, leads
from recognition.models import Award, LedgerEntry
from tests.factories.people import Personas, PersonFactory, TeamFactory, organisation, user_with
from tests.factories.recognition import AwardFactory
from tests.threads import Meeting, at_once


def nomination(personas: Personas, *, by: User | None = None, **fields: object) -> Award:
    """A nomination of the agent of team North, which the supervisor leads."""
    return AwardFactory.create(nominee=personas.agent.person, nominator=(by or personas.other_agent).person, **fields)


def test_the_leader_approves_and_the_award_is_issued(personas: Personas) -> None:
    award = actions.approve(actor=personas.supervisor, award=nomination(personas))
    assert award.state == Award.State.ISSUED
    entry = LedgerEntry.objects.get()
    assert (entry.award_id, entry.person_id, entry.amount) == (award.pk, personas.agent.person_id, None)
    told = dict(Notification.objects.values_list("person", "text"))
    assert award.reason in told[personas.agent.person_id]
    assert personas.other_agent.person_id in told
    verbs = [line.verb for line in journals.lines(award.journal_id)]
    assert verbs == ["recognition.award_approved", "recognition.award_issued"]
    assert journals.lines(award.journal_id)[-1].texts == {
        "award": award.type.name,
        "nominee": "Ana Agent",
        "reason": award.reason,
    }


def test_declining_tells_the_nominator_only(personas: Personas) -> None:
    award = actions.decline(actor=personas.supervisor, award=nomination(personas), reason="Let us wait for March.")
    assert (award.state, award.decline_reason) == ("declined", "Let us wait for March.")
    note = Notification.objects.get()
    assert note.person_id == personas.other_agent.person_id
    assert "Let us wait for March." in note.text
    assert not LedgerEntry.objects.exists()
    assert journals.lines(award.journal_id)[-1].texts == {"award": award.type.name}


def test_each_role_may_or_may_not_approve(personas: Personas) -> None:
    award = nomination(personas)
    may = {name for name, user in personas if Award.objects.approvable_by(user).filter(pk=award.pk).exists()}
    assert may == {"supervisor"}


def test_if_the_leader_nominates_another_supervisor_decides(personas: Personas) -> None:
    award = nomination(personas, by=personas.supervisor)
    may = {name for name, user in personas if Award.objects.approvable_by(user).filter(pk=award.pk).exists()}
    assert may == {"other_supervisor"}
    with pytest.raises(PermissionDenied):
        actions.approve(actor=personas.supervisor, award=award)


def test_a_second_leader_comes_before_other_teams(personas: Personas) -> None:
    team = TeamFactory.create()
    for person, is_lead in [(personas.agent.person, False), (personas.other_supervisor.person, True)]:
        Membership.objects.create(person=person, team=team, starts_on="2020-01-01", is_lead=is_lead)
    award = nomination(personas)
    may = {name for name, user in personas if Award.objects.approvable_by(user).filter(pk=award.pk).exists()}
    assert may == {"supervisor", "other_supervisor"}


def test_leader_without_an_account_does_not_block_a_decision(personas: Personas) -> None:
    personas.supervisor.is_active = False
    personas.supervisor.save(update_fields=["is_active"])
    assert Award.objects.filter(pk=nomination(personas).pk).approvable_by(personas.other_supervisor).exists()


@dataclass
class Lead:
    """Register leads of cases, as a higher room would."""

    user: User
    journal_id: int

    def journals(self, user: User) -> set[int]:
        return {self.journal_id} if user.person_id == self.user.person_id else set()


def test_the_lead_of_a_case_decides_on_its_awards(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    case = open_journal(title="Storm")
    lead = Lead(personas.trainer, case.pk)
    monkeypatch.setattr(leads, "_known", [])
    leads.register(lead.journals)
    award, elsewhere = nomination(personas, journal=case), nomination(personas)
    assert set(Award.objects.approvable_by(personas.trainer)) == {award}
    assert not Award.objects.visible_to(personas.trainer).filter(pk=elsewhere.pk).exists()
    assert actions.approve(actor=personas.trainer, award=award).state == "issued"
    own = nomination(personas, journal=case, by=personas.trainer)
    with pytest.raises(PermissionDenied):
        actions.approve(actor=personas.trainer, award=own)


def test_a_decision_is_made_once(personas: Personas) -> None:
    award = nomination(personas)
    stale = Award.objects.get(pk=award.pk)
    actions.approve(actor=personas.supervisor, award=award)
    with pytest.raises(actions.AlreadyDecided, match="issued"):
        actions.approve(actor=personas.supervisor, award=stale)
    with pytest.raises(actions.AlreadyDecided, match="issued"):
        actions.decline(actor=personas.supervisor, award=stale, reason="Too late.")
    with pytest.raises(actions.AlreadyDecided, match="issued"):
        actions.cancel(actor=personas.other_agent, award=stale)
    assert LedgerEntry.objects.count() == 1


def test_only_the_nominator_withdraws_a_nomination(personas: Personas) -> None:
    award = nomination(personas)
    for user in (personas.agent, personas.supervisor, personas.administrator):
        with pytest.raises(PermissionDenied):
            actions.cancel(actor=user, award=award)
    assert actions.cancel(actor=personas.other_agent, award=award).state == "cancelled"
    assert not Award.objects.nominated().approvable_by(personas.supervisor).exists()


def test_the_pages_of_a_decision(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(personas.supervisor)
    award, other = nomination(personas), nomination(personas)
    assert list(client.get(reverse("recognition:approvals")).context["table"].data) == [award, other]
    assert award.reason in client.get(reverse("recognition:decide", args=[award.pk])).content.decode()
    assert client.post(reverse("recognition:approve", args=[award.pk])).status_code == 302
    assert client.post(reverse("recognition:approve", args=[award.pk])).status_code == 409
    refused = client.post(reverse("recognition:decline", args=[other.pk]), {"reason": ""})
    assert refused.status_code == 422
    assert client.post(reverse("recognition:decline", args=[other.pk]), {"reason": "Not yet."}).status_code == 302
    assert list(client.get(reverse("recognition:approvals")).context["table"].data) == []


def test_queries_of_the_queue_do_not_grow_with_rows(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client, asked = sign_in(personas.supervisor), []
    for _more in range(2):
        AwardFactory.create_batch(5, nominee=personas.agent.person)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("recognition:approvals"))
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_nominee_is_told_only_when_the_award_is_issued(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    award = nomination(personas)
    client = sign_in(personas.agent)
    assert award.reason not in client.get(reverse("recognition:mine")).content.decode()
    assert not Award.objects.visible_to(personas.agent).exists()
    actions.approve(actor=personas.supervisor, award=award)
    answer = client.get(reverse("recognition:mine")).content.decode()
    assert award.reason in answer
    assert "Nominated by Otto Otheragent, approved by Sofia Supervisor" in answer


@pytest.mark.django_db(transaction=True)
def test_a_nomination_approved_and_declined_at_once_is_decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    organisation()
    leader = user_with(Role.SUPERVISOR, name="Lia Leader")
    award = AwardFactory.create(nominee=PersonFactory.create())
    meeting, save = Meeting(), Award.save

    def save_after_both_have_read(self: Award, **fields: Any) -> None:
        meeting.wait()
        save(self, **fields)

    monkeypatch.setattr(Award, "save", save_after_both_have_read)
    approve = partial(actions.approve, actor=leader, award=award)
    decline = partial(actions.decline, actor=leader, award=award, reason="Not yet.")
    assert sorted(type(error).__name__ for error in at_once(approve, decline)) == ["AlreadyDecided", "NoneType"]
