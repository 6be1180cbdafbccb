"""Contacts that come again with another agent: they keep theirs or take the new one, and undoing follows the decision."""

from datetime import UTC, datetime

import pytest

from feedback.actions.audit import assign
from feedback.models import Claim, Interaction
from feedback.queries.rollups import rollup_differences
from intake.actions.decisions import decide_findings
from intake.actions.publication_request import request_publication
from intake.actions.undo import undo
from intake.models import Import
from tests.constraints import refused_by
from tests.factories import api, feedback
from tests.factories.people import Personas, organisation

pytestmark = pytest.mark.django_db

HEAD = "ticket,agent,date,rating,responded"


def a_file(*rows: str) -> bytes:
    return "".join(f"{row}\n" for row in (HEAD, *rows)).encode()


FIRST = a_file("K1,Nia,2026-03-02 10:00,2,2026-03-02 11:00", "K2,Omar,2026-03-02 12:00,5,2026-03-02 13:00")
OTHER_AGENT = a_file("K1,Omar,2026-03-02 10:00,2,2026-03-02 11:00", "K2,Omar,2026-03-02 12:00,5,2026-03-02 13:00")


def waiting(content: bytes) -> Import:
    """A file that was read and has not been published yet."""
    return feedback.worked(feedback.received(content, profile_name="generic"))


def published(content: bytes, *, keeps_agents: bool = False) -> Import:
    found = waiting(content)
    if found.state == Import.State.NEEDS_LOOK:
        feedback.published_as_it_is(found, keeps_agents=keeps_agents)
    assert found.state == Import.State.PUBLISHED
    return found


def undone(imported: Import) -> None:
    assert feedback.worked(undo(actor=None, imported=imported)).state == Import.State.UNDONE
    assert rollup_differences() == []


def agent_of(contact: str) -> str:
    person = Interaction.objects.get(external_id=contact).person
    return person.display_name if person else ""


def kinds(imported: Import) -> list[tuple[str, int]]:
    """Questions about the contacts of a file, with their numbers of contacts."""
    return sorted(imported.findings.filter(level="question").values_list("kind", "count"))


@pytest.fixture(autouse=True)
def first() -> Import:
    organisation()
    return published(FIRST)


def test_file_again_raises_no_question() -> None:
    again = waiting(FIRST)
    assert (again.state, kinds(again), again.counts["unchanged"]) == (Import.State.PUBLISHED, [], 2)


def test_other_agent_waits_for_a_decision() -> None:
    second = waiting(OTHER_AGENT)
    assert (second.state, kinds(second)) == (Import.State.NEEDS_LOOK, [("reassigned", 1)])
    (example,) = second.findings.get().about["examples"]
    assert (example["external_id"], example["known_agent"], example["agent"]) == ("K1", "Nia", "Omar")
    assert agent_of("K1") == "Nia"


def test_new_agents_are_used_until_the_file_is_undone() -> None:
    second = published(OTHER_AGENT)
    assert (agent_of("K1"), second.counts["reassigned"]) == ("Omar", 1)
    assert rollup_differences() == []
    undone(second)
    assert agent_of("K1") == "Nia"


def test_kept_agents_stay_and_everything_else_of_the_file_is_used() -> None:
    second = published(OTHER_AGENT.replace(b",2,2026-03-02 11:00", b",4,2026-03-03 11:00"), keeps_agents=True)
    assert (agent_of("K1"), second.counts["agents_kept"], "reassigned" in second.counts) == ("Nia", 1, False)
    assert set(Interaction.objects.get(external_id="K1").responses.values_list("value", "state")) == {
        (2, "superseded"),
        (4, "counted"),
    }
    undone(second)
    assert agent_of("K1") == "Nia"


def test_without_the_first_file_the_agent_of_the_second_counts(first: Import) -> None:
    published(OTHER_AGENT, keeps_agents=True)
    undone(first)
    assert agent_of("K1") == "Omar"


def test_of_several_agents_that_were_not_taken_the_earliest_counts_once_the_first_file_is_undone(first: Import) -> None:
    published(OTHER_AGENT, keeps_agents=True)
    published(OTHER_AGENT.replace(b"K1,Omar", b"K1,Ida"), keeps_agents=True)
    assert agent_of("K1") == "Nia"
    undone(first)
    assert agent_of("K1") == "Omar"


def test_decision_to_keep_an_agent_is_remembered() -> None:
    published(OTHER_AGENT, keeps_agents=True)
    again = waiting(OTHER_AGENT.replace(b",2,", b",3,"))
    assert (again.state, agent_of("K1"), again.counts["agents_kept"]) == (Import.State.PUBLISHED, "Nia", 1)
    other = waiting(OTHER_AGENT.replace(b"K1,Omar", b"K1,Ida"))
    assert kinds(other) == [("reassigned", 1)]


def test_decision_to_keep_an_agent_holds_for_a_corrected_date() -> None:
    published(OTHER_AGENT, keeps_agents=True)
    again = waiting(OTHER_AGENT.replace(b"K1,Omar,2026-03-02", b"K1,Omar,2026-03-04"))
    assert (again.state, kinds(again), agent_of("K1")) == (Import.State.PUBLISHED, [], "Nia")
    assert Interaction.objects.get(external_id="K1").started_at.day == 4


def test_decision_holds_if_the_import_with_the_first_agent_is_undone_before_publication(first: Import) -> None:
    second = waiting(OTHER_AGENT)
    decide_findings(actor=None, imported=second, decisions={"reassigned": "keep"})
    undone(first)
    feedback.worked(request_publication(actor=None, imported=second))
    assert (second.state, agent_of("K1"), "agents_kept" in second.counts) == (Import.State.PUBLISHED, "Omar", False)


def test_sent_data_takes_the_agent_that_was_sent(first: Import) -> None:
    api.post_batch(api.secret(), [api.record("K1", agent="Omar")], source=first.source)
    api.publish_all()
    assert agent_of("K1") == "Omar"


def test_agent_assigned_by_hand_gives_way_without_a_question(personas: Personas) -> None:
    published(a_file("K3,,2026-03-04 10:00,4,2026-03-04 11:00"))
    contact = Interaction.objects.get(external_id="K3")
    assign(actor=personas.ops, interactions=[contact.pk], person_id=personas.ops.person_id)
    named = waiting(a_file("K3,Omar,2026-03-04 10:00,4,2026-03-04 11:00"))
    assert (named.state, agent_of("K3")) == (Import.State.PUBLISHED, "Omar")


def test_agent_assigned_by_hand_whom_the_source_named_since_is_asked_about(personas: Personas) -> None:
    published(a_file("K3,,2026-03-04 10:00,4,2026-03-04 11:00"))
    contact = Interaction.objects.get(external_id="K3")
    nia = Interaction.objects.get(external_id="K1").person_id
    assign(actor=personas.ops, interactions=[contact.pk], person_id=nia)
    published(a_file("K3,Nia,2026-03-04 10:00,4,2026-03-04 11:00"))
    assert kinds(waiting(a_file("K3,Omar,2026-03-04 10:00,4,2026-03-04 11:00"))) == [("reassigned", 1)]


def test_rows_of_a_contact_with_several_dates_are_compared_as_they_are_merged() -> None:
    """Otherwise the answer to a question would concern something else than what is merged."""
    other_date = waiting(a_file("K1,Omar,2026-03-02 10:00,2,2026-03-02 11:00", "K1,,2026-03-05 10:00,4,2026-03-05 12:00"))
    assert kinds(other_date) == [("other_contacts", 1), ("shared_ids", 2)]
    same_date = published(
        a_file("K1,Omar,2026-03-05 10:00,2,2026-03-05 11:00", "K1,,2026-03-02 10:00,4,2026-03-06 12:00"), keeps_agents=True
    )
    assert (kinds(same_date), agent_of("K1")) == ([("reassigned", 1), ("shared_ids", 2)], "Nia")


def test_of_several_rows_of_a_contact_the_last_agent_is_compared() -> None:
    handed_over = a_file(
        "K4,Nia,2026-03-05 10:00,2,2026-03-05 11:00",
        "K4,Omar,2026-03-05 10:00,4,2026-03-05 12:00",
    )
    published(handed_over)
    assert kinds(waiting(handed_over)) == []


def test_known_id_with_another_agent_and_date_is_probably_another_contact() -> None:
    other_system = waiting(a_file("K1,Ida,2026-03-20 15:00,1,2026-03-20 16:00"))
    assert (other_system.state, kinds(other_system)) == (Import.State.NEEDS_LOOK, [("other_contacts", 1)])


def test_known_id_with_another_date_and_no_agent_is_probably_another_contact() -> None:
    assert kinds(waiting(a_file("K1,,2026-03-20 15:00,1,2026-03-20 16:00"))) == [("other_contacts", 1)]
    assert kinds(waiting(a_file("K2,,2026-03-02 12:30,1,2026-03-02 16:00"))) == []


def test_corrected_date_of_the_same_agent_is_no_question() -> None:
    assert kinds(waiting(a_file("K1,Nia,2026-03-04 10:00,2,2026-03-04 11:00"))) == []


def test_precision_of_dates_is_considered() -> None:
    published(a_file("K5,Nia,2026-03-09,2,"))
    assert kinds(waiting(a_file("K5,Omar,2026-03-09 15:20:10,2,"))) == [("reassigned", 1)]


def test_claim_that_keeps_an_agent_names_one(first: Import) -> None:
    contact = Interaction.objects.get(external_id="K1")
    claim = {"interaction": contact, "file": first, "channel": "phone", "started_at": datetime(2026, 1, 1, tzinfo=UTC)}
    Claim.objects.create(keeps_agent=True, person=contact.person, **claim)
    Claim.objects.all().delete()
    Claim.objects.create(**claim)
    with refused_by("claim_that_keeps_an_agent_names_one"):
        Claim.objects.update(keeps_agent=True)
