# ruff: noqa: S608 - the SQL is put together from names of our own, never from what came in
"""Precedence of claims, column by column: a later publication supersedes an earlier one. Shared by merging imports, undoing
them and assigning contacts.

A file claims the columns in `ALWAYS` with every row, and the others only where the cell has a value: an empty text (`TEXTS`)
or a null never removes a known value. The date of a survey, whose precision is unknown, only stands in for the start of the
contact.
"""

from collections.abc import Sequence

from intake.reading.precision import UNKNOWN

ALWAYS = ("started_at", "started_precision")
# Files without channels give every contact the channel "other".
TEXTS = {"channel": "other", "topic": "", "language": "", "recording_url": "", "transcript": ""}
FACTS = (
    "person_id",
    "ended_at",
    "response_seconds",
    "handle_seconds",
    "is_resolved",
    "resolved_on_first_contact",
    "survey_sent_at",
    "survey_sent_precision",
)
# Later publications supersede earlier ones. A batch that waited goes before those published while it waited (`place`); several
# that waited for the same place keep the order in which they arrived, and rows of a file their order in it.
PRECEDENCE = ("coalesce({alias}.place - 0.5, {alias}.id)", "{alias}.file_id", "{alias}.id")
# Of several rows of a file about a contact, later ones supersede earlier ones: by the time of their answer first and their
# position second, because many exports begin with the newest.
IN_TIME = ("coalesce({alias}.responded_at, {alias}.started_at)", "{alias}.line")
CLAIMED = (*ALWAYS, *TEXTS, *FACTS)


def column_list(alias: str = "") -> str:
    """The columns, as SQL lists them."""
    return ", ".join(f"{alias}.{column}" if alias else column for column in CLAIMED)


def superseding(new: str, known: str, *, keeps_agent: str) -> str:
    """The columns after the row `new` has superseded the row `known`, except the agent if the condition `keeps_agent` holds."""
    texts = [
        f"coalesce(nullif({new}.{column}, '{nothing}'), {known}.{column}) AS {column}" for column, nothing in TEXTS.items()
    ]
    agent = f"CASE WHEN {keeps_agent} THEN {known}.person_id ELSE coalesce({new}.person_id, {known}.person_id) END AS person_id"
    facts = [f"coalesce({new}.{column}, {known}.{column}) AS {column}" for column in FACTS if column != "person_id"]
    stands_in = f"{new}.started_precision = {UNKNOWN} AND {known}.started_precision > {UNKNOWN}"
    starts = [f"CASE WHEN {stands_in} THEN {known}.{column} ELSE {new}.{column} END AS {column}" for column in ALWAYS]
    return ", ".join([*starts, *texts, agent, *facts])


def by_precedence(alias: str, *, order: Sequence[str] = PRECEDENCE) -> str:
    """ORDER BY keys: the claim with the lowest precedence first."""
    return ", ".join(key.format(alias=alias) for key in order)


def latest_first(alias: str, *, order: Sequence[str] = PRECEDENCE) -> str:
    """ORDER BY keys: the claim with the highest precedence first."""
    return ", ".join(f"{key.format(alias=alias)} DESC" for key in order)


def agent_first(alias: str) -> str:
    """ORDER BY keys of stored claims: the one first whose agent applies. Claims that keep the contact's agent come last, and
    among those the earliest first, because later ones kept its agent.
    """
    keys = (key.format(alias=alias) for key in PRECEDENCE)
    signed = (f"CASE WHEN {alias}.keeps_agent THEN -({key}) ELSE {key} END DESC" for key in keys)
    return ", ".join([f"{alias}.keeps_agent", *signed])


def latest_claim(alias: str, *, order: Sequence[str] = ()) -> str:
    """The columns of a group of rows, each from the row with the highest precedence that claims a value: of stored claims, or
    of rows in another `order`.
    """
    latest = latest_first(alias, order=order or PRECEDENCE)
    orders = {} if order else {"person_id": agent_first(alias)}

    def last(column: str, condition: str) -> str:
        return _first_of(alias, column, orders.get(column, latest), condition)

    texts = [
        "coalesce({}, '{}') AS {}".format(last(column, f"{column} <> '{nothing}'"), nothing, column)
        for column, nothing in TEXTS.items()
    ]
    facts = [f"{last(column, f'{column} IS NOT NULL')} AS {column}" for column in FACTS]
    return ", ".join([latest_start(alias, order=order or PRECEDENCE), *texts, *facts])


def latest_start(alias: str, *, order: Sequence[str]) -> str:
    """The start of the contact in a group of rows, with its precision."""
    latest = latest_first(alias, order=order)
    return ", ".join(
        f"coalesce({_first_of(alias, column, latest, f'started_precision > {UNKNOWN}')}, {_first_of(alias, column, latest)})"
        f" AS {column}"
        for column in ALWAYS
    )


def _first_of(alias: str, column: str, order: str, condition: str = "") -> str:
    filtered = f" FILTER (WHERE {alias}.{condition})" if condition else ""
    return f"(array_agg({alias}.{column} ORDER BY {order}){filtered})[1]"


def assignments_from(alias: str) -> str:
    """The SET list of an UPDATE that copies the columns from this row."""
    return ", ".join(f"{column} = {alias}.{column}" for column in CLAIMED)


# An interaction that only one file claims has no stored claims: the interaction is the claim. Before a second file claims
# it, the first claim is stored. Answers go first, because a stored claim of the interaction marks that this has been done.
# {among}: a table of interactions.
FIRST_ANSWERS = """
    INSERT INTO feedback_claimedanswer (interaction_id, file_id, instrument, value, responded_at, comment, precision)
    SELECT r.interaction_id, r.file_id, r.instrument, r.value, r.responded_at, r.comment, r.precision
    FROM {among} k JOIN feedback_surveyresponse r ON r.interaction_id = k.id
    WHERE NOT EXISTS (SELECT FROM feedback_claim s WHERE s.interaction_id = k.id)
    ORDER BY r.id
"""
FIRST_CLAIMS = f"""
    INSERT INTO feedback_claim (interaction_id, file_id, {column_list()})
    SELECT i.id, i.file_id, {column_list("i")}
    FROM {{among}} k JOIN feedback_interaction i ON i.id = k.id
    WHERE NOT EXISTS (SELECT FROM feedback_claim s WHERE s.interaction_id = k.id)
"""
