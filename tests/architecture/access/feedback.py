from collections.abc import Mapping
from typing import Any

from tests.architecture.access.intake import IMPORTERS
from tests.architecture.access.route import FORBIDDEN, INVALID, MISSING, OK, Route
from tests.factories.people import Personas


def card_of_the_agent(personas: Personas) -> Mapping[str, Any]:
    return {"person_id": personas.agent.person_id}


def a_list(_personas: Personas) -> Mapping[str, Any]:
    return {"kind": "suspected"}


ROUTES: list[Route] = [
    Route("feedback:ranking", otherwise=FORBIDDEN, expect={"supervisor": OK, "other_supervisor": OK}),
    Route("feedback:card", otherwise=MISSING, expect={"agent": OK, "supervisor": OK}, arrange=card_of_the_agent),
    Route("feedback:own_card", otherwise=MISSING, expect={"agent": OK, "other_agent": OK}),
    Route("feedback:audit", otherwise=FORBIDDEN, expect=IMPORTERS),
    Route("feedback:audit_list", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=a_list),
    Route(
        "feedback:audit_list",
        otherwise=FORBIDDEN,
        expect={"ops": INVALID, "administrator": INVALID},
        method="post",
        arrange=a_list,
    ),
    Route("feedback:retention", otherwise=FORBIDDEN, expect=IMPORTERS),
]
