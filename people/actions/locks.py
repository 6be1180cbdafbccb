"""Row lock on the person of an action."""

from django.utils.translation import gettext as _

from core.refusals import Refused
from people.models import Person


class MergedAlready(Refused):
    """The record was merged into another one."""


def locked_person(person: Person) -> Person:
    """Lock the person's row and return it. Refused for a record that was merged into another one."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.merged_into_id is not None:
        raise MergedAlready(
            _("%(name)s has been merged into another record. Edit that record, or undo the merge.") % {"name": locked}
        )
    return locked
