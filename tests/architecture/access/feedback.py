from collections.abc import Mapping
from typing import Any

from tests.architecture.access.route import FORBIDDEN, FOUND, INVALID, MISSING, OK, Arrange, Route
from tests.factories import api, feedback
from tests.factories.people import Personas

IMPORTERS = {"ops": OK, "administrator": OK}
IMPORTERS_GO_ON = {"ops": FOUND, "administrator": FOUND}


def import_that_is(state: str) -> Arrange:
    """An import on its way, in one of its states."""

    def arrange(_personas: Personas) -> Mapping[str, Any]:
        return {"import_id": feedback.arrived(state).pk}

    return arrange


def card_of_the_agent(personas: Personas) -> Mapping[str, Any]:
    return {"person_id": personas.agent.person_id}


def a_list(_personas: Personas) -> Mapping[str, Any]:
    return {"kind": "suspected"}


def endpoint(_personas: Personas) -> Mapping[str, Any]:
    return {"endpoint_id": api.sender().endpoint.pk}


ADMINISTRATORS = {"administrator": OK}
WEBHOOK = {"name": "survey tool", "source": "help-desk"}


def own_profile(personas: Personas) -> Mapping[str, Any]:
    """A profile that somebody saved while matching columns."""
    return {"profile_id": feedback.own_profile(personas.ops).pk}


ROUTES: list[Route] = [
    Route("feedback:webhooks", otherwise=FORBIDDEN, expect=ADMINISTRATORS),
    Route("feedback:webhooks", otherwise=FORBIDDEN, expect=ADMINISTRATORS, method="post", data=WEBHOOK),
    Route("feedback:webhook_secret", otherwise=FORBIDDEN, expect=ADMINISTRATORS, method="post", arrange=endpoint),
    Route("feedback:webhook_revoke", otherwise=FORBIDDEN, expect={"administrator": FOUND}, method="post", arrange=endpoint),
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
    Route("feedback:imports", otherwise=FORBIDDEN, expect=IMPORTERS),
    Route("feedback:retention", otherwise=FORBIDDEN, expect=IMPORTERS),
    Route("feedback:import_new", otherwise=FORBIDDEN, expect=IMPORTERS),
    Route("feedback:profiles", otherwise=FORBIDDEN, expect=IMPORTERS),
    Route("feedback:profile", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=own_profile),
    Route("feedback:profile_delete", otherwise=FORBIDDEN, expect=IMPORTERS_GO_ON, method="post", arrange=own_profile),
    Route("feedback:import_detail", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=import_that_is("checked")),
    Route("feedback:import_columns", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=import_that_is("checked")),
    Route("feedback:import_people", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=import_that_is("needs_people")),
    Route("feedback:import_rejected", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=import_that_is("checked")),
    Route(
        "feedback:import_publish", otherwise=FORBIDDEN, expect=IMPORTERS_GO_ON, method="post", arrange=import_that_is("checked")
    ),
    Route(
        "feedback:import_discard", otherwise=FORBIDDEN, expect=IMPORTERS_GO_ON, method="post", arrange=import_that_is("checked")
    ),
    Route("feedback:import_undo", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=import_that_is("published")),
    Route(
        "feedback:import_undo", otherwise=FORBIDDEN, expect=IMPORTERS_GO_ON, method="post", arrange=import_that_is("published")
    ),
    Route(
        "feedback:import_retry", otherwise=FORBIDDEN, expect=IMPORTERS_GO_ON, method="post", arrange=import_that_is("staging")
    ),
]
