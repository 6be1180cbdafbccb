"""Triggers of the database that models declare in `Meta.triggers`; migrations install them.

A trigger holds however a row is written: by an action, by a migration, or by hand.
"""

from collections.abc import Iterator

import pgtrigger
from pgtrigger import registry
from pgtrigger.core import INSTALLED, UNINSTALLED


def refuse(
    name: str, sentence: str, *, operation: pgtrigger.core.Operation, condition: pgtrigger.Condition | None = None
) -> pgtrigger.Trigger:
    """Trigger that refuses the operation on a row with this sentence, as an integrity error. Truncating is not refused."""
    quoted = sentence.replace("'", "''")
    return pgtrigger.Trigger(
        name=name,
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
        elif status != INSTALLED:
            yield f"{trigger.get_uri(model)} was changed"
        elif not enabled:
            yield f"{trigger.get_uri(model)} is disabled"
