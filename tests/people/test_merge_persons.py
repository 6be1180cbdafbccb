"""Merges of two records: rows move, conflicting rows stay, and the merge can be undone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection

from core.refusals import Refused
from core.work import WorkFailed, find, run_here
from journal.models import Entry
from people import record_moves
from people.actions import (
    MergedAlready,
    enter_leave,
    give_sign_in,
    join_team,
    merge_persons,
    record_return,
    remember_identity,
    set_roles,
    undo_merge,
)
from people.models import (
    Leave,
    Membership,
    MovedRows,
    Notification,
    Person,
    PersonMerge,
    Role,
    RoleGrant,
    SourceIdentity,
    User,
)
from people.queries.employment import left_person_ids, service_of_agents
from people.queries.persons import names, people_list
from people.queries.roles import agent_ids, roles_of
from tests.constraints import refused_by
from tests.factories.merging import content_of_all_tables, merged, taken_apart
from tests.factories.people import Personas, PersonFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


# Columns that refer to persons, and whether their rows move when two records are merged.
RULES = {
    "selection.Candidate": (("person_id",), False),
    "selection.CardReply": (("person_id",), False),
    "care.AboutMe": (("person_id",), True),
    "care.AgreedAction": (("owner_id",), True),
    "care.BreakRequest": (("person_id", "to_id"), True),
    "care.CoachOf": (("person_id", "coach_id", "proposed_by_id"), True),
    "care.PrivateNote": (("writer_id",), True),
    "care.PulseAnswer": (("person_id",), True),
    "care.PulseAsked": (("person_id",), True),
    "care.PulseFigure": ((), True),
    "care.PulseRound": (("change_by_id",), True),
    "crisis.Crisis": (("opened_by_id", "lead_id", "deputy_id"), True),
    "protocol.ImprovementAction": (("owner_id",), True),
    "selection.LeaderAsked": (("leader_id",), True),
    "crisis.HelpCall": (("person_id",), True),
    "crisis.HelpRequest": (("person_id", "answered_by_id"), True),
    "crisis.Invitation": (("person_id",), True),
    "protocol.Protocol": (("written_by_id", "owner_id", "review_requested_from_id", "reviewed_by_id"), True),
    "selection.Selection": (("stored_by_id",), True),
    "crisis.LineShift": (("person_id",), True),
    "crisis.SupportContact": (("person_id",), True),
    "crisis.TeamMember": (("person_id",), True),
    "crisis.UpdateSeen": (("person_id",), True),
    "selection.LeaderInput": (("person_id", "leader_id"), True),
    "feedback.Assignment": (("person_id", "decided_by_id"), True),
    "feedback.CountingDecision": (("decided_by_id",), True),
    "intake.Finding": (("decided_by_id",), True),
    "intake.Import": (("uploaded_by_id", "undone_by_id"), True),
    "feedback.Interaction": (("person_id",), True),
    "feedback.MonthlyContacts": (("person_id",), False),
    "feedback.MonthlyScore": (("person_id",), False),
    "intake.OwnProfile": (("saved_by_id",), True),
    "feedback.Claim": (("person_id",), True),
    "intake.WebhookEndpoint": (("created_by_id",), True),
    "notices.LetterTemplate": (("changed_by_id",), True),
    "notices.Preference": (("person_id",), True),
    "notices.QuietHours": (("person_id",), True),
    "notices.ShortSubjects": (("person_id",), True),
    "people.ApiToken": (("created_by_id", "revoked_by_id"), True),
    "people.FormDraft": (("person_id",), True),
    "people.Leave": (("person_id",), True),
    "people.Look": (("viewer_id", "person_id"), True),
    "people.Membership": (("person_id",), True),
    "people.Notification": (("person_id",), True),
    "people.Person": (("merged_into_id",), False),
    "people.PersonMerge": (("kept_id", "merged_id", "started_by_id", "undone_by_id"), False),
    "people.RoleGrant": (("person_id",), True),
    "people.RosteredShift": (("person_id",), True),
    "people.SourceIdentity": (("person_id",), True),
    "people.StaffChange": (("person_id",), True),
    "people.User": (("person_id",), True),
    "care.Suggestion": (("author_id", "answered_by_id"), True),
    "care.SuggestionMessage": (("sender_id",), True),
    "care.SuggestionVote": (("person_id",), True),
    "quality.ImportedEvaluation": (("person_id",), True),
    "quality.ProgrammeMember": (("person_id",), True),
    "quality.RedFlagSeen": (("person_id",), True),
    "quality.Replacement": (("replaced_by_id",), True),
    "quality.Review": (("reviewer_id", "person_id"), True),
    "quality.ReviewerCapacity": (("person_id",), True),
    "quality.Slot": (("person_id", "reviewer_id"), True),
    "recognition.Award": (("nominee_id", "nominator_id", "decided_by_id"), True),
    "recognition.Discretion": (("person_id",), True),
    "recognition.LedgerEntry": (("person_id",), False),
    "scripts_library.Acknowledgement": (("person_id",), True),
    "scripts_library.Approval": (("person_id",), True),
    "scripts_library.CommentReply": (("person_id",), True),
    "scripts_library.PassageComment": (("person_id", "resolved_by_id"), True),
    "scripts_library.PinnedScript": (("person_id",), False),
    "scripts_library.Script": (("owner_id",), True),
    "scripts_library.ScriptVersion": (
        ("first_approver_id", "publisher_id", "afterwards_by_id", "author_id", "approver_id"),
        True,
    ),
    "scripts_library.BlockVersion": (("author_id",), True),
    "scripts_library.ScriptImport": (("person_id",), True),
    "scripts_library.ScriptUse": (("person_id",), True),
    "training.ItemDone": (("person_id",), True),
    "training.ItemReopened": (("person_id",), True),
    "training.Nudge": (("person_id", "nudged_by_id"), True),
    "training.QuestionCorrection": (("corrected_by_id",), True),
    "training.Quiz": (("owner_id",), True),
    "training.QuizAttempt": (("person_id",), True),
    "training.QuizReopening": (("person_id",), True),
    "training.QuizSettlement": (("person_id", "settled_by_id"), True),
    "training.RecallQuestion": (("person_id",), True),
    "training.Refresher": (("trainer_id",), True),
    "training.Rehearsal": (("player_id", "observer_id"), True),
    "training.RolePlay": (("author_id",), True),
}


def test_each_table_that_refers_to_persons_has_a_reviewed_rule() -> None:
    """If this fails, a new table refers to persons. Decide on its merge rule, see docs/adr/0007, then add it here."""
    assert {f"{table.model._meta.label}": (table.columns, table.rule.moves) for table in record_moves.tables()} == RULES


def test_tables_that_refuse_updates_are_not_moved() -> None:
    with connection.cursor() as cursor:
        # 2 and 16: before an update. Those with a condition or for named columns let the columns of persons change.
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgtype & 18 = 18 AND tgqual IS NULL AND tgattr::text = ''"
        )
        refusing = {name for (name,) in cursor.fetchall()}
    assert "recognition_ledgerentry" in refusing
    assert not {table.name for table in record_moves.tables() if table.rule.moves} & refusing


def test_each_moved_table_has_numeric_ids() -> None:
    kinds = {
        table.model._meta.pk.get_internal_type() for table in record_moves.tables() if table.rule.moves and table.model._meta.pk
    }
    assert kinds == {"BigAutoField", "BigIntegerField"}


def test_rows_move_to_the_kept_record(two: tuple[Person, Person]) -> None:
    kept, other = two
    SourceIdentity.objects.create(source="s", label="N. Berg", person=other)
    RoleGrant.objects.create(person=other, role=Role.AGENT)
    Membership.objects.create(person=other, team=TeamFactory.create(), starts_on=date(2020, 1, 1))
    merge = merged(kept, other)
    assert (merge.state, merge.stayed_rows) == ("merged", 0)
    assert SourceIdentity.objects.get().person == kept
    assert roles_of(kept) == [Role.AGENT]
    assert Membership.objects.get().person == kept
    other.refresh_from_db()
    assert other.merged_into == kept
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.subject_id, entry.data) == (
        "people.persons_merged", kept.pk, {"merged": other.pk, "moved": 3, "stayed": 0},
    )  # fmt: skip


def test_conflicting_rows_stay_and_are_counted(two: tuple[Person, Person]) -> None:
    kept, other = two
    north, south = TeamFactory.create(), TeamFactory.create()
    for person, day in ((kept, date(2020, 1, 1)), (other, date(2021, 1, 1))):
        Membership.objects.create(person=person, team=north, starts_on=day)
        RoleGrant.objects.create(person=person, role=Role.AGENT)
        Notification.objects.create(person=person, key="both", text="x")
        Leave.objects.create(person=person, first_on="2026-03-01", last_on="2026-03-05")
    Membership.objects.create(person=other, team=south, starts_on=date(2021, 1, 1))
    Leave.objects.create(person=other, first_on="2026-03-06", last_on="2026-03-06")
    Notification.objects.bulk_create(Notification(person=other, key=f"k{number}", text="x") for number in range(33))
    before = content_of_all_tables()
    merge = merged(kept, other)
    assert merge.stayed_rows == 4
    assert Membership.objects.filter(person=other).get().team == north
    assert Notification.objects.filter(person=other).get().key == "both"
    assert {row.table: (len(row.ids), row.stayed) for row in merge.moved.all()} == {
        "people_membership": (1, 1), "people_rolegrant": (0, 1), "people_notification": (33, 1), "people_leave": (1, 1),
    }  # fmt: skip
    # A membership that stays isn't shown, because the record is merged.
    assert list(Membership.objects.current().filter(team=north).values_list("person", flat=True)) == [kept.pk]
    taken_apart(merge)
    assert content_of_all_tables() == before


def test_merged_record_is_hidden(two: tuple[Person, Person]) -> None:
    kept, other = two
    for person in two:
        RoleGrant.objects.create(person=person, role=Role.AGENT)
    merged(kept, other)
    assert agent_ids() == {kept.pk}
    assert [served.person_id for served in service_of_agents()] == [kept.pk]
    assert list(people_list("berg", with_left=True)) == [kept]
    assert left_person_ids() == {other.pk}
    assert names([other.pk]) == {other.pk: "N. Berg"}


@pytest.mark.parametrize(
    "deed",
    [
        lambda person: give_sign_in(actor=None, person=person, email="n@example.org"),
        lambda person: set_roles(actor=None, person=person, roles=[Role.AGENT]),
        lambda person: enter_leave(actor=None, person=person, first_on=date(2026, 1, 1), last_on=date(2026, 1, 1)),
        lambda person: join_team(actor=None, person=person, team=TeamFactory.create(), starts_on=date(2026, 1, 1)),
        lambda person: record_return(actor=None, person=person),
    ],
)
def test_actions_on_a_merged_record_are_refused(two: tuple[Person, Person], deed: Callable[[Person], object]) -> None:
    kept, other = two
    merged(kept, other)
    with pytest.raises(MergedAlready, match="has been merged"):
        deed(other)


def test_undo_moves_back_the_moved_rows_that_still_exist(two: tuple[Person, Person]) -> None:
    kept, other = two
    SourceIdentity.objects.bulk_create(SourceIdentity(source="s", label=label, person=other) for label in ("a", "b"))
    SourceIdentity.objects.create(source="s", label="own", person=kept)
    merge = merged(kept, other)
    third = PersonFactory.create()
    remember_identity(actor=None, source="s", label="a", person_id=third.pk)
    remember_identity(actor=None, source="s", label="later", person_id=other.pk)
    merge = taken_apart(merge)
    assert (merge.state, merge.lost_rows) == ("undone", 1)
    assert dict(SourceIdentity.objects.values_list("label", "person")) == {
        "a": third.pk, "b": other.pk, "own": kept.pk, "later": kept.pk,
    }  # fmt: skip
    assert not MovedRows.objects.exists()
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.data) == ("people.merge_undone", {"merged": other.pk, "moved": 1, "lost": 1})
    # They can be merged again.
    assert merged(kept, other).pk != merge.pk


def test_chains_of_merges_are_refused(two: tuple[Person, Person]) -> None:
    kept, other = two
    third = PersonFactory.create()
    merge = merged(kept, other)
    other.refresh_from_db()

    def refused(sentence: str, *, kept: Person, merged: Person) -> None:
        with pytest.raises(Refused, match=sentence):
            merge_persons(actor=None, kept=kept, merged=merged)

    refused("same record", kept=third, merged=third)
    refused("already been merged into another record", kept=other, merged=third)
    refused("already been merged into another record", kept=third, merged=other)
    refused("Another record was merged into", kept=third, merged=kept)
    # Several records can be merged into one and undone in any order.
    also = merged(kept, third)
    assert {taken_apart(merge).state, taken_apart(also).state} == {"undone"}


def test_database_refuses_chains_of_merges(two: tuple[Person, Person]) -> None:
    kept, other = two
    third = PersonFactory.create()
    with refused_by("person_not_merged_into_itself"):
        Person.objects.filter(pk=third.pk).update(merged_into=third)
    Person.objects.filter(pk=other.pk).update(merged_into=kept)
    Person.objects.filter(pk=third.pk).update(merged_into=kept)
    Person.objects.filter(pk=third.pk).update(merged_into=None)
    with refused_by("person_merged_into_no_chain"):
        Person.objects.filter(pk=third.pk).update(merged_into=other)
    with refused_by("person_merged_into_no_chain"):
        Person.objects.filter(pk=kept.pk).update(merged_into=third)


def test_constraints_of_merges(two: tuple[Person, Person]) -> None:
    kept, other = two
    values: dict[str, Any] = {"kept": kept, "merged": other}
    merge = PersonMerge.objects.create(**values, state="undone", undone_at="2026-01-01T00:00Z")
    PersonMerge.objects.create(**values)
    with refused_by("merge_once_at_a_time"):
        PersonMerge.objects.create(**values)
    with refused_by("merge_of_two"):
        PersonMerge.objects.create(kept=kept, merged=kept)
    with refused_by("merge_state_known"):
        PersonMerge.objects.create(kept=other, merged=kept, state="x")
    for state, undone_at in (("undone", None), ("merged", "2026-01-01T00:00Z")):
        with refused_by("merge_undone_at_matches_state"):
            PersonMerge.objects.create(kept=other, merged=kept, state=state, undone_at=undone_at)
    MovedRows.objects.create(merge=merge, table="t", column="a")
    MovedRows.objects.create(merge=merge, table="t", column="b")
    with refused_by("moved_rows_once"):
        MovedRows.objects.create(merge=merge, table="t", column="a")


def test_only_administrators_merge_and_undo(two: tuple[Person, Person], personas: Personas) -> None:
    merge = merged(*two)
    for name, user in personas:
        if name == "administrator":
            continue
        with pytest.raises(PermissionDenied):
            merge_persons(actor=user, kept=two[0], merged=two[1])
        with pytest.raises(PermissionDenied):
            undo_merge(actor=user, merge=merge)
    undo_merge(actor=personas.administrator, merge=merge)
    assert taken_apart(merge).undone_by == personas.administrator.person
    assert Notification.objects.filter(person=personas.administrator.person_id, text__contains="was undone").exists()


def test_repeated_merge_and_undo_are_idempotent(two: tuple[Person, Person]) -> None:
    kept, other = two
    first = merge_persons(actor=None, kept=kept, merged=other)
    assert merge_persons(actor=None, kept=kept, merged=other) == first
    with pytest.raises(Refused, match="a merge that isn't finished"):
        merge_persons(actor=None, kept=other, merged=kept)
    with pytest.raises(Refused, match="Wait until"):
        undo_merge(actor=None, merge=first)
    merged(kept, other)
    assert merge_persons(actor=None, kept=kept, merged=other) == first
    undo_merge(actor=None, merge=first)
    undo_merge(actor=None, merge=first)
    taken_apart(first)
    assert undo_merge(actor=None, merge=first).state == "undone"
    assert Entry.objects.filter(verb__startswith="people.").count() == 2


def test_merge_with_a_new_obstacle_fails_and_can_be_cancelled(two: tuple[Person, Person]) -> None:
    kept, other = two
    merge = merge_persons(actor=None, kept=kept, merged=other)
    for person, email in ((kept, "a@example.org"), (other, "b@example.org")):
        give_sign_in(actor=None, person=person, email=email)
    work = find(merge.work_key)
    assert work is not None
    with pytest.raises(WorkFailed, match="Both records have an active account"):
        run_here(work)
    assert undo_merge(actor=None, merge=merge).state == "undone"
    assert Person.objects.filter(merged_into=None).count() == 2
    assert User.objects.get(person=other).is_active


def test_administrator_can_merge_their_own_second_record(personas: Personas) -> None:
    """They merge the record that they sign in with into another one."""
    kept = PersonFactory.create()
    merge = merge_persons(actor=personas.administrator, kept=kept, merged=personas.administrator.person)
    merged(kept, personas.administrator.person)
    user = User.objects.get(pk=personas.administrator.pk)
    assert (user.person, user.has_role(Role.ADMINISTRATOR)) == (kept, True)
    undo_merge(actor=user, merge=merge)
    taken_apart(merge)
    assert User.objects.get(pk=user.pk).has_role(Role.ADMINISTRATOR)


def test_tables_are_found_among_the_models() -> None:
    assert {table.model for table in record_moves.tables()} <= set(apps.get_models(include_auto_created=True))


def test_undo_that_leaves_no_administrator_is_refused(two: tuple[Person, Person], personas: Personas) -> None:
    kept, old = two
    UserFactory.create(person=kept)
    RoleGrant.objects.create(person=old, role=Role.ADMINISTRATOR)
    merge = merged(kept, old)
    # Allowed, because the kept record now has the role and an account.
    set_roles(actor=personas.administrator, person=personas.administrator.person, roles=[])
    with pytest.raises(WorkFailed, match="no administrator could sign in"):
        taken_apart(merge)
    assert RoleGrant.objects.filter(person=kept, role=Role.ADMINISTRATOR).exists()


def test_ops_cannot_change_the_match_of_a_name(two: tuple[Person, Person], personas: Personas) -> None:
    with pytest.raises(PermissionDenied):
        remember_identity(actor=personas.ops, source="s", label="Nia", person_id=two[0].pk)
