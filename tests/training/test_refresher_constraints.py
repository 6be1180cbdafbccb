"""What the database refuses about refreshers and role plays, from both sides."""

from typing import Any

import pytest
from django.db.models import Model

from core import clock
from tests.constraints import refused_by
from tests.factories import crisis as crises
from tests.factories import training as trained
from tests.factories.people import Personas
from training.models import (
    Behaviour,
    BehaviourScore,
    ItemDone,
    ItemReopened,
    Nudge,
    Refresher,
    RefresherItem,
    Rehearsal,
    RolePlay,
)


@pytest.fixture
def rows(personas: Personas) -> dict[type[Model], Any]:
    """One row of each kind that the database accepts."""
    crisis, (player, observer) = crises.team(personas, 2)
    refresher, [item], version = trained.with_items(personas, crisis, "role_play")
    rehearsal = trained.decided(trained.asked(player, item, observer), observer, version)
    at, person = clock.now(), player.person
    ItemDone.objects.create(item=item, person=person, done_at=at)
    ItemReopened.objects.create(item=item, person=person, reopened_at=at, reason="Wrong twice.")
    Nudge.objects.create(refresher=refresher, person=person, nudged_at=at)
    assert rehearsal.pk
    models = (Refresher, RefresherItem, ItemDone, ItemReopened, Nudge, RolePlay, Behaviour, Rehearsal, BehaviourScore)
    return {model: model._default_manager.get() for model in models}


REFUSED: list[tuple[type[Model], dict[str, Any], str]] = [
    (Refresher, {"title": ""}, "refresher_has_a_title"),
    (Refresher, {"state": "draft"}, "refresher_times_match_state"),
    (Refresher, {"state": "closed"}, "refresher_times_match_state"),
    (Refresher, {"published_at": None}, "refresher_times_match_state"),
    (Refresher, {"state": "gone"}, "refresher_times_match_state"),
    (RefresherItem, {"title": ""}, "refresher_item_has_a_title"),
    (RefresherItem, {"kind": "read"}, "refresher_item_refers_by_kind"),
    (RefresherItem, {"kind": "free"}, "refresher_item_refers_by_kind"),
    (RefresherItem, {"role_play": None}, "refresher_item_refers_by_kind"),
    (RefresherItem, {"is_anonymised": True}, "refresher_example_is_anonymised"),
    (RefresherItem, {"kind": "example", "role_play": None}, "refresher_example_is_anonymised"),
    (
        RefresherItem,
        {"kind": "example", "role_play": None, "is_anonymised": True, "text": ""},
        "refresher_example_is_anonymised",
    ),
    (RefresherItem, {"minutes": 0}, "refresher_item_minutes_possible"),
    (RefresherItem, {"minutes": 241}, "refresher_item_minutes_possible"),
    (ItemReopened, {"reason": ""}, "item_reopened_for_a_reason"),
    (RolePlay, {"situation": ""}, "role_play_is_complete"),
    (RolePlay, {"title": ""}, "role_play_is_complete"),
    (Behaviour, {"name": ""}, "behaviour_has_a_name"),
    (Behaviour, {"anchors": ["One"]}, "behaviour_has_two_to_five_anchors"),
    (Behaviour, {"anchors": []}, "behaviour_has_two_to_five_anchors"),
    (Behaviour, {"anchors": ["a", "b", "c", "d", "e", "f"]}, "behaviour_has_two_to_five_anchors"),
    (Behaviour, {"anchors": ["One", ""]}, "behaviour_describes_each_anchor"),
    (Rehearsal, {"state": "asked"}, "rehearsal_decided_for_a_version"),
    (Rehearsal, {"state": "cancelled"}, "rehearsal_decided_for_a_version"),
    (Rehearsal, {"script_version": None}, "rehearsal_decided_for_a_version"),
    (Rehearsal, {"state": "gone"}, "rehearsal_decided_for_a_version"),
    (BehaviourScore, {"rating": 0}, "behaviour_score_possible"),
    (BehaviourScore, {"rating": 4}, "behaviour_score_possible"),
    (BehaviourScore, {"rating": 1, "out_of": 1}, "behaviour_score_possible"),
    (BehaviourScore, {"out_of": 6}, "behaviour_score_possible"),
]
ACCEPTED: list[tuple[type[Model], dict[str, Any]]] = [
    (RefresherItem, {"minutes": 1}),
    (RefresherItem, {"minutes": 240}),
    (RefresherItem, {"kind": "free", "role_play": None}),
    (RefresherItem, {"kind": "example", "role_play": None, "is_anonymised": True, "text": "A call."}),
    (Behaviour, {"anchors": ["No", "Yes"]}),
    (Behaviour, {"anchors": ["a", "b", "c", "d", "e"]}),
    (Rehearsal, {"state": "repeat"}),
    (BehaviourScore, {"rating": 3}),
    (BehaviourScore, {"rating": 1, "out_of": 2}),
]


def test_database_refuses_impossible_rows(rows: dict[type[Model], Any]) -> None:
    for model, values, constraint in REFUSED:
        with refused_by(constraint):
            model._default_manager.filter(pk=rows[model].pk).update(**values)


def test_database_accepts_the_limits(rows: dict[type[Model], Any]) -> None:
    for model, values in ACCEPTED:
        assert model._default_manager.filter(pk=rows[model].pk).update(**values) == 1


def again(row: Any, **values: Any) -> None:
    """The same row once more."""
    copy = type(row).objects.get(pk=row.pk)
    copy.pk = None
    for name, value in values.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)


def test_what_exists_once_exists_once(rows: dict[type[Model], Any]) -> None:
    for model, constraint in (
        (Refresher, "refresher_one_published"),
        (ItemDone, "item_done_once"),
        (ItemReopened, "item_reopened_once"),
        (Nudge, "nudge_last_one"),
    ):
        with refused_by(constraint):
            again(rows[model])
    closed = {"state": "closed", "closed_at": clock.now()}
    again(rows[Refresher], **closed)
    open_ = {"state": "asked", "script_version": None, "finished_at": None}
    again(rows[Rehearsal], **open_)
    with refused_by("rehearsal_one_open"):
        again(rows[Rehearsal], **open_)


def test_nobody_observes_themselves(rows: dict[type[Model], Any]) -> None:
    rehearsal = rows[Rehearsal]
    with refused_by("rehearsal_observer_is_not_the_player"):
        Rehearsal.objects.filter(pk=rehearsal.pk).update(observer=rehearsal.player_id)
