"""Access to the protocol of a crisis that Sofia led (domain section 10)."""

from collections.abc import Mapping
from typing import Any

from core import work
from protocol import actions as protocols
from tests.architecture.access.route import FORBIDDEN, FOUND, INVALID, MISSING, OK, Route
from tests.factories import crisis as crises
from tests.factories.people import Personas

# Sofia led. Other supervisors read and review; operations read and export; for everyone else it doesn't exist.
READ = {"supervisor": OK, "other_supervisor": OK, "ops": OK}
WRITE = {"supervisor": OK, "other_supervisor": FORBIDDEN, "ops": FORBIDDEN}
EXPORT = {"supervisor": FOUND, "other_supervisor": FOUND, "ops": FOUND}


def compiled(personas: Personas) -> Mapping[str, Any]:
    return {"crisis_id": crises.protocol_of(crises.active(personas), personas).crisis_id}


def to_review(personas: Personas) -> Mapping[str, Any]:
    """Protocol version 2, written by Sofia."""
    protocol = crises.protocol_of(crises.active(personas), personas)
    return {"crisis_id": crises.written(protocol, personas.supervisor).crisis_id}


def with_improvement(personas: Personas) -> Mapping[str, Any]:
    protocol = crises.protocol_of(crises.active(personas), personas)
    row = protocols.plan_improvement(
        actor=personas.supervisor, protocol=protocol, version=1, action="Call back", owner_id=None, due_on=None
    )
    return {"crisis_id": protocol.crisis_id, "improvement_id": row.pk}


def exported(personas: Personas) -> Mapping[str, Any]:
    protocol = crises.protocol_of(crises.active(personas), personas)
    export = protocols.request_export(actor=personas.ops, protocol=protocol, format="md")
    work.run_here(protocols.work_of(export))
    return {"export_id": export.pk}


ROUTES = [
    Route("protocol:list", otherwise=OK),
    Route("protocol:detail", otherwise=MISSING, expect=READ, arrange=compiled),
    Route("protocol:edit", otherwise=MISSING, expect=WRITE, arrange=compiled),
    Route("protocol:goals", otherwise=MISSING, expect=WRITE, arrange=compiled),
    Route("protocol:improvements", otherwise=MISSING, expect=WRITE, arrange=compiled),
    Route(
        "protocol:improvement",
        otherwise=MISSING,
        expect={**WRITE, "supervisor": INVALID},
        method="post",
        data={"version": "2"},
        arrange=with_improvement,
    ),
    Route(
        "protocol:review",
        otherwise=MISSING,
        expect={"supervisor": FORBIDDEN, "other_supervisor": FOUND, "ops": FORBIDDEN},
        method="post",
        data={"version": "2"},
        arrange=to_review,
    ),
    Route(
        "protocol:request_review",
        otherwise=MISSING,
        expect={"supervisor": FOUND, "other_supervisor": FORBIDDEN, "ops": FORBIDDEN},
        method="post",
        data={"version": "2"},
        arrange=to_review,
    ),
    Route(
        "protocol:export",
        otherwise=MISSING,
        expect=EXPORT,
        method="post",
        arrange=lambda personas: {**compiled(personas), "format": "pdf"},
    ),
    Route("protocol:retry", otherwise=MISSING, expect=EXPORT, method="post", arrange=compiled),
    Route("protocol:download", otherwise=MISSING, expect=READ, arrange=exported),
]
