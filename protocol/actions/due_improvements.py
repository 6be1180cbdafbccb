"""Notifications to owners about improvements that are due soon. Part of the tick."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.actions import notify
from people.queries.notifications import people_told
from people.queries.organisation import today
from protocol.models import ImprovementAction

DUE_SOON = timedelta(days=3)


@transaction.atomic
def tell_owners() -> int:
    """Notify the owners of improvements that are due within three days, once for each date. Returns how many were notified."""
    day = today()
    soon = ImprovementAction.objects.filter(owner__isnull=False, due_on__gte=day, due_on__lte=day + DUE_SOON)
    return sum(_tell_owner(each) for each in soon.select_related("protocol__crisis__journal"))


def _tell_owner(improvement: ImprovementAction) -> bool:
    owner_id, due_on, crisis = improvement.owner_id, improvement.due_on, improvement.protocol.crisis
    assert owner_id is not None  # noqa: S101 - the caller asks for improvements with both
    assert due_on is not None  # noqa: S101
    key = f"improvement:{improvement.pk}:due:{due_on:%Y-%m-%d}"
    if people_told([owner_id], key):
        return False
    words = {"day": date_format(due_on, "SHORT_DATE_FORMAT"), "title": crisis.title, "action": improvement.action}
    notify(
        person_id=owner_id,
        key=key,
        text=_("Due on %(day)s for “%(title)s”: %(action)s") % words,
        url=reverse("protocol:detail", args=[crisis.pk]),
        journal=crisis.journal,
    )
    return True
