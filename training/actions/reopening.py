"""Items opened again for one person."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from journal.actions import record
from people.actions import notify
from training.models import ItemReopened, Refresher, RefresherItem
from training.models.refreshers import LONGEST_REASON
from training.verbs import RefresherVerb


@transaction.atomic
def reopen_item(*, item: RefresherItem, person_id: int, reason: str) -> None:
    """Open an item again for a person, and tell them why. Nothing happens unless the refresher is published."""
    refresher = Refresher.objects.select_for_update(of=("self",)).select_related("journal").get(pk=item.refresher_id)
    if refresher.state != Refresher.State.PUBLISHED or refresher.journal.is_closed:
        return
    now = clock.now()
    ItemReopened.objects.update_or_create(
        item=item, person_id=person_id, defaults={"reopened_at": now, "reason": reason[:LONGEST_REASON]}
    )
    texts = {"title": refresher.title, "item": item.title}
    record(refresher.journal, RefresherVerb.ITEM_REOPENED, actor=None, subject=item, texts=texts)
    notify(
        person_id=person_id,
        key=f"refresher-item:{item.pk}:{now.timestamp():.0f}",
        text=_("Please do “%(item)s” in your refresher again. %(reason)s") % {"item": item.title, "reason": reason},
        url=reverse("training:item", args=[item.pk]),
        journal=refresher.journal,
    )
