"""SQL checks accept rows for which they are unknown. If a null makes a check unknown, another check must refuse the row.

Each check is evaluated for all combinations of null and some values in its columns, and in the columns of checks of the same
table that share a nullable column with it.
"""

import re
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CheckConstraint

from tests.architecture.test_models import LAYERS

VALUES = {
    "boolean": ["true", "false"],
    "time without time zone": ["'08:00'", "'09:00'"],
    "date": ["'2026-01-01'", "'2026-02-01'"],
    "timestamp with time zone": ["'2026-01-01'", "'2026-02-01'"],
    "smallint[]": ["'{}'", "'{1}'", "'{1,8}'"],
    "bigint[]": ["'{}'", "'{1}'"],
    "character varying[]": ["'{}'", "'{x}'"],
    "jsonb": ["'null'", "'{}'", "'[]'", """'{"columns": {}}'"""],
}
NUMBERS = ["0", "1", "7"]


@dataclass(frozen=True)
class Check:
    """Check constraint in the database. `columns` are (name, type, whether it is nullable)."""

    name: str
    expression: str
    columns: frozenset[tuple[str, str, bool]]


def checks_of(table: str) -> list[Check]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT k.conname, substr(pg_get_constraintdef(k.oid), 7),
                array_agg(a.attname::text ORDER BY a.attnum), array_agg(format_type(a.atttypid, NULL) ORDER BY a.attnum),
                array_agg(NOT a.attnotnull ORDER BY a.attnum)
            FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
            WHERE k.conrelid = %s::regclass AND k.contype = 'c' GROUP BY 1, 2""",
            [table],
        )
        return [
            Check(name, expression, frozenset(zip(names, types, may_be_null, strict=True)))
            for name, expression, names, types, may_be_null in cursor.fetchall()
        ]


def candidates(column: tuple[str, str, bool], asked: list[Check]) -> str:
    """SQL VALUES list with candidates for a column."""
    name, type_, may_be_null = column
    said = {text for check in asked for text in re.findall(r"'((?:[^']|'')*)'::", check.expression)}
    texts = [f"'{text}'" for text in sorted(said | {""})]
    values = VALUES.get(type_, texts if type_ in {"character varying", "text"} else NUMBERS)
    rows = ", ".join(f"({value}::{type_})" for value in [*values, *(["NULL"] if may_be_null else [])])
    return f'(VALUES {rows}) AS "v_{name}" ("{name}")'


def rows_nobody_refuses(check: Check, others: list[Check]) -> list[tuple[object, ...]]:
    """Up to three rows for which this check is unknown and no other check is false."""
    may_be_null = {column for column in check.columns if column[2]}
    neighbours = [other for other in others if other.columns & may_be_null]
    columns = sorted(check.columns.union(*(other.columns for other in neighbours)))
    tables = " CROSS JOIN ".join(candidates(column, [check, *neighbours]) for column in columns)
    passed = "".join(f" AND ({other.expression}) IS NOT FALSE" for other in neighbours)
    with connection.cursor() as cursor:
        names = ", ".join(f'"{column[0]}"' for column in columns)
        cursor.execute(f"SELECT {names} FROM {tables} WHERE ({check.expression}) IS NULL {passed} LIMIT 3")  # noqa: S608 - our own
        rows: list[tuple[object, ...]] = cursor.fetchall()
    return rows


def rows_let_in(table: str, names: set[str]) -> dict[str, list[tuple[object, ...]]]:
    """Wrongly accepted rows by check name. Checks without such rows are missing."""
    checks = checks_of(table)
    assert names <= {check.name for check in checks}
    asked = [check for check in checks if check.name in names]
    found = {check.name: rows_nobody_refuses(check, [other for other in asked if other != check]) for check in asked}
    return {name: rows for name, rows in found.items() if rows}


TABLES = {
    model._meta.db_table: {each.name for each in model._meta.constraints if isinstance(each, CheckConstraint)}
    for model in apps.get_models()
    if model._meta.app_label in LAYERS
}


@pytest.mark.django_db
@pytest.mark.parametrize("table", [table for table, names in TABLES.items() if names])
def test_checks_refuse_rows_for_which_they_are_unknown(table: str) -> None:
    assert rows_let_in(table, TABLES[table]) == {}


@pytest.mark.django_db
def test_unknown_check_is_found_and_so_is_its_fix() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE trap (is_over boolean NOT NULL, first int, last int)")
        cursor.execute("ALTER TABLE trap ADD CONSTRAINT in_order CHECK (NOT is_over OR first < last)")
        assert rows_let_in("trap", {"in_order"}).keys() == {"in_order"}
        cursor.execute("ALTER TABLE trap ADD CONSTRAINT whole CHECK ((first IS NULL) = (last IS NULL))")
        assert rows_let_in("trap", {"in_order", "whole"}).keys() == {"in_order"}
        cursor.execute("ALTER TABLE trap ADD CONSTRAINT over_whole CHECK (NOT is_over OR first IS NOT NULL)")
        assert rows_let_in("trap", {"in_order", "whole", "over_whole"}) == {}
