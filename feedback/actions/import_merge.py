"""Set-based merge of staged rows into interactions and responses. Called under the publishing lock.

The statements are in `feedback.sql.import_merge`, which says what their tables hold.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

from feedback.actions import counting_state
from feedback.actions.retention import leave_out_what_is_too_old
from feedback.actions.rollups import add_facts, apply_facts, begin_facts, bring_up_to_date
from feedback.sql.import_merge import (
    ADD_INTERACTIONS,
    ADD_RESPONSES,
    ALTERED,
    ANSWERS_HERE,
    ARRIVALS,
    ASSIGN,
    CHANGE_INTERACTIONS,
    CHANGE_RESPONSES,
    CLAIMS_HERE,
    COMMENTS,
    CONCERNED,
    COUNT,
    HAS_OTHER_KEYS,
    KEEP_AGENTS,
    KEEPS_SOME,
    KNOWN_BY_OTHER_KEYS,
    LATE,
    LATER,
    MERGED,
    MERGING,
    MOMENTS,
    MOVED,
    PLACE,
    REASSIGNED,
    SAID_TOGETHER,
    SUPERSEDED,
    TAKEN_FOR_KNOWN,
    TOLD,
    TOLD_ASSIGNED,
    TOUCHED,
)
from feedback.sql.precedence import FIRST_ANSWERS, FIRST_CLAIMS
from feedback.sql.rollups import Basis, execute
from intake.actions.staging import known_names

if TYPE_CHECKING:
    from intake.models import Import

# Few samples are enough for tables that are only joined, and sampling is much of the cost of a small file.
SAMPLE_LITTLE, SAMPLE_AS_USUAL = (f"SET LOCAL default_statistics_target TO {target}" for target in ("10", "DEFAULT"))
# Minimum number of new answers, and their share of existing ones, that make new statistics worthwhile.
MANY, MUCH = 1_000, 0.2


def take_over(group: Sequence["Import"]) -> list[dict[str, int]]:
    """Merge the staged rows of these imports, whose names must all be decided. Returns the counts of each."""
    basis = bring_up_to_date()
    for imported in group:
        leave_out_what_is_too_old(imported)
    return merge([(imported, known_names(imported)) for imported in group], basis=basis)


def merge(files: Sequence[tuple["Import", Mapping[str, int | None]]], *, basis: Basis) -> list[dict[str, int]]:
    """Merge the staged rows of imports in order, each with the people of its names, and apply all changes to the rollups of
    this basis. Returns the counts of rows and responses of each.
    """
    execute(SAMPLE_LITTLE)
    begin_facts(basis)
    done = [_merge(imported, people=people, basis=basis) for imported, people in files]
    apply_facts(basis)
    execute(SAMPLE_AS_USUAL)
    return done


def _merge(imported: "Import", *, people: Mapping[str, int | None], basis: Basis) -> dict[str, int]:
    values: dict[str, Any] = {
        "file": imported.pk,
        "source": imported.source,
        "zone": basis.zone,
        "labels": list(people.keys()),
        "people": list(people.values()),
        "keeps_agents": imported.keeps_agents,
    }
    later = _later(imported)
    values["later"] = later
    merged = MERGED.format(late=LATE if later else "false")
    execute(MERGING, values)
    _find_contacts(imported, values)
    # By what they are joined and grouped only: a sample of all columns takes three times as long.
    execute("ANALYZE merging (key, line, instrument, responded_at, value)")
    execute(merged, values)
    execute("ANALYZE merged")
    execute(SAID_TOGETHER)
    if _one(KEEPS_SOME, values)[0]:
        execute(KEEP_AGENTS, values)
    _write_down(values)
    for name, sql in (("altered", ALTERED), ("arrivals", ARRIVALS)):
        execute(sql, values)
        execute(f"ANALYZE {name}")
    execute(COMMENTS)
    execute(TOUCHED)
    agents = _one(REASSIGNED)
    add_facts(basis, sign=-1, touched="JOIN touched ON touched.id = i.id")
    counting_state.begin()
    counting_state.gather_alike(MOVED)
    responses = _write(values)
    execute("INSERT INTO touched SELECT id FROM merged WHERE is_new")
    execute("ANALYZE touched")
    counting_state.gather_alike("SELECT id FROM touched")
    counting_state.gather_crowded(MOMENTS, source=imported.source)
    counting_state.gather(CONCERNED, source=imported.source)
    counting_state.settle(basis, touched="touched")
    add_facts(basis, sign=1, touched="JOIN touched ON touched.id = i.id")
    done = {**_counts(responses), **_named(agents)}
    counting_state.end()
    execute("DROP TABLE merging, merged, told, altered, arrivals, comments, touched")
    return done


def _find_contacts(imported: "Import", values: Mapping[str, Any]) -> None:
    """Give rows the key of the known contact that a person took them for, now or with an earlier file."""
    if _one(HAS_OTHER_KEYS)[0]:
        execute(KNOWN_BY_OTHER_KEYS, values)
    if imported.renews_contacts:
        execute(TAKEN_FOR_KNOWN, values)


def _later(imported: "Import") -> list[int]:
    """Later batches of API clients that are published already; none for a file."""
    if not imported.is_sent:
        return []
    with connection.cursor() as cursor:
        cursor.execute(LATER, {"file": imported.pk, "source": imported.source, "endpoint": imported.endpoint_id})
        return [pk for (pk,) in cursor.fetchall()]


def _write_down(values: Mapping[str, Any]) -> None:
    """Store claims about existing contacts, including this file's."""
    execute(FIRST_ANSWERS.format(among="(SELECT id FROM merged WHERE NOT is_new)"))
    execute(FIRST_CLAIMS.format(among="(SELECT id FROM merged WHERE NOT is_new)"))
    _write_down_here("NOT k.is_new", values)
    execute(TOLD)
    execute(TOLD_ASSIGNED)


def _write_down_here(which: str, values: Mapping[str, Any]) -> None:
    """Store this file's claims about contacts that several files mention."""
    for sql, table, contact in (
        (ANSWERS_HERE, "feedback_claimedanswer", "answers.interaction_id"),
        (CLAIMS_HERE, "feedback_claim", "k.id"),
    ):
        place = PLACE.format(table=table, contact=contact) if values["later"] else "NULL"
        execute(sql.format(place=place, which=which), values)


def _write(values: Mapping[str, Any]) -> int:
    """Insert and update the rows; returns the number of responses."""
    execute(ADD_INTERACTIONS, values)
    execute(ASSIGN)
    _write_down_here("k.is_new", values)
    execute(CHANGE_INTERACTIONS, values)
    responses = execute(ADD_RESPONSES, values)
    execute(CHANGE_RESPONSES)
    _look_again(responses)
    return responses


def _look_again(responses: int) -> None:
    """Update the planner's statistics of tables that grew a lot. Autovacuum only does so after the commit; until then the
    planner would assume the old size, which is empty on a first import.
    """
    (known,) = _one("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'feedback_surveyresponse'::regclass")
    if responses > max(MANY, known * MUCH):
        # Skipped while a vacuum or an index build holds a lock: a worse plan is better than waiting.
        execute(SAMPLE_AS_USUAL)
        execute("ANALYZE (SKIP_LOCKED) feedback_interaction, feedback_surveyresponse")
        execute(SAMPLE_LITTLE)


def _counts(responses: int) -> dict[str, int]:
    added, changed, taken = _one(COUNT)
    (superseded,) = _one(SUPERSEDED)
    return {
        "added": added,
        "changed": changed,
        "unchanged": taken - added - changed,
        "responses": responses,
        "superseded": superseded,
    }


def _named(agents: tuple[int, ...]) -> dict[str, int]:
    """Counts of contacts with another agent, without those that are 0."""
    return {name: count for name, count in zip(("reassigned", "agents_kept"), agents, strict=True) if count}


def _one(sql: str, values: Mapping[str, Any] | None = None) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return tuple(cursor.fetchone())
