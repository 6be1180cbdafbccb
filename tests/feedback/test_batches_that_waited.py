"""A batch that waited for a name does not supersede later ones: the result is the same as without waiting."""

import random
from typing import Any

import pytest

from feedback.models import Interaction, SurveyResponse
from feedback.queries.rollups import rollup_differences
from intake.actions.people import decide_people
from intake.actions.undo import undo
from intake.models import Import
from people.actions.source_names import remember_identities
from people.models import Person, Scope
from tests.factories import api, feedback
from tests.factories.people import Personas
from tests.seeds import seeds

pytestmark = pytest.mark.django_db

WAITS = "Somebody new"


@pytest.fixture(autouse=True)
def _known(personas: Personas) -> None:
    people = {name: Person.objects.create(display_name=name).pk for name in ("Nia", "Omar")}
    remember_identities(actor=None, source=api.SOURCE, people=people)


def sent(*records: dict[str, Any]) -> Import:
    """A batch, published as far as its names are known."""
    before = Import.objects.order_by("-pk").first()
    assert api.post_batch(api.secret(Scope.FEEDBACK_WRITE), records).status_code == 202
    api.publish_all()
    found = Import.objects.order_by("-pk")[0]
    assert found != before
    return found


def answered(value: int, minute: int = 0, comment: str = "") -> dict[str, Any]:
    said = {"comment": comment} if comment else {}
    return {"instrument": "csat", "value": value, "responded_at": f"2026-01-05T11:{minute:02}:00+01:00", **said}


def waiting(*records: dict[str, Any]) -> Import:
    """A batch that waits, because it also has a contact with an unknown name."""
    found = sent(*records, api.record("W", agent=WAITS, responses=[]))
    assert found.state == Import.State.NEEDS_PEOPLE
    return found


def publish_what_is_due(imported: Import, personas: Personas) -> None:
    person = Person.objects.get(display_name="Nia")
    decide_people(actor=personas.ops, imported=imported, people={WAITS: person.pk})
    api.publish_all()
    assert rollup_differences() == []


def contact() -> Interaction:
    return Interaction.objects.get(external_id="T1")


def undone(imported: Import) -> None:
    undo(actor=None, imported=imported)
    api.publish_all([Import.State.UNDOING])
    assert rollup_differences() == []


def test_later_batch_wins_and_its_gaps_are_filled(personas: Personas) -> None:
    older = waiting(api.record("T1", topic="Old", language="de", responses=[]))
    newer = sent(api.record("T1", topic="New", agent="Omar", responses=[]))
    publish_what_is_due(older, personas)
    assert (contact().topic, contact().language, str(contact().person)) == ("New", "de", "Omar")
    undone(newer)
    assert (contact().topic, contact().language, str(contact().person)) == ("Old", "de", "Nia")


def test_waiting_batch_supersedes_earlier_ones(personas: Personas) -> None:
    sent(api.record("T1", topic="Oldest", responses=[answered(2, comment="First words")]))
    older = waiting(api.record("T1", topic="Old", responses=[answered(2, comment="Its own words")]))
    sent(api.record("T1", topic=None, handle_seconds=9, responses=[]))
    publish_what_is_due(older, personas)
    assert (contact().topic, contact().handle_seconds) == ("Old", 9)
    assert SurveyResponse.objects.get().comment == "Its own words"


def test_answers_of_a_waiting_batch_are_added_and_later_comments_stay(personas: Personas) -> None:
    older = waiting(api.record("T1", responses=[answered(2, comment="Before"), answered(3, 5)]))
    sent(api.record("T1", responses=[answered(2, comment="After"), answered(4, 5)]))
    publish_what_is_due(older, personas)
    found = SurveyResponse.objects.order_by("responded_at", "value")
    assert list(found.values_list("value", "comment", "state")) == [
        (2, "After", "superseded"), (3, "", "superseded"), (4, "", "counted"),
    ]  # fmt: skip


def test_contacts_without_later_claims_are_merged_normally(personas: Personas) -> None:
    sent(api.record("T1", topic="First", responses=[]))
    older = waiting(api.record("T1", topic="Second", responses=[]))
    sent(api.record("T2", responses=[]))
    publish_what_is_due(older, personas)
    assert contact().topic == "Second"


def test_uploaded_file_takes_precedence_at_publication(personas: Personas) -> None:
    older = waiting(api.record("T1", topic="Old", responses=[]))
    undecided = feedback.imported(feedback.calls(), goes_on=False)
    assert undecided.state == Import.State.CHECKED
    publish_what_is_due(older, personas)
    assert contact().topic == "Old"


def test_webhook_messages_supersede_earlier_batches_but_no_batch_supersedes_them(personas: Personas) -> None:
    sender = api.sender()
    assert sender.deliver(api.record("T1", topic="Hook", responses=[])).status_code == 202
    sent(api.record("T1", topic="Batch", responses=[]))
    # It began before the batch came; whether this message did, its import does not tell.
    gathered = Import.objects.get(state=Import.State.GATHERING)
    Import.objects.filter(pk=gathered.pk).update(created_at="2026-01-01T00:00:00Z")

    from intake.actions.receiving import publish_what_is_due as tick

    tick()
    api.publish_all()
    assert contact().topic == "Hook"
    assert rollup_differences() == []


@pytest.mark.parametrize("values", [(3, 5), (5, 3)])
def test_later_row_counts_for_answers_at_the_same_time(personas: Personas, values: tuple[int, int]) -> None:
    sent(api.record("T1", responses=[answered(4, 1)]))
    older = waiting(*(api.record("T1", responses=[answered(value, 1)]) for value in values))
    sent(api.record("T1", responses=[answered(2, 0)]))
    publish_what_is_due(older, personas)
    assert SurveyResponse.objects.get(state=SurveyResponse.State.COUNTED).value == values[1]


def random_batch(chance: random.Random) -> list[dict[str, Any]]:
    def some(*values: Any) -> Any:
        return chance.choice(values)

    return [
        api.record(
            f"T{chance.randrange(3)}", topic=some(None, "A", "B", "C"), language=some(None, "de", "en"),
            agent=some("Nia", "Omar", None), channel=some(None, "chat", "email"), handle_seconds=some(None, 1, 2, 3),
            started_at=f"2026-01-0{chance.randrange(1, 9)}T10:00:00+01:00",
            responses=[answered(chance.randrange(1, 6), chance.randrange(2), some("", "x", "y")) for _ in range(some(0, 1))],
        )
        for _ in range(chance.randrange(1, 4))
    ]  # fmt: skip


def what_is_said() -> dict[str, Any]:
    state = feedback.end_state()
    return {name: sorted(map(str, rows)) for name, rows in state.items()}


@pytest.mark.parametrize("seed", seeds(4))
def test_result_is_the_same_as_without_waiting(personas: Personas, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a seeded test
    batches = [random_batch(chance) for _ in range(5)]
    stand_ins = [[api.record("W", agent=f"{WAITS} {at}", responses=[])] if at in {1, 2} else [] for at in range(5)]
    for batch, more in zip(batches, stand_ins, strict=True):
        sent(*batch, *more)
    nia = Person.objects.get(display_name="Nia").pk
    for late in Import.objects.filter(state=Import.State.NEEDS_PEOPLE).order_by(chance.choice(["pk", "-pk"])):
        name = f"{WAITS} {late.staged.get(external_id='W').agent[-1]}"
        decide_people(actor=personas.ops, imported=late, people={name: nia})
        api.publish_all()
        assert rollup_differences() == []
    waited = what_is_said()
    taken = chance.randrange(5)
    undone(Import.objects.order_by("pk")[taken])
    without = what_is_said()
    feedback.forget_everything()
    first = [sent(*batch, *more) for batch, more in zip(batches, stand_ins, strict=True)]
    assert what_is_said() == waited
    undone(first[taken])
    assert what_is_said() == without
