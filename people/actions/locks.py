"""Locking the person whom an action is about."""

from django.utils.translation import gettext as _

from core.refusals import Refused
from people.models import Person


class MergedAlready(Refused):
    """The record is part of another one now."""


def locked_person(person: Person) -> Person:
    """The person, locked. A record that was merged into another one takes part in nothing any more."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.merged_into_id is not None:
        raise MergedAlready(
            _("%(name)s has been merged into another record. Edit that record, or undo the merge.") % {"name": locked}
        )
    return locked
