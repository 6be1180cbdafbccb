"""Erasure of what training keeps about a person. Sheets that they wrote about others stay, under the pseudonym."""

from people.erasure import Erased, rename_in
from training.models import Behaviour, ItemDone, ItemReopened, Nudge, Refresher, RefresherItem, Rehearsal, RolePlay


def forget_training(erased: Erased) -> None:
    for model in (ItemDone, ItemReopened, Nudge):
        model.objects.filter(person__in=erased.records).delete()
    # With their scores.
    Rehearsal.objects.filter(player__in=erased.records).delete()
    rename_in(erased, Refresher.objects.all(), "title")
    rename_in(erased, RefresherItem.objects.all(), "title", "text")
    rename_in(erased, RolePlay.objects.all(), "title", "situation", "player_role", "observer_role")
    rename_in(erased, Behaviour.objects.all(), "name")
    rename_in(erased, Rehearsal.objects.all(), "notes")
    rename_in(erased, ItemReopened.objects.all(), "reason")
