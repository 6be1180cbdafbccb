"""Triggers of the database that models declare in `Meta.triggers`; migrations install them.

A trigger holds however a row is written: by an action, by a migration, or by hand. It prevents mistakes, not attacks: any
session may set the parameter by which pgtrigger ignores triggers, and the owner of a table may drop them.
"""

from collections.abc import Iterator

import pgtrigger
from django.db import connection, models
from pgtrigger import registry
from pgtrigger.core import INSTALLED, UNINSTALLED

# Source text of the functions that the triggers of a table call, by the name of the trigger, and of the one they all ask.
_FUNCTIONS = """
    SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgname = %s AND tgrelid = %s::regclass
    UNION ALL SELECT proname, prosrc FROM pg_proc WHERE oid = to_regproc('public._pgtrigger_should_ignore')
"""


def refuse(
    name: str, sentence: str, *, operation: pgtrigger.core.Operation, condition: pgtrigger.Condition | None = None
) -> pgtrigger.Trigger:
    """Trigger that refuses the operation with this sentence, as an integrity error: on a row, or truncating a table."""
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
    """Sentences about declared triggers that the database lacks, has in another form, or has disabled."""
    for model, trigger in registry.registered():
        status, enabled = trigger.get_installation_status(model)
        if status == UNINSTALLED:
            yield f"{trigger.get_uri(model)} is missing"
        elif status != INSTALLED or _calls_another_function(trigger, model):
            yield f"{trigger.get_uri(model)} was changed"
        elif not enabled:
            yield f"{trigger.get_uri(model)} is disabled"


def _calls_another_function(trigger: pgtrigger.Trigger, model: models.Model) -> bool:
    """Whether a function behind the trigger isn't as declared. The trigger's own form is known by its comment alone."""
    sql = trigger.compile(model).sql
    _before, should_ignore, _between, called, _after = str(sql).split("$$")
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS, [sql.pgid, connection.ops.quote_name(sql.table)])
        found = dict(cursor.fetchall())
    return found != {sql.pgid: called, "_pgtrigger_should_ignore": should_ignore}
