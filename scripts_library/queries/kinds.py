"""Kinds of scripts."""

from datetime import date, timedelta

from django.db.models import Count, QuerySet

from people.queries.organisation import today
from scripts_library.models import Script, ScriptKind


def kinds() -> QuerySet[ScriptKind]:
    """All kinds by name, with the number of scripts for which one was chosen in `chosen_count`."""
    return ScriptKind.objects.annotate(chosen_count=Count("scripts")).order_by("name")


def default_kind() -> ScriptKind:
    """The kind of all scripts without one."""
    return ScriptKind.objects.get(is_default=True)


def kind_of(script: Script) -> ScriptKind:
    return script.kind or default_kind()


def next_review_on(script: Script, last_on: date) -> date:
    """The day by which a text confirmed today has to be reviewed: as the kind says, at the latest on its last day."""
    return min(usual_review_on(script), last_on)


def usual_review_on(script: Script) -> date:
    """The review day of a version that is published today, as the script's kind says."""
    return today() + timedelta(days=kind_of(script).review_every_days)
