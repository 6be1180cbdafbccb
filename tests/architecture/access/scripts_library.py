"""Access to scripts (domain section 10).

Agents and reviewers read published scripts; supervisors write; approvers and trainers approve scripts of others; operations and
administrators have no access.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from scripts_library.models import HarmfulPhrase, ScriptVersion, UnfoundSearch
from tests.architecture.access.route import CONFLICT, FORBIDDEN, FOUND, INVALID, MISSING, OK, Arrange, Route
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SUPERVISORS = ("supervisor", "other_supervisor")
APPROVERS = ("approver", "trainer")
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
    return {"phrase_id": HarmfulPhrase.objects.create(phrase="whatever", better="Let us see.").pk}


def an_unfound_search(_personas: Personas) -> Mapping[str, Any]:
    at = datetime.now(UTC).date()
    return {"search_id": UnfoundSearch.objects.create(digest="d", words="zeppelin", searches=3, last_on=at).pk}


DRAFT, IN_REVIEW = a_version(scripts.draft, approved=False), a_version(scripts.in_review, approved=False)
APPROVED, PUBLISHED = a_version(scripts.approved, approved=True), a_version(scripts.published, approved=True)
WITHDRAWN = a_version(scripts.withdrawn, approved=True)

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
    Route("scripts_library:phrases", FORBIDDEN, each(*SUPERVISORS, status=OK)),
    Route("scripts_library:phrase", FORBIDDEN, each(*SUPERVISORS, status=OK), arrange=a_phrase),
    Route("scripts_library:remove_phrase", FORBIDDEN, each(*SUPERVISORS, status=FOUND), method="post", arrange=a_phrase),
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
