# ruff: noqa: S608 - the SQL is put together from names and fragments of our own, never from what came in
"""Moves all rows that refer to one person to another person, table by table, and back.

Tables are found by walking the models, because this room must not know the higher rooms. A room registers exceptions in its
`AppConfig.ready`. The database finds conflicts: if an update violates a constraint, it is halved until the conflicting rows
are found, and these stay.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Field, Model

from people.models import Person


@dataclass(frozen=True, slots=True)
class MergeRule:
    """Merge rule of a model.

    `moves`: false if a trigger refuses changes, if rows are a historical record, or if the room recalculates them.
    `unless`: SQL condition on the row `t`, with `%(from)s`, for rows that stay; these tables are moved last.
    `lists`: columns with arrays of person ids. `is_shown`: whether users see the count.
    """

    moves: bool = True
    unless: str = ""
    lists: tuple[str, ...] = ()
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class RecordMove:
    """Move from one person to another. With `is_back`, only the rows that this merge moved are moved back."""

    from_id: int
    to_id: int
    merge_id: int
    is_back: bool = False

    @property
    def values(self) -> Mapping[str, Any]:
        return {"from": self.from_id, "to": self.to_id, "merge": self.merge_id}

    def concerns(self, table: str, column: str, *, is_list: bool = False) -> str:
        """SQL condition: the row `t` of the table moves because of this column."""
        here = f"t.{column} = %(from)s"
        if is_list:
            # Skip lists that already contain the target: duplicates couldn't be told apart on the way back.
            here = f"(%(from)s = ANY (t.{column}) AND NOT %(to)s = ANY (t.{column}))"
        if not self.is_back:
            return here
        came = f"""SELECT unnest(ids) FROM people_movedrows
            WHERE merge_id = %(merge)s AND "table" = '{table}' AND "column" = '{column}'"""
        return f"({here} AND t.id IN ({came}))"


# Context manager of a room around a move.
Around = Callable[[RecordMove], AbstractContextManager[None]]

_rules: dict[str, MergeRule] = {
    "people.Person": MergeRule(moves=False, is_shown=False),
    "people.PersonMerge": MergeRule(moves=False, is_shown=False),
}
_arounds: list[Around] = []


def register(model: str, rule: MergeRule) -> None:
    """Register the merge rule of a model, such as “quality.Slot”."""
    _rules[model] = rule


def register_around(around: Around) -> None:
    """Register a context manager around every move, in its transaction. It takes locks that come before persons."""
    _arounds.append(around)


def arounds() -> list[Around]:
    return list(_arounds)


@dataclass(frozen=True, slots=True)
class PersonTable:
    """Table with columns that refer to persons."""

    model: type[Model]
    columns: tuple[str, ...]
    rule: MergeRule

    @property
    def name(self) -> str:
        return self.model._meta.db_table  # noqa: SLF001 - Django's documented Model._meta

    @property
    def words(self) -> str:
        """Plural name of the rows."""
        return str(self.model._meta.verbose_name_plural)  # noqa: SLF001 - Django's documented Model._meta

    @property
    def can_clash(self) -> bool:
        """Whether a constraint involves a person column."""
        fields = [field for field in _fields(self.model) if _refers(field)]
        told = " ".join(repr(constraint.deconstruct()) for constraint in self.model._meta.constraints)  # noqa: SLF001 - as above
        return any(field.unique or f"'{field.name}'" in told or f"({field.name})" in told for field in fields)

    def concerns(self, move: RecordMove) -> dict[str, str]:
        """SQL conditions by column."""
        return {
            column: move.concerns(self.name, column, is_list=column in self.rule.lists)
            for column in (*self.columns, *self.rule.lists)
        }


def tables() -> list[PersonTable]:
    """Tables that refer to persons, in the order in which they are moved."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        columns = tuple(str(field.column) for field in _fields(model) if _refers(field))
        rule = _rules.get(model._meta.label, MergeRule())  # noqa: SLF001 - Django's documented Model._meta
        if columns or rule.lists:
            found.append(PersonTable(model, columns, rule))
    return sorted(found, key=lambda table: (bool(table.rule.unless), table.name))


def _fields(model: type[Model]) -> list["Field[Any, Any]"]:
    return [field for field in model._meta.get_fields() if isinstance(field, Field) and field.concrete]  # noqa: SLF001 - as above


def _refers(field: "Field[Any, Any]") -> bool:
    return field.is_relation and field.related_model is Person


@dataclass(frozen=True, slots=True)
class MovedCounts:
    """Numbers of rows that moved and of rows that stayed because of a constraint or a rule."""

    moved: int
    stayed: int


def move_rows(table: PersonTable, move: RecordMove) -> MovedCounts:
    """Move the rows of a table, except conflicting ones. Records which rows moved, for undo."""
    concerns = table.concerns(move)
    flags = ", ".join(f"{condition} AS c{number}" for number, condition in enumerate(concerns.values()))
    unless = table.rule.unless if table.rule.unless and not move.is_back else "false"
    _run("DROP TABLE IF EXISTS going", {})
    _run(
        f"""CREATE TEMP TABLE going ON COMMIT DROP AS
        SELECT row_number() OVER (ORDER BY t.id) AS n, t.id, ({unless}) AS stays, {flags}
        FROM {table.name} t WHERE {" OR ".join(concerns.values())}""",
        move.values,
    )
    _run("ANALYZE going", {})
    total = _number("SELECT count(*) FROM going")
    if total and not _number("SELECT count(*) FROM going WHERE NOT stays"):
        stayed = total
    elif total:
        _move_between(table, move, list(concerns), 1, total)
        stayed = _number("SELECT count(*) FROM going WHERE stays")
    else:
        stayed = 0
    if total and not move.is_back:
        _write_down(table, move, list(concerns))
    _run("DROP TABLE going", {})
    return MovedCounts(total - stayed, stayed)


def _move_between(table: PersonTable, move: RecordMove, columns: list[str], first: int, last: int) -> None:
    """Move a range of rows. If a row violates a constraint, split the range until the conflicting row is found."""
    changes = ", ".join(
        f"{column} = CASE WHEN g.c{number} THEN {_changed(table, column)} ELSE t.{column} END"
        for number, column in enumerate(columns)
    )
    try:
        with transaction.atomic():
            _run(
                f"""UPDATE {table.name} t SET {changes} FROM going g
                WHERE g.id = t.id AND NOT g.stays AND g.n BETWEEN %(first)s AND %(last)s""",
                {**move.values, "first": first, "last": last},
            )
    except IntegrityError:
        if first == last:
            _run("UPDATE going SET stays = true WHERE n = %(first)s", {"first": first})
            return
        middle = (first + last) // 2
        _move_between(table, move, columns, first, middle)
        _move_between(table, move, columns, middle + 1, last)


def _changed(table: PersonTable, column: str) -> str:
    return f"array_replace(t.{column}, %(from)s::bigint, %(to)s::bigint)" if column in table.rule.lists else "%(to)s"


def _write_down(table: PersonTable, move: RecordMove, columns: list[str]) -> None:
    for number, column in enumerate(columns):
        _run(
            f"""INSERT INTO people_movedrows (merge_id, "table", "column", ids, stayed)
            SELECT %(merge)s, %(table)s, %(column)s, coalesce(array_agg(id ORDER BY id) FILTER (WHERE NOT stays), '{{}}'),
                count(*) FILTER (WHERE stays)
            FROM going WHERE c{number} HAVING count(*) > 0""",
            {**move.values, "table": table.name, "column": column},
        )


def _run(sql: str, values: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _number(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
