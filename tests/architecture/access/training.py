"""Access to training (domain section 10).

Trainers build refreshers and role plays. Trainees do their own. Scores are for player, observer and trainers; lead and deputy
see what is left for each person, other supervisors only who is ready.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.architecture.access.route import CONFLICT, FORBIDDEN, FOUND, INVALID, MISSING, OK, Route
from tests.factories import crisis as crises
from tests.factories import training as trained
from tests.factories.people import Personas
from training.models import Behaviour

COLLEAGUES = ("supervisor", "other_supervisor", "agent", "other_agent", "reviewer", "approver", "trainer")
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
TRAINER, TRAINEE = {"trainer": OK}, {"agent": OK}


def team_of_one(personas: Personas) -> Any:
    """An active crisis, led by the supervisor, with the agent on its team."""
    crisis = crises.active(personas)
    [invitation] = crises.invited(crisis, personas, 1)
    crises.accept(invitation, personas.agent)
    return crisis


def a_draft(personas: Personas) -> Mapping[str, Any]:
    refresher = trained.draft(personas, crises.active(personas))
    trained.item(personas, refresher)
    return {"refresher_id": refresher.pk}


def to_add(personas: Personas) -> Mapping[str, Any]:
    return {**a_draft(personas), "kind": "free"}


def published(personas: Personas, *kinds: str) -> Any:
    refresher, items, version = trained.with_items(personas, team_of_one(personas), *kinds)
    return refresher, items[0], version


def an_item(personas: Personas) -> Mapping[str, Any]:
    return {"item_id": published(personas, "free", "free")[1].pk}


def a_talk(personas: Personas) -> Mapping[str, Any]:
    return {**an_item(personas), "person_id": personas.agent.person_id}


def to_rehearse(personas: Personas) -> Mapping[str, Any]:
    return {"item_id": published(personas, "role_play")[1].pk}


def rehearsal(personas: Personas) -> Mapping[str, Any]:
    """The agent plays, the supervisor, who leads, observes."""
    _refresher, item, _version = published(personas, "role_play")
    return {"rehearsal_id": trained.asked(personas.agent, item, personas.supervisor).pk}


def a_role_play(personas: Personas) -> Mapping[str, Any]:
    return {"role_play_id": trained.role_play(personas, trained.script(personas)).pk}


def a_behaviour(personas: Personas) -> Mapping[str, Any]:
    found = a_role_play(personas)
    return {"behaviour_id": Behaviour.objects.get(role_play=found["role_play_id"]).pk}


def board(personas: Personas) -> Mapping[str, Any]:
    return {"journal_id": published(personas, "free")[0].journal_id}


TEXTS = {"title": "Angry", "situation": "Smoke", "player_role": "Calm", "observer_role": "Shout"}
BOTH = {"agent": OK, "supervisor": OK, "trainer": OK}
SEES_BOARD = {"supervisor": OK, "other_supervisor": OK, "trainer": OK}
ROUTES = [
    Route("training:mine", FORBIDDEN, dict.fromkeys(COLLEAGUES, OK)),
    Route("training:item", MISSING, TRAINEE, arrange=an_item),
    Route("training:item-done", MISSING, {"agent": FOUND}, method="post", arrange=an_item),
    Route("training:rehearse", MISSING, {"agent": INVALID}, method="post", arrange=to_rehearse),
    Route(
        "training:rehearse",
        MISSING,
        {"agent": FOUND},
        method="post",
        data={"observer_id": "Sofia Supervisor"},
        arrange=to_rehearse,
    ),
    Route("training:refreshers", FORBIDDEN, TRAINER, arrange=lambda people: a_draft(people) and {}),
    Route("training:start-refresher", FORBIDDEN, TRAINER),
    Route("training:start-refresher", FORBIDDEN, {"trainer": INVALID}, method="post", data={"title": ""}),
    Route("training:refresher", MISSING, TRAINER, arrange=a_draft),
    Route("training:change-refresher", MISSING, TRAINER, arrange=a_draft),
    Route(
        "training:change-refresher",
        MISSING,
        {"trainer": FOUND},
        method="post",
        data={"title": "New", "due_on": TOMORROW},
        arrange=a_draft,
    ),
    Route("training:publish-refresher", MISSING, {"trainer": FOUND}, method="post", arrange=a_draft),
    Route("training:close-refresher", MISSING, {"trainer": FOUND}, method="post", arrange=a_draft),
    Route("training:add-item", MISSING, TRAINER, arrange=to_add),
    Route(
        "training:add-item",
        MISSING,
        {"trainer": FOUND},
        method="post",
        data={"title": "Call", "text": "Call the desk.", "minutes": 5},
        arrange=to_add,
    ),
    Route("training:change-item", MISSING, TRAINER, arrange=an_item),
    Route(
        "training:change-item",
        MISSING,
        {"trainer": FOUND},
        method="post",
        data={"title": "Call", "text": "Call the desk.", "minutes": 5},
        arrange=an_item,
    ),
    Route("training:move-item", MISSING, {"trainer": FOUND}, method="post", data={"to": "down"}, arrange=an_item),
    Route("training:remove-item", MISSING, {"trainer": FOUND}, method="post", arrange=an_item),
    Route("training:record-conversation", MISSING, {"trainer": CONFLICT}, method="post", arrange=a_talk),
    Route("training:role-plays", FORBIDDEN, TRAINER, arrange=lambda people: a_role_play(people) and {}),
    Route("training:write-role-play", FORBIDDEN, TRAINER),
    Route("training:write-role-play", FORBIDDEN, {"trainer": INVALID}, method="post", data=TEXTS),
    Route("training:role-play", MISSING, TRAINER, arrange=a_role_play),
    Route(
        "training:role-play",
        MISSING,
        {"trainer": FOUND},
        method="post",
        data={"name": "Sums up", "anchor_1": "No", "anchor_2": "Yes"},
        arrange=a_role_play,
    ),
    Route("training:change-role-play", MISSING, TRAINER, arrange=a_role_play),
    Route("training:change-role-play", MISSING, {"trainer": FOUND}, method="post", data=TEXTS, arrange=a_role_play),
    Route("training:remove-behaviour", MISSING, {"trainer": FOUND}, method="post", arrange=a_behaviour),
    Route("training:rehearsal", MISSING, BOTH, arrange=rehearsal),
    Route(
        "training:rehearsal",
        MISSING,
        {"agent": INVALID, "supervisor": INVALID, "trainer": INVALID},
        method="post",
        data={"decision": "sign-off"},
        arrange=rehearsal,
    ),
    Route(
        "training:cancel-rehearsal",
        MISSING,
        {"agent": FOUND, "supervisor": FOUND, "trainer": FORBIDDEN},
        method="post",
        arrange=rehearsal,
    ),
    Route("training:readiness", MISSING, SEES_BOARD, arrange=board),
    Route("training:nudge", MISSING, {"supervisor": FOUND, "trainer": FOUND}, method="post", arrange=board),
]
