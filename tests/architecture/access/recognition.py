from collections.abc import Mapping
from typing import Any

from tests.architecture.access.route import FORBIDDEN, FOUND, INVALID, MISSING, OK, Route
from tests.factories.people import Personas
from tests.factories.recognition import AwardFactory, AwardTypeFactory, BudgetFactory

NOMINATORS = ("supervisor", "other_supervisor", "agent", "other_agent", "reviewer", "approver", "trainer")
SUPERVISORS = ("supervisor", "other_supervisor")


def nomination(personas: Personas) -> Mapping[str, Any]:
    """Nomination of the agent by the reviewer; the agent's team leader decides."""
    award = AwardFactory.create(nominee=personas.agent.person, nominator=personas.reviewer.person)
    return {"award_id": award.pk}


def by_the_leader(personas: Personas) -> Mapping[str, Any]:
    """Nomination of the agent by their team leader; another supervisor decides."""
    award = AwardFactory.create(nominee=personas.agent.person, nominator=personas.supervisor.person)
    return {"award_id": award.pk}


def budget(_personas: Personas) -> Mapping[str, Any]:
    return {"budget_id": BudgetFactory.create().pk}


def award_type(_personas: Personas) -> Mapping[str, Any]:
    return {"type_id": AwardTypeFactory.create().pk}


def only(names: tuple[str, ...], status: int) -> dict[str, int]:
    return dict.fromkeys(names, status)


ROUTES = [
    Route("recognition:wall", otherwise=FORBIDDEN, expect=only(NOMINATORS, OK)),
    Route("recognition:mine", otherwise=FORBIDDEN, expect=only(NOMINATORS, OK)),
    Route("recognition:discretion", otherwise=FORBIDDEN, expect=only(NOMINATORS, FOUND), method="post"),
    Route("recognition:nominate", otherwise=FORBIDDEN, expect=only(NOMINATORS, OK)),
    Route("recognition:nominate", otherwise=FORBIDDEN, expect=only(NOMINATORS, INVALID), method="post", data={"reason": ""}),
    Route(
        "recognition:cancel",
        otherwise=MISSING,
        expect={"reviewer": FOUND, "supervisor": FORBIDDEN},
        method="post",
        arrange=nomination,
    ),
    Route("recognition:approvals", otherwise=FORBIDDEN, expect=only(SUPERVISORS, OK)),
    Route("recognition:decide", otherwise=MISSING, expect={"supervisor": OK, "reviewer": FORBIDDEN}, arrange=nomination),
    Route(
        "recognition:decide",
        otherwise=MISSING,
        expect={"other_supervisor": OK, "supervisor": FORBIDDEN},
        arrange=by_the_leader,
    ),
    Route(
        "recognition:approve",
        otherwise=MISSING,
        expect={"supervisor": FOUND, "reviewer": FORBIDDEN},
        method="post",
        arrange=nomination,
    ),
    Route(
        "recognition:approve",
        otherwise=MISSING,
        expect={"other_supervisor": FOUND, "supervisor": FORBIDDEN},
        method="post",
        arrange=by_the_leader,
    ),
    Route(
        "recognition:decline",
        otherwise=MISSING,
        expect={"supervisor": FOUND, "reviewer": FORBIDDEN},
        method="post",
        data={"reason": "Not yet."},
        arrange=nomination,
    ),
    Route("recognition:ledger", otherwise=FORBIDDEN, expect=only((*SUPERVISORS, "ops", "administrator"), OK)),
    Route("recognition:budgets", otherwise=FORBIDDEN, expect={"administrator": OK}),
    Route("recognition:budgets", otherwise=FORBIDDEN, expect={"administrator": INVALID}, method="post", data={"amount": "x"}),
    Route("recognition:budget", otherwise=FORBIDDEN, expect={"administrator": OK}, arrange=budget),
    Route(
        "recognition:budget",
        otherwise=FORBIDDEN,
        expect={"administrator": FOUND},
        method="post",
        data={"amount": "500"},
        arrange=budget,
    ),
    Route("recognition:add-type", otherwise=FORBIDDEN, expect={"administrator": INVALID}, method="post"),
    Route(
        "recognition:offer-type-again",
        otherwise=FORBIDDEN,
        expect={"administrator": FOUND},
        method="post",
        arrange=award_type,
    ),
    Route("recognition:retire-type", otherwise=FORBIDDEN, expect={"administrator": FOUND}, method="post", arrange=award_type),
]
