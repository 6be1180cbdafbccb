"""Role plays and the behaviours of their observer's sheets. Changes open the items of published refreshers again.

Lock order: the refreshers with the role play, then the role play.
"""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from journal.actions import house_journal, record
from people.identity import User
from training import permissions
from training.actions.items import touch_items
from training.models import Behaviour, Refresher, RefresherItem, RolePlay
from training.models.role_plays import FEWEST_ANCHORS, MOST_ANCHORS, MOST_BEHAVIOURS
from training.queries.refreshers import scripts_to_choose
from training.verbs import RefresherVerb


class SheetRefused(Refused):
    """The observer's sheet would have too many behaviours, too few anchors, or none."""


class ScriptUnknown(Refused):
    """The script of a role play isn't live any more."""


@transaction.atomic
def write_role_play(
    *, actor: User, script_id: int, title: str, situation: str, player_role: str, observer_role: str
) -> RolePlay:
    """Write a role play for a live script."""
    if not permissions.can_train(actor):
        raise PermissionDenied
    journal = house_journal()
    if script_id not in scripts_to_choose(journal.pk):
        raise ScriptUnknown(_("This script isn't live any more. Choose another one."))
    written = RolePlay.objects.create(
        script_id=script_id,
        title=title,
        situation=situation,
        player_role=player_role,
        observer_role=observer_role,
        author_id=actor.person_id,
    )
    record(journal, RefresherVerb.ROLE_PLAY_WRITTEN, actor=actor, subject=written, texts={"title": title})
    return written


@transaction.atomic
def change_role_play(
    *, actor: User, role_play: RolePlay, title: str, situation: str, player_role: str, observer_role: str
) -> RolePlay:
    """Change the texts of a role play."""
    changed, items = _locked(actor, role_play)
    changed.title, changed.situation = title, situation
    changed.player_role, changed.observer_role = player_role, observer_role
    changed.save(update_fields=["title", "situation", "player_role", "observer_role"])
    _changed(actor, changed, items)
    return changed


@transaction.atomic
def add_behaviour(*, actor: User, role_play: RolePlay, name: str, anchors: Sequence[str]) -> Behaviour:
    """Add a behaviour to the sheet, with anchors from the lowest score on."""
    changed, items = _locked(actor, role_play)
    if not FEWEST_ANCHORS <= len(anchors) <= MOST_ANCHORS:
        raise SheetRefused(_("Describe at least the lowest and the highest score."))
    last = changed.behaviours.order_by("position").last()
    if changed.behaviours.count() >= MOST_BEHAVIOURS:
        raise SheetRefused(_("An observer can't watch more behaviours. Remove one first."))
    added = Behaviour.objects.create(
        role_play=changed, name=name, anchors=list(anchors), position=last.position + 1 if last else 1
    )
    _changed(actor, changed, items)
    return added


@transaction.atomic
def remove_behaviour(*, actor: User, behaviour: Behaviour) -> None:
    """Remove a behaviour from the sheet. A role play in a refresher keeps at least one."""
    changed, items = _locked(actor, behaviour.role_play)
    if RefresherItem.objects.filter(role_play=changed).exists() and changed.behaviours.count() <= 1:
        raise SheetRefused(_("A refresher uses this role play, so its sheet needs a behaviour. Add another one first."))
    deleted, _by_model = changed.behaviours.filter(pk=behaviour.pk).delete()
    if deleted:
        _changed(actor, changed, items)


def _locked(actor: User, role_play: RolePlay) -> tuple[RolePlay, list[RefresherItem]]:
    """The locked role play, and the items of published refreshers that have it, with their refreshers locked."""
    if not permissions.can_train(actor):
        raise PermissionDenied
    published = Refresher.objects.published().filter(items__role_play=role_play).values("pk")
    list(Refresher.objects.select_for_update(of=("self",)).filter(pk__in=published).order_by("pk"))
    locked = RolePlay.objects.select_for_update(of=("self",)).get(pk=role_play.pk)
    items = RefresherItem.objects.filter(role_play=locked, refresher__state=Refresher.State.PUBLISHED)
    return locked, list(items.select_related("refresher__journal").order_by("pk"))


def _changed(actor: User, role_play: RolePlay, items: list[RefresherItem]) -> None:
    touch_items(items)
    record(house_journal(), RefresherVerb.ROLE_PLAY_CHANGED, actor=actor, subject=role_play, texts={"title": role_play.title})
