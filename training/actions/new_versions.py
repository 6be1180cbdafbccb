"""Notifications about script versions that opened items again."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from people.actions import notify_all
from scripts_library.queries import CurrentVersion
from training.models import Refresher, RefresherItem
from training.queries.item_states import newest_versions, states_of
from training.trainees import trainees_of


@transaction.atomic
def tell_of_new_versions() -> int:
    """Tell trainees which items a new script version opened again, and return the number of items. Part of the tick.

    The state of an item is computed, so the item is open from the moment the version is live; this only says so.
    """
    items = RefresherItem.objects.filter(refresher__state=Refresher.State.PUBLISHED, refresher__journal__closed_at=None)
    found = list(items.select_related("refresher__journal", "role_play").order_by("pk"))
    newest = newest_versions(found) if found else {}
    changed = [item for item in found if item.pk in newest and newest[item.pk].version_id != item.told_version_id]
    told = 0
    for item in changed:
        # Another process may tell at the same moment.
        told_before = RefresherItem.objects.filter(pk=item.pk, told_version_id=item.told_version_id)
        if told_before.update(told_version_id=newest[item.pk].version_id):
            _tell(item, newest[item.pk])
            told += 1
    return told


def _tell(item: RefresherItem, version: CurrentVersion) -> None:
    states = states_of(item.refresher, trainees_of(item.refresher.journal_id).person_ids)
    open_for = [one for one, rows in states.items() if any(row.item.pk == item.pk and row.is_left for row in rows)]
    text = _("The script “%(script)s” has a new version (%(number)d), so please do “%(item)s” in your refresher again.")
    notify_all(
        person_ids=open_for,
        key=f"refresher-item:{item.pk}:version-{version.version_id}",
        text=text % {"script": version.title, "number": version.number, "item": item.title},
        url=reverse("training:item", args=[item.pk]),
        journal=item.refresher.journal,
    )
