"""Scripts for tests, brought to a state by the same actions as everywhere."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from core import clock
from journal.actions import house_journal
from people.models import Role, User
from scripts_library import actions
from scripts_library.models import Block, PassageComment, Script, ScriptKind, ScriptVersion
from scripts_library.queries import APPROVAL_CHECKS
from tests.factories.people import Personas, user_with

if TYPE_CHECKING:
    from journal.models import Journal

ALL_MET = dict.fromkeys(APPROVAL_CHECKS, True)
TEXTS = {
    "situation": "The customer asks for a refund of a cancelled ferry.",
    "what_to_say": "Thank you for calling, {name of the customer}. You get your money back within five days.",
    "tone": "Slowly and warmly.",
    "what_not_to_say": "Do not guess when the ferry sails again.",
    "what_to_ask": "Which booking is it?",
    "escalation": "Call the shift lead when a customer is stranded.",
    "plan_b": "A voucher of ten per cent.",
}


def draft(author: User, *, title: str = "Ferry cancelled", journal: "Journal | None" = None, **texts: str) -> ScriptVersion:
    return actions.write_script(
        actor=author, journal=journal or house_journal(), title=title, owner_id=author.person_id, **{**TEXTS, **texts}
    )


def in_review(author: User, **details: Any) -> ScriptVersion:
    return actions.submit_for_review(actor=author, version=draft(author, **details))


def approved(author: User, approver: User, **details: Any) -> ScriptVersion:
    return actions.approve(actor=approver, version=in_review(author, **details), checks=ALL_MET)


def published(author: User, approver: User, *, ends_at: datetime | None = None, **details: Any) -> ScriptVersion:
    version = approved(author, approver, **details)
    return actions.publish(actor=author, version=version, ends_at=ends_at or clock.now() + timedelta(days=30))


def withdrawn(author: User, approver: User, **details: Any) -> ScriptVersion:
    return actions.withdraw(actor=author, version=published(author, approver, **details), reason="The date was wrong.")


def scheduled(author: User, approver: User, **details: Any) -> ScriptVersion:
    """An approved version that is published in a day and ends a month later."""
    version, now = approved(author, approver, **details), clock.now()
    publish_at, ends_at = now + timedelta(days=1), now + timedelta(days=30)
    return actions.schedule(actor=author, version=version, publish_at=publish_at, ends_at=ends_at)


def in_emergency(author: User, **details: Any) -> ScriptVersion:
    return actions.ask_in_emergency(actor=author, version=draft(author, **details), reason="The storm is here.")


def published_in_emergency(author: User, approver: User, **details: Any) -> ScriptVersion:
    version, ends_at = in_emergency(author, **details), clock.now() + timedelta(days=7)
    return actions.publish_in_emergency(
        actor=approver, version=version, checks=ALL_MET, ends_at=ends_at, revision=version.revision
    )


def comment(person: User, version: ScriptVersion, *, passage: str = "five days", text: str = "Is that so?") -> PassageComment:
    return actions.comment_on_passage(actor=person, version=version, field="what_to_say", passage=passage, text=text)


def kind(name: str = "Legal", *, approvals_needed: int = 2, review_every_days: int = 30) -> ScriptKind:
    return ScriptKind.objects.create(name=name, approvals_needed=approvals_needed, review_every_days=review_every_days)


def of_two_approvals(author: User, **details: Any) -> ScriptVersion:
    """A version in review that two people have to approve."""
    version = draft(author, **details)
    Script.objects.filter(pk=version.script_id).update(kind=kind())
    return actions.submit_for_review(actor=author, version=version)


def next_version(author: User, approver: User, version: ScriptVersion, *, what_to_say: str = "New words.") -> ScriptVersion:
    """A later version of the same script, approved."""
    later = actions.revise(actor=author, version=version)
    later = actions.edit_draft(actor=author, version=later, revision=later.revision, what_to_say=what_to_say)
    later = actions.submit_for_review(actor=author, version=later)
    return actions.approve(actor=approver, version=later, checks=ALL_MET)


def variant(author: User, source: ScriptVersion, *, channel: str = "", language: str = "nl", **texts: Any) -> ScriptVersion:
    return actions.write_variant(actor=author, source=source.script, channel=channel, language=language, **texts)


# Title, kind and text of each step, and its choices.
STEPS: tuple[tuple[str, str, str, list[tuple[str, str]]], ...] = (
    (
        "Apology",
        "say",
        "I'm sorry, {name of the customer}.",
        [("I need it today", "step-2"), ("I want my money back", "step-3")],
    ),
    ("Express", "ask", "May I send a second one by express?", [("It's medicine", "step-4"), ("", "step-3")]),
    ("Refund", "end", "You get your money back within five days.", []),
    ("Shift lead", "escalate", "I'm getting my shift lead.", []),
)


def with_steps(author: User, version: ScriptVersion, steps: Sequence[Any] = STEPS) -> ScriptVersion:
    """A draft with these steps. The first ones may lead to later ones, so choices come after all steps."""
    for title, kind, say, _choices in steps:
        version.refresh_from_db()
        revision = version.revision
        actions.add_step(actor=author, version=version, revision=revision, title=title, kind=kind, say=say, choices=[])
    for number, (title, kind, say, choices) in enumerate(steps, start=1):
        version.refresh_from_db()
        values = {"title": title, "kind": kind, "say": say, "choices": choices}
        actions.edit_step(actor=author, version=version, revision=version.revision, key=f"step-{number}", **values)
    version.refresh_from_db()
    return version


def published_with_steps(author: User, approver: User, *, steps: Sequence[Any] = STEPS, **details: Any) -> ScriptVersion:
    """A live version with steps."""
    version = with_steps(author, draft(author, **details), steps)
    return released(author, approver, version)


def released(author: User, approver: User, version: ScriptVersion) -> ScriptVersion:
    """A draft, brought through approval to publication."""
    version = actions.submit_for_review(actor=author, version=version)
    version = actions.approve(actor=approver, version=version, checks=ALL_MET)
    return actions.publish(actor=author, version=version, ends_at=clock.now() + timedelta(days=30))


def published_variant(author: User, approver: User, source: ScriptVersion | None = None, **details: Any) -> ScriptVersion:
    source = source or published(author, approver)
    return released(author, approver, variant(author, source, **details))


def bare(personas: Personas, state: str = "draft", **fields: Any) -> ScriptVersion:
    """A row that no action made: for the constraints, which must hold on their own."""
    at = clock.now()
    by_state: dict[str, Any] = {}
    if state != "draft":
        by_state |= {"submitted_at": at}
    if state not in {"draft", "in_review"}:
        by_state |= {"approver_id": personas.approver.person_id, "approved_at": at}
    if state in {"published", "expired", "withdrawn"}:
        by_state |= {"starts_at": at, "ends_at": at + timedelta(days=1)}
    if state in {"expired", "withdrawn"}:
        by_state |= {"ended_at": at + timedelta(hours=1)}
    if state == "withdrawn":
        by_state |= {"withdrawal_reason": "Wrong."}
    author_id = personas.supervisor.person_id
    row = {"number": 1, "state": state, "author_id": author_id, "writer_ids": [author_id], **TEXTS, **by_state, **fields}
    row.setdefault("script", script(personas))
    return ScriptVersion.objects.create(**row)


def script(personas: Personas, **fields: Any) -> Script:
    values = {"title": "Ferry cancelled", "owner_id": personas.supervisor.person_id, "journal": house_journal(), **fields}
    return Script.objects.create(**values)


def block(author: User, *, title: str = "On hold", kind: str = "telephone", text: str = "One moment, please.") -> Block:
    return actions.add_block(actor=author, title=title, kind=kind, text=text)


def both(name: str = "Bella Both") -> User:
    """A person who may write and approve, and so could approve their own script."""
    return user_with(Role.SUPERVISOR, Role.APPROVER, name=name)
