"""Notifications to owners about improvements that are due soon. Part of the tick."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from journal.drills import hearers_of
from people.actions import notify, settle
from people.queries.notifications import people_told
from people.queries.organisation import reporting_zone, today
from protocol.models import ImprovementAction
from protocol.queries import possible_readers

DUE_SOON = timedelta(days=3)


@transaction.atomic
def tell_owners() -> int:
    """Notify the owners of improvements that are due within three days, once for each date. Returns how many were notified."""
    untold = _untold(today())
    for improvement in untold:
        _tell_owner(improvement)
    return len(untold)


def settle_owner(improvement: ImprovementAction) -> None:
    """Settle the notification about this owner and date, because they no longer apply. Part of an action."""
    if improvement.owner_id is not None and improvement.due_on is not None:
        settle(person_id=improvement.owner_id, keys=[_key(improvement.pk, improvement.due_on)])


def _untold(day: date) -> list[ImprovementAction]:
    """Improvements whose owners have to be told. Of drills, only those of participants."""
    dated = ImprovementAction.objects.filter(owner__isnull=False, due_on__gte=day, due_on__lte=day + DUE_SOON)
    soon = {
        (each.owner_id, _key(each.pk, each.due_on)): each
        for each in dated.select_related("protocol__crisis__journal")
        if each.owner_id is not None and each.due_on is not None
    }
    if not soon:
        return []
    told = people_told({owner_id for owner_id, _key in soon}, {key for _owner_id, key in soon})
    journals = {each.protocol.crisis.journal for each in soon.values()}
    hearers = {journal.pk: hearers_of(journal.pk) for journal in journals if journal.is_drill}
    untold = [(owner_id, each) for (owner_id, key), each in soon.items() if (owner_id, key) not in told]
    return [each for owner_id, each in untold if owner_id in hearers.get(each.protocol.crisis.journal_id, {owner_id})]


def _tell_owner(improvement: ImprovementAction) -> None:
    """Notify the owner, with a link if they may read the protocol."""
    owner_id, due_on, crisis = improvement.owner_id, improvement.due_on, improvement.protocol.crisis
    assert owner_id is not None  # noqa: S101 - the caller asks for improvements with both
    assert due_on is not None  # noqa: S101
    words = {"day": date_format(due_on, "SHORT_DATE_FORMAT"), "title": crisis.title, "action": improvement.action}
    notify(
        person_id=owner_id,
        key=_key(improvement.pk, due_on),
        text=_("Due on %(day)s for “%(title)s”: %(action)s") % words,
        url=reverse("protocol:detail", args=[crisis.pk]) if owner_id in possible_readers(crisis) else "",
        since=datetime.combine(due_on - DUE_SOON, time.min, reporting_zone()),
        journal=crisis.journal,
    )


def _key(improvement_id: int, due_on: date) -> str:
    return f"improvement:{improvement_id}:due:{due_on:%Y-%m-%d}"
