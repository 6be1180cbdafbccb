"""Scores after merging two records equal those of importing with one record, and undoing restores them."""

import random
from datetime import date
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from core.work import enqueue, find, run_here
from feedback.actions import person_merges
from feedback.models import Claim, Interaction, MonthlyScore, RollupBasis
from feedback.queries.rollups import rollup_differences
from feedback.sql.rollups import LOCK, execute
from intake.actions.publication_request import request_publication
from intake.actions.undo import undo
from intake.models import Import, StagedRow
from people import record_moves
from people.actions import CannotMerge, merge_persons, remember_identity
from people.models import Membership, Person, PersonMerge, SourceIdentity
from tests.factories import feedback
from tests.factories.merging import content_of_all_tables, merged, taken_apart, worked
from tests.factories.people import PersonFactory, TeamFactory, organisation
from tests.feedback.test_undo_an_import import Rows, imported_rows, random_rows
from tests.seeds import seeds
from tests.threads import at_once, wait_until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db


def decided(**people: Person) -> None:
    for label, person in people.items():
        remember_identity(actor=None, source="s", label=label, person_id=person.pk)


def scores() -> list[tuple[Any, ...]]:
    """Scores with their persons, which `feedback.end_state` leaves out."""
    fields = ("person__display_name", "month_on", "channel", "topic", "language", "instrument", "n1", "n3", "n5")
    return list(MonthlyScore.objects.order_by(*fields).values_list(*fields))


@pytest.fixture
def two() -> tuple[Person, Person]:
    organisation()
    return PersonFactory.create(display_name="Nia Berg"), PersonFactory.create(display_name="N. Berg")


def test_claims_about_a_person_use_an_index(two: tuple[Person, Person]) -> None:
    move = record_moves.RecordMove(two[0].pk, two[1].pk, merge_id=1)
    with connection.cursor() as cursor:
        # The table is too small for the planner to bother, so it is told what it will see when it is not.
        cursor.execute("SET LOCAL enable_seqscan = off")
        said = move.concerns("feedback_claim", "person_id")
        cursor.execute(f"EXPLAIN SELECT t.id FROM feedback_claim t WHERE {said}", move.values)  # noqa: S608 - a fragment of ours
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "claim_person" in plan


@pytest.mark.parametrize("seed", seeds(4))
def test_merging_gives_what_one_record_from_the_start_would_have(two: tuple[Person, Person], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a seeded test
    files: list[Rows] = [random_rows(chance) for _ in range(4)]
    kept, other = two
    third = PersonFactory.create(display_name="Third")
    for person, team in ((kept, "A"), (other, "B"), (third, "A")):
        if chance.random() < 0.7:
            team_ = TeamFactory.create(name=f"{team}{person.pk}")
            Membership.objects.create(person=person, team=team_, starts_on=date(2026, 1, chance.randrange(1, 32)))
    decided(Nia=kept, Omar=other)
    for number, rows in enumerate(files[:3]):
        imported_rows(str(number), rows)
    before = content_of_all_tables()
    merge = merged(kept, other)
    assert rollup_differences() == []
    assert not Interaction.objects.filter(person=other).exists()
    assert not Claim.objects.filter(person=other).exists()
    taken_apart(merge)
    assert rollup_differences() == []
    assert content_of_all_tables() == before
    merged(kept, other)
    # The decisions have moved too, so the next file's rows are the kept one's.
    imported_rows("3", files[3])
    assert rollup_differences() == []
    after = (feedback.end_state(), scores())
    feedback.forget_everything()
    assert set(SourceIdentity.objects.values_list("person", flat=True)) == {kept.pk}
    for number, rows in enumerate(files):
        imported_rows(str(number), rows)
    assert (feedback.end_state(), scores()) == after


def test_scores_would_be_wrong_without_the_update(two: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    kept, other = two
    decided(Nia=kept, Omar=other)
    imported_rows("0", [row(1, "Omar")])
    monkeypatch.setattr(record_moves, "_arounds", [])
    merged(kept, other)
    assert {difference.table for difference in rollup_differences()} == {"feedback_monthlyscore", "feedback_monthlycontacts"}


def row(number: int, agent: str) -> dict[str, Any]:
    moment = f"2026-01-10T10:{number:02}Z"
    return {
        "external_id": f"C{number}", "agent": agent, "channel": "phone", "started_at": moment, "instrument": "csat", "value": 5,
        "responded_at": moment,
    }  # fmt: skip


def test_undoing_a_merge_moves_only_its_own_contacts_back(two: tuple[Person, Person]) -> None:
    kept, other = two
    decided(Nia=kept, Omar=other)
    imported_rows("0", [row(1, "Nia"), row(2, "Omar"), row(3, "Omar")])
    merge = merged(kept, other)
    third = PersonFactory.create(display_name="Third")
    decided(Third=third)
    # A later file moved one contact to another person and added one under the name that has moved.
    imported_rows("1", [row(2, "Third"), row(4, "Omar")])
    merge = taken_apart(merge)
    assert dict(Interaction.objects.values_list("external_id", "person")) == {
        "C1": kept.pk, "C2": third.pk, "C3": other.pk, "C4": kept.pk,
    }  # fmt: skip
    assert merge.lost_rows == 1
    assert rollup_differences() == []


def test_undoing_an_import_after_a_merge_keeps_contacts_with_the_kept_record(two: tuple[Person, Person]) -> None:
    kept, other = two
    decided(Nia=kept, Omar=other)
    imported_rows("0", [row(1, "Omar")])
    third = PersonFactory.create(display_name="Third")
    decided(Third=third)
    again = imported_rows("1", [row(1, "Third")])
    merged(kept, other)
    feedback.worked(undo(actor=None, imported=again))
    assert Interaction.objects.get().person == kept
    assert rollup_differences() == []


def test_scores_of_another_zone_are_recounted_first(two: tuple[Person, Person]) -> None:
    kept, other = two
    decided(Nia=kept, Omar=other)
    imported_rows("0", [row(1, "Omar")])
    organisation(reporting_zone="Asia/Tokyo")
    merged(kept, other)
    assert rollup_differences() == []
    assert RollupBasis.objects.count() == 5


def waiting_import(rows: Rows) -> Import:
    """A file with requested publication that waits for a worker."""
    imported = Import.objects.create(
        file_name="w", path="imports/w", size_bytes=1, digest="d", source="s", state=Import.State.CHECKED,
        creates_people=True, counts={"rows": len(rows)},
    )  # fmt: skip
    StagedRow.objects.bulk_create([StagedRow(file=imported, line=line, **each) for line, each in enumerate(rows, 2)])
    return request_publication(actor=None, imported=imported)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", seeds(2))
def test_an_import_that_publishes_while_two_are_merged(two: tuple[Person, Person], seed: int) -> None:
    kept, other = two
    decided(Nia=kept, Omar=other)
    imported_rows("0", [row(number, "Omar") for number in range(20)])
    imported = waiting_import([row(number, "Omar") for number in range(10, 40)])
    merge = merge_persons(actor=None, kept=kept, merged=other)
    deeds = [lambda: worked(merge), lambda: feedback.worked(imported)]
    assert at_once(*(deeds if seed % 2 else reversed(deeds))) == [None, None]
    assert not Interaction.objects.filter(person=other).exists()
    assert Interaction.objects.filter(person=kept).count() == 40
    assert rollup_differences() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("follows", [True, False])
def test_merging_waits_for_writers_of_scores(
    two: tuple[Person, Person], follows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: without the publishing lock, merging does not wait."""
    kept, other = two
    merge = merge_persons(actor=None, kept=kept, merged=other)
    if not follows:
        monkeypatch.setattr(record_moves, "_arounds", [])
    states: list[str] = []
    is_held, is_merged = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            execute(LOCK)
            is_held.set()
            if follows:
                wait_until_somebody_waits_for_a_lock()
            else:
                assert is_merged.wait(30)
            states.append(PersonMerge.objects.get(pk=merge.pk).state)

    def go_on() -> None:
        assert is_held.wait(30)
        worked(merge)
        is_merged.set()

    assert at_once(hold, go_on) == [None, None]
    assert states == ["merging" if follows else "merged"]
    assert PersonMerge.objects.get(pk=merge.pk).state == "merged"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locks", [True, False])
def test_two_merges_at_once_that_share_a_person(
    two: tuple[Person, Person], locks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is refused. Negative control: without locking the persons, both would start."""
    from people.actions import merges as people_merges

    first, second = two
    third = PersonFactory.create()
    if not locks:
        people = {person.pk: person for person in (*two, third)}
        monkeypatch.setattr(people_merges, "_locked", lambda one, other: (people[one], people[other]))
    begin = enqueue

    def slowly(**values: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.4)")
        return begin(**values)

    monkeypatch.setattr(people_merges, "enqueue", slowly)
    raised = at_once(
        lambda: merge_persons(actor=None, kept=first, merged=second),
        lambda: merge_persons(actor=None, kept=second, merged=third),
    )
    assert sum(isinstance(error, CannotMerge) for error in raised) == (1 if locks else 0)
    assert PersonMerge.objects.count() == (1 if locks else 2)
    if not locks:
        # And even then the last of them is refused when its turn comes, so that there is no chain.
        with pytest.raises(Exception, match="a merge that isn't finished"):
            run_here(find(PersonMerge.objects.earliest("pk").work_key))  # type: ignore[arg-type] # it is there


def test_contacts_are_passed_on_by_what_the_room_registered() -> None:
    assert person_merges.scores_follow in record_moves.arounds()


@pytest.mark.parametrize(("first", "second"), [("Omar", "Nia"), ("Nia", "Omar")])
def test_a_file_undone_between_merging_and_taking_apart(two: tuple[Person, Person], first: str, second: str) -> None:
    kept, other = two
    decided(Nia=kept, Omar=other)
    imported_rows("0", [row(1, first)])
    last = imported_rows("1", [row(1, second)])
    merge = merged(kept, other)
    feedback.worked(undo(actor=None, imported=last))
    taken_apart(merge)
    assert Interaction.objects.get().person == {"Nia": kept, "Omar": other}[first]
    assert rollup_differences() == []


def test_agent_that_was_turned_down_stays_so_after_taking_apart(two: tuple[Person, Person]) -> None:
    kept, other = two
    third = PersonFactory.create(display_name="Third")
    decided(Nia=kept, Omar=other, Third=third)
    imported_rows("0", [row(1, "Omar")])
    turned_down = feedback.worked(waiting_import([row(1, "Third")]))
    feedback.published_as_it_is(turned_down, keeps_agents=True)
    last = imported_rows("2", [row(1, "Omar")])
    merge = merged(kept, other)
    feedback.worked(undo(actor=None, imported=last))
    taken_apart(merge)
    assert Interaction.objects.get().person == other
    assert rollup_differences() == []


@pytest.mark.parametrize("undone", [False, True])
def test_claims_after_the_merge_do_not_decide_the_original_person(two: tuple[Person, Person], *, undone: bool) -> None:
    kept, other = two
    decided(Nia=kept, Omar=other)
    imported_rows("0", [row(1, "Omar"), row(2, "Nia")])
    imported_rows("x", [row(3, "Nia")])
    imported_rows("y", [row(3, "Omar")])
    merge = merged(kept, other)
    again = imported_rows("1", [row(1, "Omar"), row(2, "Nia"), row(3, "Omar")])
    if undone:
        feedback.worked(undo(actor=None, imported=again))
    taken_apart(merge)
    assert dict(Interaction.objects.values_list("external_id", "person")) == {"C1": other.pk, "C2": kept.pk, "C3": other.pk}
    assert rollup_differences() == []


@pytest.mark.parametrize("seed", seeds(3))
def test_merge_undone_import_and_separation_leave_no_trace_of_the_import(two: tuple[Person, Person], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a seeded test
    kept, other = two
    files, gone = [random_rows(chance) for _ in range(4)], chance.randrange(4)

    def outcome() -> tuple[Any, ...]:
        return feedback.end_state(), scores(), dict(Interaction.objects.values_list("external_id", "person"))

    decided(Nia=kept, Omar=other)
    done = [imported_rows(str(number), rows) for number, rows in enumerate(files)]
    merge = merged(kept, other)
    feedback.worked(undo(actor=None, imported=done[gone]))
    taken_apart(merge)
    assert rollup_differences() == []
    after = outcome()
    feedback.forget_everything()
    for number, rows in enumerate(files):
        if number != gone:
            imported_rows(str(number), rows)
    assert outcome() == after
