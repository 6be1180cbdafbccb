"""Matching unknown names of an import to people."""

from collections.abc import Collection, Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from intake import permissions
from intake.actions.file_reading import begin_work
from intake.actions.findings import look_at_contacts
from intake.actions.names import settle_names
from intake.actions.staging import unknown_names
from intake.lifecycle import LIFECYCLE, Step, WrongImportState
from intake.models import Import
from people.actions.source_names import add_agents, add_unknown_agents, remember_identities
from people.identity import User


@transaction.atomic
def decide_people(
    *, actor: User, imported: Import, people: Mapping[str, int | None], new: Collection[str] = (), all_new: bool = False
) -> Import:
    """Match names to people, or to None if they are not a person, and add others as agents (`all_new`: all that are still
    unknown, except names that could be several people). Matches are remembered for the source. When no name is unknown any
    more, the import continues.
    """
    if not permissions.can_import(actor, imported.kind):
        raise PermissionDenied
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    if locked.state != Import.State.NEEDS_PEOPLE:
        raise WrongImportState(_("This import has no names to match."))
    unknown = set(unknown_names(locked))
    remember_identities(
        actor=actor, source=locked.source, people={label: pk for label, pk in people.items() if label in unknown}
    )
    explicit = unknown & set(new)
    added = len(set(add_agents(actor=actor, source=locked.source, labels=explicit).values()))
    if all_new:
        rest = unknown - people.keys() - explicit
        _decided, more = add_unknown_agents(actor=actor, source=locked.source, labels=rest)
        added += more
    left = settle_names(locked).unknown
    locked.counts["unknown_names"] = len(left)
    locked.counts["new_people"] = locked.counts.get("new_people", 0) + added
    if not left:
        LIFECYCLE.move(locked, _step_after_names(locked))
    locked.touched_at = clock.now()
    locked.save(update_fields=["counts", "state", "touched_at"])
    if locked.state == Import.State.PUBLISHING:
        begin_work(locked)
    return locked


def _step_after_names(locked: Import) -> Step:
    """Data from another system is published without a confirmation. A file may need a decision first."""
    if locked.is_sent:
        return Step.PUBLISH_UNASKED
    return Step.ASK_TO_LOOK if look_at_contacts(locked) else Step.MAKE_READY
