"""Refresher training in a person's copy of their own data."""

from collections.abc import Collection

from people.own_data import OwnDataPart, Rows
from training.models import BehaviourScore, ItemDone, ItemReopened, Nudge, Rehearsal


def _done(records: Collection[int]) -> Rows:
    rows = ItemDone.objects.filter(person__in=records)
    return rows.values("item__refresher__title", "item__title", "done_at", "script_version__number")


def _reopened(records: Collection[int]) -> Rows:
    rows = ItemReopened.objects.filter(person__in=records)
    return rows.values("item__refresher__title", "item__title", "reopened_at", "reason")


def _rehearsals(records: Collection[int]) -> Rows:
    """The person's rehearsals with the observer's notes, and without who observed, which is about others."""
    rows = Rehearsal.objects.filter(player__in=records)
    return rows.values("item__title", "state", "script_version__number", "notes", "asked_at", "finished_at")


def _scores(records: Collection[int]) -> Rows:
    rows = BehaviourScore.objects.filter(rehearsal__player__in=records)
    return rows.values("rehearsal__item__title", "rehearsal__finished_at", "name", "rating", "out_of", "anchor")


def _nudges(records: Collection[int]) -> Rows:
    return Nudge.objects.filter(person__in=records).values("refresher__title", "nudged_at")


REFRESHER_PARTS = (
    OwnDataPart("refresher_items_done", ("training.ItemDone",), _done),
    OwnDataPart("refresher_items_reopened", ("training.ItemReopened",), _reopened),
    OwnDataPart("rehearsals", ("training.Rehearsal",), _rehearsals),
    OwnDataPart("rehearsal_scores", ("training.BehaviourScore",), _scores),
    OwnDataPart("refresher_reminders", ("training.Nudge",), _nudges),
)
