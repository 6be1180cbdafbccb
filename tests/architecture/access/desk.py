"""Access to homes and help pages: everyone, each with their own content. Script cards: readers of the script."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.access.route import MISSING, OK, Route
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas


def a_live_script(personas: Personas) -> Mapping[str, Any]:
    return {"script_id": scripts.published(personas.supervisor, personas.approver).script_id}


def a_draft(personas: Personas) -> Mapping[str, Any]:
    return {"script_id": scripts.draft(personas.supervisor).script_id}


READERS = ("supervisor", "other_supervisor", "approver", "trainer", "agent", "other_agent", "reviewer")

ROUTES = [
    Route("desk:home", otherwise=OK),
    Route("desk:search", otherwise=OK),
    Route("desk:glossary", otherwise=OK),
    Route("desk:data_about_you", otherwise=OK),
    Route("desk:data_about_you_pdf", otherwise=OK),
    Route("desk:script_card", MISSING, dict.fromkeys(READERS, OK), arrange=a_live_script),
    Route("desk:script_card", MISSING, arrange=a_draft),
]
