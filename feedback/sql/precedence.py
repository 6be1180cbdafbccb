# ruff: noqa: S608 - the SQL is put together from names of our own, never from what came in
"""What a file says of an interaction, column by column, and what its empty cells mean: shared by merging, undoing and
assigning.

A column is said whenever the file has the row (`ALWAYS`), or only where the cell says something: the text that says
nothing (`TEXTS`) or a null takes nothing away from what is known.
"""

from collections.abc import Sequence

ALWAYS = ("started_at", "started_precision")
# Files that do not know channels take every contact for one of another channel.
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
# In which order statements, or stated answers, are said over one another: what was published later over what was before, and
# what waited before what came after it. Of several that waited for the same place, in the order in which they came, and within
# a file in that of its rows.
IN_ORDER = ("coalesce({alias}.place - 0.5, {alias}.id)", "{alias}.file_id", "{alias}.id")
SAID = (*ALWAYS, *TEXTS, *FACTS)


def listed(alias: str = "") -> str:
    """The columns, as SQL lists them."""
    return ", ".join(f"{alias}.{column}" if alias else column for column in SAID)


def said_over(new: str, known: str) -> str:
    """The columns as they are once the row `new` was said over the row `known`."""
    texts = [
        f"coalesce(nullif({new}.{column}, '{nothing}'), {known}.{column}) AS {column}" for column, nothing in TEXTS.items()
    ]
    facts = [f"coalesce({new}.{column}, {known}.{column}) AS {column}" for column in FACTS]
    return ", ".join([*(f"{new}.{column}" for column in ALWAYS), *texts, *facts])


def in_order(alias: str, *, order: Sequence[str] = IN_ORDER) -> str:
    """What to order rows by, so that the first to say something comes first."""
    return ", ".join(key.format(alias=alias) for key in order)


def last_first(alias: str, *, order: Sequence[str] = IN_ORDER) -> str:
    """What to order rows by, so that the last to say something comes first."""
    return ", ".join(f"{key.format(alias=alias)} DESC" for key in order)


def said_last(alias: str, *, order: Sequence[str] = IN_ORDER) -> str:
    """The columns of a group of rows as the last one that says anything has them, rows being in this order."""
    reversed_order = last_first(alias, order=order)

    def last(column: str, condition: str = "") -> str:
        filtered = f" FILTER (WHERE {alias}.{column} {condition})" if condition else ""
        return f"(array_agg({alias}.{column} ORDER BY {reversed_order}){filtered})[1]"

    always = [f"{last(column)} AS {column}" for column in ALWAYS]
    texts = [
        "coalesce({}, '{}') AS {}".format(last(column, f"<> '{nothing}'"), nothing, column) for column, nothing in TEXTS.items()
    ]
    facts = [f"{last(column, 'IS NOT NULL')} AS {column}" for column in FACTS]
    return ", ".join([*always, *texts, *facts])


def taken_from(alias: str) -> str:
    """The assignments of an UPDATE that takes the columns from this row."""
    return ", ".join(f"{column} = {alias}.{column}" for column in SAID)


# Of interactions that only one file speaks of nothing is written: they are what it said. Before anybody else speaks of them,
# it is written down. Answers go before interactions, because the interaction's statement tells that this has been done.
# {among}: a table of interactions.
FIRST_ANSWERS = """
    INSERT INTO feedback_statedanswer (interaction_id, file_id, instrument, value, responded_at, comment, precision)
    SELECT r.interaction_id, r.file_id, r.instrument, r.value, r.responded_at, r.comment, r.precision
    FROM {among} k JOIN feedback_surveyresponse r ON r.interaction_id = k.id
    WHERE NOT EXISTS (SELECT FROM feedback_statement s WHERE s.interaction_id = k.id)
    ORDER BY r.id
"""
FIRST_STATEMENTS = f"""
    INSERT INTO feedback_statement (interaction_id, file_id, {listed()})
    SELECT i.id, i.file_id, {listed("i")}
    FROM {{among}} k JOIN feedback_interaction i ON i.id = k.id
    WHERE NOT EXISTS (SELECT FROM feedback_statement s WHERE s.interaction_id = k.id)
"""
