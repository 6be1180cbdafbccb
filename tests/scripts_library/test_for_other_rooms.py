"""Queries for other rooms: a journal's scripts, live scripts and open acknowledgements."""

from datetime import timedelta

import pytest

from core import clock
from journal.actions import open_journal
from scripts_library import actions, queries
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas


def test_the_scripts_of_a_journal_with_versions_approvers_periods_and_readers(personas: Personas) -> None:
    journal = open_journal(title="Storm")
    first = scripts.published(personas.supervisor, personas.approver, journal=journal)
    actions.acknowledge(actor=personas.agent, version=first)
    actions.acknowledge(actor=personas.other_agent, version=first)
    second = scripts.next_version(personas.supervisor, personas.trainer, first)
    second = actions.publish(actor=personas.supervisor, version=second, ends_at=clock.now() + timedelta(days=1))
    draft = scripts.draft(personas.other_supervisor, title="Lost luggage", journal=journal)
    scripts.draft(personas.supervisor, title="Of the organisation")
    told = queries.scripts_of(journal.pk)
    assert [(script.title, script.owner_name) for script in told] == [
        ("Ferry cancelled", "Sofia Supervisor"),
        ("Lost luggage", "Omar Othersupervisor"),
    ]
    newer, older = told[0].versions
    assert (newer.number, newer.state, newer.approver_name, newer.acknowledged_count) == (2, "published", "Tina Trainer", 0)
    assert (older.state, older.approver_name, older.acknowledged_count) == ("expired", "Abel Approver", 2)
    assert older.ended_at == newer.starts_at == second.starts_at
    assert (told[1].versions[0].id, told[1].versions[0].approver_name) == (draft.pk, None)


def test_live_scripts_are_listed(personas: Personas) -> None:
    live = scripts.published(personas.supervisor, personas.approver)
    scripts.withdrawn(personas.supervisor, personas.approver, title="Gone")
    scripts.approved(personas.supervisor, personas.approver, title="Not yet")
    actions.acknowledge(actor=personas.agent, version=live)
    assert [(row.version_id, row.is_acknowledged) for row in queries.published_for(personas.agent)] == [(live.pk, True)]
    assert [row.is_acknowledged for row in queries.published_for(personas.other_agent)] == [False]
    for user in (personas.ops, personas.administrator):
        assert queries.published_for(user) == []


def test_the_six_checks_are_known_to_callers() -> None:
    assert queries.APPROVAL_CHECKS == ("first", "right", "credible", "empathetic", "asks_for_action", "respectful")


@pytest.mark.parametrize("rows", [1, 12])
def test_withdrawals_come_first(personas: Personas, rows: int) -> None:
    versions = [scripts.published(personas.supervisor, personas.approver, title=f"Script {row}") for row in range(rows + 1)]
    actions.acknowledge(actor=personas.agent, version=versions[0])
    actions.withdraw(actor=personas.supervisor, version=versions[0], reason="Wrong.")
    asked = queries.open_acknowledgements(personas.agent.person_id)
    assert [item.what for item in asked] == ["withdrawal", *["read"] * rows]
    assert [item.version_id for item in asked[1:]] == [version.pk for version in reversed(versions[1:])]
