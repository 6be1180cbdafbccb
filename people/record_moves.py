# ruff: noqa: S608 - the SQL is put together from names and fragments of our own, never from what came in
"""Moving everything that refers to one person to another one, set by set, and back again.

This is the lowest room of those that know persons, so it finds what refers to them by walking the models. A room says here
(`register`, in its `AppConfig.ready`) where plain moving is wrong. The database is the judge of what clashes: a set that
breaks a constraint is halved until the rows that break it are found, and these stay where they are.
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
    """How the rows of a model take part.

    `moves`: not where a trigger refuses changes, where a stored record says what was, or where the room counts anew.
    `unless`: SQL about the row `t`, with `%(from)s`, that makes it stay; asked after all tables without such a condition.
    `lists`: columns that hold arrays of persons' ids. `is_shown`: whether people are told how many there are.
    """

    moves: bool = True
    unless: str = ""
    lists: tuple[str, ...] = ()
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class RecordMove:
    """One way: all that is the first one's goes to the second. `back` is the merge whose rows alone are meant."""

    from_id: int
    to_id: int
    merge_id: int
    is_back: bool = False

    @property
    def values(self) -> Mapping[str, Any]:
        return {"from": self.from_id, "to": self.to_id, "merge": self.merge_id}

    def concerns(self, table: str, column: str, *, is_list: bool = False) -> str:
        """SQL that is true of a row `t` of the table that goes because of this column."""
        here = f"t.{column} = %(from)s"
        if is_list:
            # Who stands in it already needs no second place, and could not be told from it on the way back.
            here = f"(%(from)s = ANY (t.{column}) AND NOT %(to)s = ANY (t.{column}))"
        if not self.is_back:
            return here
        came = f"""SELECT unnest(ids) FROM people_movedrows
            WHERE merge_id = %(merge)s AND "table" = '{table}' AND "column" = '{column}'"""
        return f"({here} AND t.id IN ({came}))"


# What a room does around a move: entered before anything moves and left when all of it has.
Around = Callable[[RecordMove], AbstractContextManager[None]]

_rules: dict[str, MergeRule] = {
    "people.Person": MergeRule(moves=False, is_shown=False),
    "people.PersonMerge": MergeRule(moves=False, is_shown=False),
}
_arounds: list[Around] = []


def register(model: str, rule: MergeRule) -> None:
    """Say how the rows of a model (“quality.Slot”) take part."""
    _rules[model] = rule


def register_around(around: Around) -> None:
    """Do something before and after every move, in its transaction. Locks that others take before persons are taken here."""
    _arounds.append(around)


def arounds() -> list[Around]:
    return list(_arounds)


@dataclass(frozen=True, slots=True)
class PersonTable:
    """A table with columns that refer to persons."""

    model: type[Model]
    columns: tuple[str, ...]
    rule: MergeRule

    @property
    def name(self) -> str:
        return self.model._meta.db_table  # noqa: SLF001 - Django's documented Model._meta

    @property
    def words(self) -> str:
        """What its rows are called."""
        return str(self.model._meta.verbose_name_plural)  # noqa: SLF001 - Django's documented Model._meta

    @property
    def can_clash(self) -> bool:
        """True if a constraint has to do with a person."""
        fields = [field for field in _fields(self.model) if _refers(field)]
        told = " ".join(repr(constraint.deconstruct()) for constraint in self.model._meta.constraints)  # noqa: SLF001 - as above
        return any(field.unique or f"'{field.name}'" in told or f"({field.name})" in told for field in fields)

    def concerns(self, move: RecordMove) -> dict[str, str]:
        """The condition of each column."""
        return {
            column: move.concerns(self.name, column, is_list=column in self.rule.lists)
            for column in (*self.columns, *self.rule.lists)
        }


def tables() -> list[PersonTable]:
    """Every table that refers to persons, in the order in which they are moved."""
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
    """How many rows of a table went, and how many stayed because of a constraint or a rule."""

    moved: int
    stayed: int


def move_rows(table: PersonTable, move: RecordMove) -> MovedCounts:
    """Move what can be moved. On the way there it is written down which rows went."""
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
    """Move these of the rows. If one breaks a constraint, each half by itself, down to the row that stays."""
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
