"""Database triggers that models declare in `Meta.triggers` and migrations install.

A trigger applies to every write: by an action, by a migration, or by hand. It prevents mistakes, not attacks: any session
can set the parameter that makes pgtrigger ignore triggers, and the owner of a table can drop them.
"""

from collections.abc import Iterator

import pgtrigger
from django.db import connection, models
from pgtrigger import registry
from pgtrigger.core import INSTALLED, UNINSTALLED

# Source of the functions that the triggers of a table call, by trigger name, and of the one that all of them call.
_FUNCTIONS = """
    SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgname = %s AND tgrelid = %s::regclass
    UNION ALL SELECT proname, prosrc FROM pg_proc WHERE oid = to_regproc('public._pgtrigger_should_ignore')
"""


def refuse(
    name: str, sentence: str, *, operation: pgtrigger.core.Operation, condition: pgtrigger.Condition | None = None
) -> pgtrigger.Trigger:
    """Trigger that refuses an operation on a row, or truncating a table, with this message as an integrity error."""
    quoted = sentence.replace("'", "''")
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement if operation is pgtrigger.Truncate else pgtrigger.Row,
        when=pgtrigger.Before,
        operation=operation,
        condition=condition,
        func=f"RAISE EXCEPTION '{quoted}' USING ERRCODE = 'restrict_violation';",
    )


def not_in_force() -> Iterator[str]:
    """Messages about declared triggers that are missing in the database, differ, or are disabled."""
    for model, trigger in registry.registered():
        status, enabled = trigger.get_installation_status(model)
        if status == UNINSTALLED:
            yield f"{trigger.get_uri(model)} is missing"
        elif status != INSTALLED or _calls_another_function(trigger, model):
            yield f"{trigger.get_uri(model)} was changed"
        elif not enabled:
            yield f"{trigger.get_uri(model)} is disabled"


def _calls_another_function(trigger: pgtrigger.Trigger, model: models.Model) -> bool:
    """True if a function of the trigger isn't as declared. The trigger itself is only compared by its comment."""
    sql = trigger.compile(model).sql
    _before, should_ignore, _between, called, _after = str(sql).split("$$")
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS, [sql.pgid, connection.ops.quote_name(sql.table)])
        found = dict(cursor.fetchall())
    return found != {sql.pgid: called, "_pgtrigger_should_ignore": should_ignore}
