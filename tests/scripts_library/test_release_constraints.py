"""Database constraints of approvals, schedules, emergencies, kinds and comments, with rows that no action would make."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from core import clock
from people.queries.organisation import today
from scripts_library.models import CommentReply, PassageComment, ScriptKind, ScriptVersion
from tests.factories.people import Personas
from tests.factories.scripts_library import bare
from tests.scripts_library.test_constraints import refused


def test_two_approvals_are_of_different_people_who_did_not_write_it(personas: Personas) -> None:
    writer, first, last = (user.person_id for user in (personas.supervisor, personas.trainer, personas.approver))
    two = {"approvals_needed": 2, "first_approver_id": first}
    for state in ("in_review", "approved", "published"):
        assert bare(personas, state, **two).first_approver_id == first
    refused("script_first_approver_is_another", partial(bare, personas, "approved", approvals_needed=2, first_approver_id=last))
    for state in ("in_review", "approved"):
        refused(
            "script_first_approver_is_another", partial(bare, personas, state, approvals_needed=2, first_approver_id=writer)
        )
    refused("script_first_approver_is_another", partial(bare, personas, "draft", **two))
    refused("script_first_approver_is_another", partial(bare, personas, "approved", first_approver_id=first))


@pytest.mark.parametrize("state", ["approved", "published", "expired", "withdrawn"])
def test_a_version_is_approved_by_as_many_as_it_needs(personas: Personas, state: str) -> None:
    bare(personas, "in_review", approvals_needed=2)
    refused("script_version_approved_by_enough", partial(bare, personas, state, approvals_needed=2))
    refused("script_version_one_or_two_approvals", partial(bare, personas, "draft", approvals_needed=3))


def test_only_an_approved_version_is_scheduled_with_a_later_end_by_somebody(personas: Personas) -> None:
    at, by = clock.now(), personas.supervisor.person_id
    plan = {"publish_at": at, "ends_at": at + timedelta(days=1), "publisher_id": by}
    assert bare(personas, "approved", **plan).publish_at == at
    bare(personas, "approved", **plan, review_by_on=today())
    for wrong in ({"ends_at": at}, {"ends_at": None}, {"publish_at": None}):
        refused("script_version_released_has_a_period", partial(bare, personas, "approved", **{**plan, **wrong}))
    for state in ("draft", "in_review", "published"):
        refused("script_version_released_has_a_period", partial(bare, personas, state, **plan))
    refused("script_version_scheduled_by_somebody", partial(bare, personas, "approved", **{**plan, "publisher_id": None}))
    refused("script_version_scheduled_by_somebody", partial(bare, personas, "published", publisher_id=by))


def test_only_released_and_scheduled_versions_have_a_review_day(personas: Personas) -> None:
    bare(personas, "published", review_by_on=today())
    for state in ("draft", "in_review", "approved"):
        refused("script_version_reviewed_when_released", partial(bare, personas, state, review_by_on=today()))
    refused("script_version_reminder_known", partial(bare, personas, "published", review_reminder=3))


def test_an_emergency_has_its_reason_and_a_review_afterwards(personas: Personas) -> None:
    at = clock.now()
    emergency = {"is_emergency": True, "emergency_reason": "Storm."}
    bare(personas, "in_review", **emergency)
    for state in ("published", "expired", "withdrawn"):
        bare(personas, state, **emergency, afterwards_due_at=at)
        refused("script_version_emergency_is_complete", partial(bare, personas, state, **emergency))
    rows: list[tuple[str, dict[str, Any]]] = [
        ("draft", emergency),
        ("approved", emergency),
        ("in_review", {**emergency, "afterwards_due_at": at}),
        ("in_review", {**emergency, "emergency_reason": ""}),
        ("in_review", {**emergency, "approvals_needed": 2}),
        ("in_review", {"emergency_reason": "Storm."}),
        ("published", {"afterwards_due_at": at}),
    ]
    for state, fields in rows:
        refused("script_version_emergency_is_complete", partial(bare, personas, state, **fields))


def test_a_third_person_reviews_an_emergency_afterwards(personas: Personas) -> None:
    at = clock.now()
    base: dict[str, Any] = {"is_emergency": True, "emergency_reason": "Storm.", "afterwards_due_at": at}
    done = {"afterwards_at": at, "afterwards_by_id": personas.trainer.person_id}
    bare(personas, "published", **base, **done)
    bare(personas, "published", **base, **done, afterwards_problem="Wrong.")
    name = "script_version_reviewed_afterwards_by_a_third"
    for wrong in (
        {"afterwards_by_id": personas.approver.person_id},
        {"afterwards_by_id": personas.supervisor.person_id},
        {"afterwards_by_id": None},
        {"afterwards_at": None},
    ):
        refused(name, partial(bare, personas, "published", **base, **{**done, **wrong}))
    refused(name, partial(bare, personas, "published", **done))
    refused(name, partial(bare, personas, "published", **base, afterwards_problem="Wrong."))


@pytest.mark.parametrize("state", ["published", "expired", "approved"])
def test_only_a_withdrawn_version_says_what_to_say_instead(personas: Personas, state: str) -> None:
    bare(personas, "withdrawn", say_instead="Call back.")
    refused("script_version_say_instead_if_withdrawn", partial(bare, personas, state, say_instead="Call back."))


def test_kinds_have_a_name_of_their_own_and_sensible_numbers(db: None) -> None:
    ScriptKind.objects.create(name="Legal", approvals_needed=2, review_every_days=1)
    ScriptKind.objects.create(name="Rare", review_every_days=730)
    rows: dict[str, dict[str, Any]] = {
        "script_kind_name_unique": {"name": "LEGAL"},
        "script_kind_has_a_name": {"name": ""},
        "script_kind_one_default": {"name": "Other", "is_default": True},
    }
    for constraint, fields in rows.items():
        refused(constraint, partial(ScriptKind.objects.create, **fields))
    for number in (0, 3):
        refused("script_kind_one_or_two", partial(ScriptKind.objects.create, name="X", approvals_needed=number))
    for days in (0, 731):
        refused("script_kind_review_in_range", partial(ScriptKind.objects.create, name="X", review_every_days=days))


def test_comments_have_a_passage_and_a_text(personas: Personas) -> None:
    version, at = bare(personas), clock.now()

    def comment(**fields: Any) -> PassageComment:
        row = {"field": "tone", "start": 0, "end": 6, "quote": "Slowly", "text": "How?", "created_at": at, **fields}
        return PassageComment.objects.create(version=version, person=personas.approver.person, **row)

    made = comment()
    comment(resolved_at=at, resolved_by=personas.approver.person)
    refused("passage_comment_on_a_known_text", lambda: comment(field="state"))
    refused("passage_comment_has_a_passage", lambda: comment(end=0))
    refused("passage_comment_has_a_passage", lambda: comment(quote=""))
    refused("passage_comment_says_something", lambda: comment(text=""))
    refused("passage_comment_resolved_by_somebody", lambda: comment(resolved_at=at))
    refused("passage_comment_resolved_by_somebody", lambda: comment(resolved_by=personas.approver.person))
    reply = {"comment": made, "person": personas.supervisor.person, "created_at": at}
    CommentReply.objects.create(**reply, text="Like this.")
    refused("comment_reply_says_something", lambda: CommentReply.objects.create(**reply, text=""))


def test_a_version_in_review_starts_without_any_of_this(personas: Personas) -> None:
    version = bare(personas, "in_review")
    assert (version.approvals_needed, version.first_approver, version.is_emergency) == (1, None, False)
    assert version.review_reminder == ScriptVersion.NO_REMINDER
