from collections.abc import Mapping
from typing import Any

from tests.architecture.access.route import FORBIDDEN, MISSING, OK, Route
from tests.factories.people import Personas


def card_of_the_agent(personas: Personas) -> Mapping[str, Any]:
    return {"person_id": personas.agent.person_id}


ROUTES = [
    Route("feedback:ranking", otherwise=FORBIDDEN, expect={"supervisor": OK, "other_supervisor": OK}),
    Route("feedback:card", otherwise=MISSING, expect={"agent": OK, "supervisor": OK}, arrange=card_of_the_agent),
    Route("feedback:own_card", otherwise=MISSING, expect={"agent": OK, "other_agent": OK}),
]
