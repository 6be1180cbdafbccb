import json
from collections.abc import Mapping
from typing import Any

from people.actions.source_names import remember_identities
from people.queries.source_names import set_aside_names
from tests.architecture.access.route import FORBIDDEN, FOUND, MISSING, OK, Arrange, Route
from tests.factories import api, evaluations, feedback, staff
from tests.factories.people import Personas

IMPORTERS = {"ops": OK, "administrator": OK}
IMPORTERS_GO_ON = {"ops": FOUND, "administrator": FOUND}
ADMINISTRATORS = {"administrator": OK}
# Pages of all imports. Operations see no imports of people there.
IMPORTERS_OF_PEOPLE = {"ops": MISSING, "administrator": OK}
WEBHOOK = {"name": "survey tool", "source": "help-desk"}


def import_that_is(state: str) -> Arrange:
    """Import in the given state."""

    def arrange(_personas: Personas) -> Mapping[str, Any]:
        return {"import_id": feedback.arrived(state).pk}

    return arrange


def evaluations_that_are(state: str) -> Arrange:
    """Import of evaluations that is checked or published."""

    def arrange(personas: Personas) -> Mapping[str, Any]:
        imported = evaluations.finished(evaluations.received(personas.ops, json.dumps([evaluations.evaluation()]).encode()))
        return {"import_id": (imported if state == "checked" else evaluations.worked(imported)).pk}

    return arrange


def import_that_needs_a_look(_personas: Personas) -> Mapping[str, Any]:
    """Import of a file with very old dates."""
    content = b"ticket,agent,date,rating\n1,Nia,2001-01-31,4\n"
    return {"import_id": feedback.worked(feedback.received(content, profile_name="generic")).pk}


def people_that_are(state: str) -> Arrange:
    """Import of people that is checked or published."""

    def arrange(personas: Personas) -> Mapping[str, Any]:
        imported = staff.uploaded(personas.administrator, "Name,Team\nIda Holm,Blue\n")
        return {"import_id": (imported if state == "checked" else staff.published(personas.administrator, imported)).pk}

    return arrange


def endpoint(_personas: Personas) -> Mapping[str, Any]:
    return {"endpoint_id": api.sender().endpoint.pk}


def own_profile(personas: Personas) -> Mapping[str, Any]:
    """Profile saved while matching columns."""
    return {"profile_id": feedback.own_profile(personas.ops).pk}


def set_aside_name(_personas: Personas) -> Mapping[str, Any]:
    """Name in a source's files that is not a person."""
    remember_identities(actor=None, source="shop", people={"Shared inbox": None})
    return {"identity_id": set_aside_names().get().pk}


ROUTES: list[Route] = [
    Route("intake:webhooks", otherwise=FORBIDDEN, expect=ADMINISTRATORS),
    Route("intake:webhooks", otherwise=FORBIDDEN, expect=ADMINISTRATORS, method="post", data=WEBHOOK),
    Route("intake:webhook_secret", otherwise=FORBIDDEN, expect=ADMINISTRATORS, method="post", arrange=endpoint),
    Route("intake:webhook_revoke", otherwise=FORBIDDEN, expect={"administrator": FOUND}, method="post", arrange=endpoint),
    Route("intake:imports", otherwise=FORBIDDEN, expect=IMPORTERS),
    Route("intake:import_new", otherwise=FORBIDDEN, expect=IMPORTERS),
    Route("intake:profiles", otherwise=FORBIDDEN, expect=IMPORTERS),
    Route("intake:set_aside_names", otherwise=FORBIDDEN, expect=IMPORTERS),
    Route("intake:name_reopen", otherwise=FORBIDDEN, expect=IMPORTERS_GO_ON, method="post", arrange=set_aside_name),
    Route("intake:profile", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=own_profile),
    Route("intake:profile_delete", otherwise=FORBIDDEN, expect=IMPORTERS_GO_ON, method="post", arrange=own_profile),
    Route("intake:import_detail", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=import_that_is("checked")),
    Route("intake:import_columns", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=import_that_is("checked")),
    Route("intake:import_table", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=import_that_is("checked")),
    Route("intake:import_people", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=import_that_is("needs_people")),
    Route("intake:import_rejected", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=import_that_is("checked")),
    Route(
        "intake:import_decide",
        otherwise=FORBIDDEN,
        expect=IMPORTERS_GO_ON,
        method="post",
        data={"long_ago": "publish"},
        arrange=import_that_needs_a_look,
    ),
    Route(
        "intake:import_publish", otherwise=FORBIDDEN, expect=IMPORTERS_GO_ON, method="post", arrange=import_that_is("checked")
    ),
    Route(
        "intake:import_discard", otherwise=FORBIDDEN, expect=IMPORTERS_GO_ON, method="post", arrange=import_that_is("checked")
    ),
    Route("intake:import_undo", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=import_that_is("published")),
    Route(
        "intake:import_undo", otherwise=FORBIDDEN, expect=IMPORTERS_GO_ON, method="post", arrange=import_that_is("published")
    ),
    Route("intake:import_retry", otherwise=FORBIDDEN, expect=IMPORTERS_GO_ON, method="post", arrange=import_that_is("staging")),
    Route("intake:import_detail", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=evaluations_that_are("checked")),
    Route("intake:import_columns", otherwise=FORBIDDEN, expect=IMPORTERS_GO_ON, arrange=evaluations_that_are("checked")),
    Route("intake:import_people", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=evaluations_that_are("published")),
    Route("intake:import_undo", otherwise=FORBIDDEN, expect=IMPORTERS, arrange=evaluations_that_are("published")),
    Route("intake:staff_new", otherwise=FORBIDDEN, expect=ADMINISTRATORS),
    Route("intake:staff_questions", otherwise=FORBIDDEN, expect=ADMINISTRATORS, arrange=people_that_are("checked")),
    Route("intake:import_detail", otherwise=FORBIDDEN, expect=IMPORTERS_OF_PEOPLE, arrange=people_that_are("checked")),
    Route("intake:import_undo", otherwise=FORBIDDEN, expect=IMPORTERS_OF_PEOPLE, arrange=people_that_are("published")),
    Route(
        "intake:import_publish",
        otherwise=FORBIDDEN,
        expect={"ops": MISSING, "administrator": FOUND},
        method="post",
        arrange=people_that_are("checked"),
    ),
]
