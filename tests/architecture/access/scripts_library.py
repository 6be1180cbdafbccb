"""Access to scripts (domain section 10).

Agents and reviewers read published scripts; supervisors write; approvers and trainers approve scripts of others; operations and
administrators have no access.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from scripts_library import actions
from scripts_library.models import PhraseRule, ScriptKind, ScriptVersion, UnfoundSearch
from tests.architecture.access.route import CONFLICT, FORBIDDEN, FOUND, INVALID, MISSING, OK, Arrange, Route
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SUPERVISORS = ("supervisor", "other_supervisor")
APPROVERS = ("approver", "trainer")
PHRASE_KEEPERS = SUPERVISORS
READERS = ("agent", "other_agent", "reviewer")

NEXT_MONTH = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
ANSWERS = dict.fromkeys(scripts.ALL_MET, "on")


def each(*names: str, status: int) -> dict[str, int]:
    return dict.fromkeys(names, status)


def a_version(make: Callable[..., ScriptVersion], *, approved: bool) -> Arrange:
    def arrange(personas: Personas) -> Mapping[str, Any]:
        people = (personas.supervisor, personas.approver) if approved else (personas.supervisor,)
        return {"version_id": make(*people).pk}

    return arrange


def a_script(make: Callable[..., ScriptVersion], *, approved: bool) -> Arrange:
    def arrange(personas: Personas) -> Mapping[str, Any]:
        people = (personas.supervisor, personas.approver) if approved else (personas.supervisor,)
        return {"script_id": make(*people).script_id}

    return arrange


def a_phrase(_personas: Personas) -> Mapping[str, Any]:
    return {"phrase_id": PhraseRule.objects.create(pattern="whatever", better="Let us see.").pk}


def a_block(personas: Personas) -> Mapping[str, Any]:
    return {"block_id": scripts.block(personas.supervisor).pk}


def a_variant(personas: Personas) -> Mapping[str, Any]:
    return {"version_id": scripts.published_variant(personas.supervisor, personas.approver).pk}


def an_import(personas: Personas) -> Mapping[str, Any]:
    kept = actions.upload_scripts(actor=personas.supervisor, file_name="scripts.csv", scripts=[], rejected=[])
    return {"import_id": kept.pk}


def a_folder(_personas: Personas) -> Mapping[str, Any]:
    return {"name": "scripts.zip"}


def a_kind(_personas: Personas) -> Mapping[str, Any]:
    return {"kind_id": ScriptKind.objects.create(name="Refunds of ferries").pk}


def a_comment(personas: Personas) -> Mapping[str, Any]:
    version = scripts.in_review(personas.supervisor)
    return {"comment_id": scripts.comment(personas.approver, version).pk}


def an_archived_script(personas: Personas) -> Mapping[str, Any]:
    version = scripts.draft(personas.supervisor)
    return {"script_id": actions.archive_script(actor=personas.supervisor, script=version.script).pk}


def an_unfound_search(_personas: Personas) -> Mapping[str, Any]:
    at = datetime.now(UTC).date()
    return {"search_id": UnfoundSearch.objects.create(digest="d", words="zeppelin", searches=3, last_on=at).pk}


DRAFT, IN_REVIEW = a_version(scripts.draft, approved=False), a_version(scripts.in_review, approved=False)
APPROVED, PUBLISHED = a_version(scripts.approved, approved=True), a_version(scripts.published, approved=True)
WITHDRAWN = a_version(scripts.withdrawn, approved=True)
EMERGENCY = a_version(scripts.in_emergency, approved=False)
AFTER_EMERGENCY = a_version(scripts.published_in_emergency, approved=True)
SCHEDULED = a_version(scripts.scheduled, approved=True)
A_SCRIPT = a_script(scripts.draft, approved=False)


def a_step(personas: Personas) -> Mapping[str, Any]:
    return {"version_id": scripts.with_steps(personas.supervisor, scripts.draft(personas.supervisor)).pk, "key": "step-1"}


# The revision of a draft after all its steps were written.
WITH_STEPS = {"revision": 1 + 2 * len(scripts.STEPS)}
USERS = {**each("agent", "other_agent", status=FOUND), **each("reviewer", *SUPERVISORS, *APPROVERS, status=FORBIDDEN)}

ALL_KEEPERS = each(*SUPERVISORS, *APPROVERS, status=OK)
WRITERS = {**each(*SUPERVISORS, status=FOUND), **each(*APPROVERS, status=FORBIDDEN)}
RELEASERS = each(*SUPERVISORS, *APPROVERS, status=FOUND)
DECIDERS = {**each(*SUPERVISORS, status=FORBIDDEN), **each(*APPROVERS, status=FOUND)}

ROUTES = [
    Route("scripts_library:library", FORBIDDEN, {**ALL_KEEPERS, **each(*READERS, status=OK)}),
    Route("scripts_library:news", FORBIDDEN, {**ALL_KEEPERS, **each(*READERS, status=OK)}),
    Route("scripts_library:withdrawals", FORBIDDEN, {**ALL_KEEPERS, **each(*READERS, status=OK)}),
    Route("scripts_library:write", FORBIDDEN, each(*SUPERVISORS, status=OK)),
    Route("scripts_library:write", FORBIDDEN, each(*SUPERVISORS, status=INVALID), method="post", data={"title": ""}),
    Route("scripts_library:wording", FORBIDDEN, ALL_KEEPERS, method="post", data={"what_to_say": "calm down"}),
    Route("scripts_library:script", MISSING, ALL_KEEPERS, arrange=a_script(scripts.approved, approved=True)),
    Route(
        "scripts_library:script",
        MISSING,
        {**ALL_KEEPERS, **each(*READERS, status=OK)},
        arrange=a_script(scripts.published, approved=True),
    ),
    Route(
        "scripts_library:change",
        MISSING,
        {**ALL_KEEPERS, **each(*APPROVERS, status=FORBIDDEN)},
        arrange=a_script(scripts.draft, approved=False),
    ),
    Route(
        "scripts_library:change",
        MISSING,
        {**each(*SUPERVISORS, status=INVALID), **each(*APPROVERS, *READERS, status=FORBIDDEN)},
        method="post",
        data={"title": ""},
        arrange=a_script(scripts.published, approved=True),
    ),
    Route("scripts_library:version", MISSING, ALL_KEEPERS, arrange=PUBLISHED),
    Route("scripts_library:edit", MISSING, {**ALL_KEEPERS, **each(*APPROVERS, status=FORBIDDEN)}, arrange=DRAFT),
    Route("scripts_library:revise", MISSING, WRITERS, method="post", arrange=PUBLISHED),
    Route("scripts_library:submit", MISSING, WRITERS, method="post", arrange=DRAFT),
    Route("scripts_library:review", MISSING, {**ALL_KEEPERS, **each(*SUPERVISORS, status=FORBIDDEN)}, arrange=IN_REVIEW),
    Route(
        "scripts_library:review",
        MISSING,
        DECIDERS,
        method="post",
        data={**ANSWERS, "decision": "approve", "revision": 1},
        arrange=IN_REVIEW,
    ),
    Route("scripts_library:publish", MISSING, ALL_KEEPERS, arrange=APPROVED),
    Route("scripts_library:publish", MISSING, RELEASERS, method="post", data={"last_on": NEXT_MONTH}, arrange=APPROVED),
    Route("scripts_library:withdraw", MISSING, ALL_KEEPERS, arrange=PUBLISHED),
    Route("scripts_library:withdraw", MISSING, RELEASERS, method="post", data={"reason": "Wrong."}, arrange=PUBLISHED),
    Route("scripts_library:readers", MISSING, {**ALL_KEEPERS, **each(*APPROVERS, status=FORBIDDEN)}, arrange=PUBLISHED),
    Route(
        "scripts_library:acknowledge", MISSING, {**RELEASERS, **each(*READERS, status=FOUND)}, method="post", arrange=PUBLISHED
    ),
    Route(
        "scripts_library:acknowledge",
        MISSING,
        each(*SUPERVISORS, *APPROVERS, status=CONFLICT),
        method="post",
        arrange=APPROVED,
    ),
    Route(
        "scripts_library:acknowledge_withdrawal",
        MISSING,
        {**RELEASERS, **each(*READERS, status=FOUND)},
        method="post",
        arrange=WITHDRAWN,
    ),
    Route("scripts_library:compare", MISSING, ALL_KEEPERS, arrange=PUBLISHED),
    Route(
        "scripts_library:write_variant",
        MISSING,
        {**ALL_KEEPERS, **each(*APPROVERS, status=FORBIDDEN)},
        arrange=a_script(scripts.draft, approved=False),
    ),
    Route(
        "scripts_library:write_variant",
        MISSING,
        {**WRITERS, **each(*READERS, status=FORBIDDEN)},
        method="post",
        data={"channel": "chat", "language": "en"},
        arrange=a_script(scripts.published, approved=True),
    ),
    Route(
        "scripts_library:change_audience",
        MISSING,
        {**ALL_KEEPERS, **each(*APPROVERS, status=FORBIDDEN)},
        arrange=a_script(scripts.draft, approved=False),
    ),
    Route(
        "scripts_library:change_audience",
        MISSING,
        {**WRITERS, **each(*READERS, status=FORBIDDEN)},
        method="post",
        data={"channel": "chat", "language": "en", "channel_read": "", "language_read": "en"},
        arrange=a_script(scripts.published, approved=True),
    ),
    Route("scripts_library:confirm_variant", MISSING, RELEASERS, method="post", data={"follows_number": 1}, arrange=a_variant),
    Route("scripts_library:export", FORBIDDEN, ALL_KEEPERS, arrange=a_folder),
    Route("scripts_library:upload", FORBIDDEN, each(*SUPERVISORS, status=OK)),
    Route("scripts_library:upload", FORBIDDEN, each(*SUPERVISORS, status=INVALID), method="post"),
    Route(
        "scripts_library:import",
        FORBIDDEN,
        {**each("supervisor", status=OK), **each("other_supervisor", status=MISSING)},
        arrange=an_import,
    ),
    Route(
        "scripts_library:import",
        FORBIDDEN,
        {**each("supervisor", status=FOUND), **each("other_supervisor", status=MISSING)},
        method="post",
        arrange=an_import,
    ),
    # Steps and uses
    Route("scripts_library:steps", MISSING, {**ALL_KEEPERS, **each(*APPROVERS, status=FORBIDDEN)}, arrange=DRAFT),
    Route("scripts_library:add_step", MISSING, {**ALL_KEEPERS, **each(*APPROVERS, status=FORBIDDEN)}, arrange=DRAFT),
    Route(
        "scripts_library:add_step",
        MISSING,
        WRITERS,
        method="post",
        data={"title": "Apology", "kind": "say", "say": "Sorry.", "revision": 1},
        arrange=DRAFT,
    ),
    Route("scripts_library:step", MISSING, {**ALL_KEEPERS, **each(*APPROVERS, status=FORBIDDEN)}, arrange=a_step),
    Route(
        "scripts_library:step",
        MISSING,
        WRITERS,
        method="post",
        data={"title": "Apology", "kind": "say", "say": "Sorry.", **WITH_STEPS},
        arrange=a_step,
    ),
    Route("scripts_library:move_step", MISSING, WRITERS, method="post", data={"to": "down", **WITH_STEPS}, arrange=a_step),
    Route("scripts_library:delete_step", MISSING, WRITERS, method="post", data=WITH_STEPS, arrange=a_step),
    Route("scripts_library:take_step", MISSING, USERS, method="post", arrange=PUBLISHED),
    Route("scripts_library:finish_use", MISSING, USERS, method="post", data={"outcome": "worked"}, arrange=PUBLISHED),
    Route(
        "scripts_library:efficacy",
        FORBIDDEN,
        ALL_KEEPERS,
        arrange=a_script(scripts.published_with_steps, approved=True),
    ),
    Route("scripts_library:phrases", FORBIDDEN, each(*PHRASE_KEEPERS, status=OK)),
    Route(
        "scripts_library:try_phrases",
        FORBIDDEN,
        each(*PHRASE_KEEPERS, status=OK),
        method="post",
        data={"sentence": "Please calm down."},
    ),
    Route("scripts_library:phrase", FORBIDDEN, each(*PHRASE_KEEPERS, status=OK), arrange=a_phrase),
    Route("scripts_library:remove_phrase", FORBIDDEN, each(*PHRASE_KEEPERS, status=FOUND), method="post", arrange=a_phrase),
    Route("scripts_library:blocks", FORBIDDEN, ALL_KEEPERS),
    Route("scripts_library:block", FORBIDDEN, ALL_KEEPERS, arrange=a_block),
    Route("scripts_library:write_block", FORBIDDEN, each(*SUPERVISORS, status=OK)),
    Route("scripts_library:write_block", FORBIDDEN, each(*SUPERVISORS, status=INVALID), method="post", data={"title": ""}),
    Route("scripts_library:edit_block", FORBIDDEN, {**ALL_KEEPERS, **each(*APPROVERS, status=FORBIDDEN)}, arrange=a_block),
    Route(
        "scripts_library:edit_block",
        FORBIDDEN,
        each(*SUPERVISORS, status=FOUND),
        method="post",
        data={"title": "Hold", "kind": "telephone", "text": "Please hold the line.", "revision": 1},
        arrange=a_block,
    ),
    Route("scripts_library:add_starter_blocks", FORBIDDEN, each(*SUPERVISORS, status=FOUND), method="post"),
    Route("scripts_library:kinds", FORBIDDEN, ALL_KEEPERS),
    Route("scripts_library:kinds", FORBIDDEN, each(*SUPERVISORS, *APPROVERS, status=INVALID), method="post", data={"name": ""}),
    Route("scripts_library:kind", FORBIDDEN, ALL_KEEPERS, arrange=a_kind),
    Route(
        "scripts_library:kind",
        FORBIDDEN,
        RELEASERS,
        method="post",
        data={"name": "Refunds", "approvals_needed": 2, "review_every_days": 30},
        arrange=a_kind,
    ),
    Route("scripts_library:choose_kind", FORBIDDEN, ALL_KEEPERS, arrange=A_SCRIPT),
    Route(
        "scripts_library:choose_kind",
        FORBIDDEN,
        each(*SUPERVISORS, *APPROVERS, status=INVALID),
        method="post",
        data={"kind": ""},
        arrange=A_SCRIPT,
    ),
    Route("scripts_library:ask_in_emergency", MISSING, {**ALL_KEEPERS, **each(*APPROVERS, status=FORBIDDEN)}, arrange=DRAFT),
    Route("scripts_library:ask_in_emergency", MISSING, WRITERS, method="post", data={"reason": "A storm."}, arrange=DRAFT),
    Route("scripts_library:emergency", MISSING, {**ALL_KEEPERS, **each(*SUPERVISORS, status=FORBIDDEN)}, arrange=EMERGENCY),
    Route(
        "scripts_library:emergency",
        MISSING,
        DECIDERS,
        method="post",
        data={**ANSWERS, "last_on": NEXT_MONTH, "revision": 1},
        arrange=EMERGENCY,
    ),
    Route(
        "scripts_library:afterwards",
        MISSING,
        {**ALL_KEEPERS, **each(*SUPERVISORS, status=FORBIDDEN)},
        arrange=AFTER_EMERGENCY,
    ),
    Route(
        "scripts_library:afterwards",
        MISSING,
        # The approver published it.
        {**each(*SUPERVISORS, status=FORBIDDEN), "approver": CONFLICT, "trainer": FOUND},
        method="post",
        data=ANSWERS,
        arrange=AFTER_EMERGENCY,
    ),
    Route("scripts_library:cancel_schedule", MISSING, RELEASERS, method="post", arrange=SCHEDULED),
    Route(
        "scripts_library:confirm",
        MISSING,
        each(*SUPERVISORS, *APPROVERS, status=CONFLICT),
        method="post",
        data={"read": "2020-01-01"},
        arrange=PUBLISHED,
    ),
    Route(
        "scripts_library:comment",
        MISSING,
        RELEASERS,
        method="post",
        data={"comment-field": "tone", "comment-passage": "warmly", "comment-text": "How slowly?"},
        arrange=IN_REVIEW,
    ),
    Route("scripts_library:reply", MISSING, RELEASERS, method="post", data={"text": "As usual."}, arrange=a_comment),
    Route("scripts_library:resolve_comment", MISSING, RELEASERS, method="post", data={"resolved": "1"}, arrange=a_comment),
    Route("scripts_library:freshness", FORBIDDEN, ALL_KEEPERS),
    Route("scripts_library:archive", FORBIDDEN, ALL_KEEPERS, arrange=A_SCRIPT),
    Route("scripts_library:archive", FORBIDDEN, RELEASERS, method="post", arrange=A_SCRIPT),
    Route("scripts_library:restore", FORBIDDEN, RELEASERS, method="post", arrange=an_archived_script),
    # The agent's console.
    Route("scripts_library:found", FORBIDDEN, {**ALL_KEEPERS, **each(*READERS, status=OK)}, data={"q": "ferry"}),
    Route(
        "scripts_library:pin",
        MISSING,
        {**RELEASERS, **each(*READERS, status=FOUND)},
        method="post",
        arrange=a_script(scripts.published, approved=True),
    ),
    Route("scripts_library:pin", MISSING, RELEASERS, method="post", arrange=a_script(scripts.draft, approved=False)),
    Route(
        "scripts_library:unpin",
        MISSING,
        {**RELEASERS, **each(*READERS, status=FOUND)},
        method="post",
        arrange=a_script(scripts.published, approved=True),
    ),
    Route(
        "scripts_library:stage",
        MISSING,
        {**ALL_KEEPERS, **each(*APPROVERS, status=FORBIDDEN)},
        arrange=a_script(scripts.draft, approved=False),
    ),
    Route(
        "scripts_library:stage",
        MISSING,
        {**WRITERS, **each(*READERS, status=FORBIDDEN)},
        method="post",
        data={"stage": "recovery"},
        arrange=a_script(scripts.published, approved=True),
    ),
    Route("scripts_library:unfound", FORBIDDEN, ALL_KEEPERS),
    Route(
        "scripts_library:report_unfound",
        FORBIDDEN,
        each(*SUPERVISORS, *APPROVERS, *READERS, status=204),
        method="post",
        data={"q": "zeppelin"},
    ),
    Route("scripts_library:unfound_done", FORBIDDEN, RELEASERS, method="post", arrange=an_unfound_search),
]
