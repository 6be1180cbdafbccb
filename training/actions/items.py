"""Items of a refresher: add, change, move and remove. After publication, a change opens only the touched item again."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import record
from people.actions import notify_all
from people.identity import User
from training.actions.refreshers import refresher_to_change
from training.item_content import ItemContent
from training.models import Refresher, RefresherItem
from training.models.refreshers import MOST_ITEMS
from training.queries.item_states import newest_versions
from training.queries.refreshers import quizzes_to_choose, role_plays_to_choose, scripts_to_choose
from training.trainees import trainees_of
from training.verbs import RefresherVerb

Kind = RefresherItem.Kind


class NotAnonymised(Refused):
    """Nobody has confirmed that a real example is anonymised."""


class NothingToChoose(Refused):
    """The script, role play or quiz of the item can't be chosen any more."""


class TooManyItems(Refused):
    """The refresher has as many items as possible."""


@transaction.atomic
def add_item(*, actor: User, refresher: Refresher, kind: str, content: ItemContent) -> RefresherItem:
    """Add an item at the end. In a published refresher, the trainees are told."""
    changed = refresher_to_change(actor, refresher)
    last = changed.items.order_by("position").last()
    if changed.items.count() >= MOST_ITEMS:
        raise TooManyItems(_("This refresher has as many items as possible. Remove one first."))
    item = RefresherItem(refresher=changed, kind=kind, position=last.position + 1 if last else 1)
    _fill(item, content)
    item.save()
    _write_down(RefresherVerb.ITEM_ADDED, actor, item)
    _tell(item, _("Your refresher “%(title)s” has a new item: “%(item)s”."), clock.now())
    return item


@transaction.atomic
def change_item(*, actor: User, item: RefresherItem, content: ItemContent) -> RefresherItem:
    """Change an item. In a published refresher it opens again for everyone if its text or what it is about has changed."""
    refresher_to_change(actor, item.refresher)
    changed = RefresherItem.objects.select_for_update(of=("self",)).select_related("refresher__journal").get(pk=item.pk)
    before = _substance(changed)
    _fill(changed, content)
    touched_at = clock.now() if changed.refresher.state == Refresher.State.PUBLISHED and _substance(changed) != before else None
    changed.changed_at = touched_at or changed.changed_at
    changed.save()
    _write_down(RefresherVerb.ITEM_CHANGED, actor, changed)
    if touched_at is not None:
        _tell(changed, _("“%(item)s” in your refresher “%(title)s” has changed. Please do it again."), touched_at)
    return changed


@transaction.atomic
def move_item(*, actor: User, item: RefresherItem, is_up: bool) -> None:
    """Move an item by one place. Does nothing at the end of the list."""
    refresher = refresher_to_change(actor, item.refresher)
    items = list(refresher.items.select_for_update(of=("self",)))
    place = next((place for place, each in enumerate(items) if each.pk == item.pk), None)
    if place is None:
        raise PermissionDenied
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(items):
        return
    items[place], items[other] = items[other], items[place]
    for position, each in enumerate(items, start=1):
        each.position = position
    RefresherItem.objects.bulk_update(items, ["position"])
    _write_down(RefresherVerb.ITEM_CHANGED, actor, item)


@transaction.atomic
def remove_item(*, actor: User, item: RefresherItem) -> None:
    """Remove an item with everything people have done of it. A published refresher keeps at least one item."""
    refresher = refresher_to_change(actor, item.refresher)
    removed = refresher.items.select_for_update(of=("self",)).filter(pk=item.pk).first()
    if removed is None:
        return
    if refresher.state == Refresher.State.PUBLISHED and refresher.items.count() == 1:
        raise NothingToChoose(_("This is the last item. Close the refresher instead."))
    _write_down(RefresherVerb.ITEM_REMOVED, actor, removed)
    removed.delete()


def touch_items(items: list[RefresherItem]) -> None:
    """Open published items again because their role play was changed, and tell the trainees."""
    now = clock.now()
    for item in items:
        item.changed_at = now
        item.save(update_fields=["changed_at"])
        _tell(item, _("“%(item)s” in your refresher “%(title)s” has changed. Please do it again."), now)


def _fill(item: RefresherItem, content: ItemContent) -> None:
    item.title, item.text, item.minutes = content.title, content.text, content.minutes
    item.is_anonymised = item.kind == Kind.EXAMPLE
    if item.is_anonymised and not (content.is_anonymised and content.text):
        raise NotAnonymised(_("Write the example, and confirm that nobody can be recognised in it."))
    offered = _offered(item)
    if offered is None:
        return
    column, choices = offered
    is_new = content.about_id is None or content.about_id != getattr(item, column)
    if is_new and content.about_id not in choices:
        raise NothingToChoose(_("This can't be chosen any more. Choose another one."))
    setattr(item, column, content.about_id)
    newest = newest_versions([item]).get(item.pk)
    item.told_version_id = newest.version_id if newest else None


def _offered(item: RefresherItem) -> tuple[str, Mapping[int, str]] | None:
    """The column with what the item is about, and what can be chosen for it. None for kinds that are about nothing."""
    journal_id = item.refresher.journal_id
    if item.kind == Kind.READ:
        return "script_id", scripts_to_choose(journal_id)
    if item.kind == Kind.ROLE_PLAY:
        return "role_play_id", role_plays_to_choose()
    return ("quiz_id", quizzes_to_choose(journal_id)) if item.kind == Kind.QUIZ else None


def _substance(item: RefresherItem) -> tuple[object, ...]:
    """What people have done when they have done the item."""
    return item.text, item.script_id, item.role_play_id, item.quiz_id


def _write_down(verb: RefresherVerb, actor: User, item: RefresherItem) -> None:
    texts = {"title": item.refresher.title, "item": item.title}
    record(item.refresher.journal, verb, actor=actor, subject=item, texts=texts)


def _tell(item: RefresherItem, text: str, at: datetime) -> None:
    """Tell the trainees about an item of a published refresher."""
    if item.refresher.state != Refresher.State.PUBLISHED:
        return
    notify_all(
        person_ids=trainees_of(item.refresher.journal_id).person_ids,
        key=f"refresher-item:{item.pk}:{at.timestamp():.0f}",
        text=text % {"title": item.refresher.title, "item": item.title},
        url=reverse("training:item", args=[item.pk]),
        journal=item.refresher.journal,
    )
