from collections.abc import Mapping
from typing import Any

from care.models import Suggestion
from tests.architecture.access.route import FORBIDDEN, FOUND, INVALID, MISSING, OK, Route
from tests.factories import suggestions
from tests.factories.people import Personas

SUPERVISORS = ("supervisor", "other_supervisor")


def only(names: tuple[str, ...], status: int) -> dict[str, int]:
    return dict.fromkeys(names, status)


def new(_personas: Personas) -> Mapping[str, Any]:
    """An anonymous suggestion that nobody has looked at."""
    return {"suggestion_id": suggestions.SuggestionFactory.create().pk}


def looked_at(_personas: Personas) -> Mapping[str, Any]:
    return {"suggestion_id": suggestions.looked_at().pk}


def of_agent(personas: Personas) -> Mapping[str, Any]:
    """An unpublished suggestion with the agent's name."""
    return {"suggestion_id": suggestions.looked_at(author=personas.agent.person).pk}


def of_supervisor(personas: Personas) -> Mapping[str, Any]:
    """An unpublished suggestion with the supervisor's name, which the other supervisor answers."""
    return {"suggestion_id": suggestions.looked_at(author=personas.supervisor.person).pk}


def on_the_board(personas: Personas) -> Mapping[str, Any]:
    """A published suggestion with the agent's name."""
    suggestion: Suggestion = suggestions.answered(answered_by=personas.supervisor.person, author=personas.agent.person)
    return {"suggestion_id": suggestion.pk}


ROUTES = [
    Route("care:suggestion_write", otherwise=OK),
    Route("care:suggestion_write", otherwise=INVALID, method="post", data={"text": ""}),
    Route("care:suggestion_receipt", otherwise=OK),
    Route("care:suggestion_receipt", otherwise=INVALID, method="post", data={"code": ""}),
    Route("care:suggestions", otherwise=OK),
    Route("care:own_suggestions", otherwise=OK),
    Route("care:triage", otherwise=FORBIDDEN, expect=only(SUPERVISORS, OK)),
    Route("care:suggestion", otherwise=MISSING, expect={"agent": OK, **only(SUPERVISORS, OK)}, arrange=of_agent),
    Route("care:suggestion", otherwise=OK, arrange=on_the_board),
    Route(
        "care:suggestion_vote",
        otherwise=FOUND,
        expect={"agent": FORBIDDEN},
        method="post",
        data={"matters": "yes"},
        arrange=on_the_board,
    ),
    Route("care:suggestion_reply", otherwise=FORBIDDEN, expect={"agent": OK, **only(SUPERVISORS, OK)}, arrange=on_the_board),
    Route(
        "care:suggestion_reply",
        otherwise=MISSING,
        expect={"agent": INVALID, **only(SUPERVISORS, INVALID)},
        method="post",
        data={"text": ""},
        arrange=of_agent,
    ),
    Route("care:suggestion_look", otherwise=MISSING, expect=only(SUPERVISORS, FOUND), method="post", arrange=new),
    Route(
        "care:suggestion_publish",
        otherwise=MISSING,
        expect={"supervisor": FORBIDDEN, "other_supervisor": OK},
        arrange=of_supervisor,
    ),
    Route(
        "care:suggestion_publish",
        otherwise=MISSING,
        expect=only(SUPERVISORS, INVALID),
        method="post",
        data={"published_text": ""},
        arrange=looked_at,
    ),
    Route("care:suggestion_answer", otherwise=FORBIDDEN, expect=only(SUPERVISORS, OK), arrange=on_the_board),
    Route(
        "care:suggestion_answer",
        otherwise=MISSING,
        expect={"supervisor": FORBIDDEN, "other_supervisor": INVALID},
        method="post",
        data={"answer": ""},
        arrange=of_supervisor,
    ),
    Route("care:suggestion_merge", otherwise=MISSING, expect=only(SUPERVISORS, OK), arrange=looked_at),
    Route(
        "care:suggestion_merge",
        otherwise=MISSING,
        expect=only(SUPERVISORS, INVALID),
        method="post",
        data={"target_id": ""},
        arrange=looked_at,
    ),
]
