"""Access to the set-up's support contacts and goals, and to requests for help, in a crisis that Sofia leads."""

from collections.abc import Mapping
from typing import Any

from crisis import actions
from crisis.models import Crisis
from tests.architecture.access.crisis import RUN, SEE, SOON, draft, running
from tests.architecture.access.route import FORBIDDEN, FOUND, MISSING, OK, Route
from tests.factories.people import Personas


def with_contact(personas: Personas) -> Mapping[str, Any]:
    crisis = Crisis.objects.get(pk=draft(personas)["crisis_id"])
    return {"crisis_id": crisis.pk, "contact_id": crisis.support_contacts.get().pk}


def with_help_request(personas: Personas) -> Mapping[str, Any]:
    """Request for help of Ana, to which Sofia and Dora, lead and deputy, were called."""
    crisis = Crisis.objects.get(pk=running(personas)["crisis_id"])
    request, _is_new = actions.ask_for_help(actor=personas.agent, crisis=crisis)
    return {"request_id": request.pk}


def with_goal(personas: Personas) -> Mapping[str, Any]:
    crisis = Crisis.objects.get(pk=draft(personas)["crisis_id"])
    goal = crisis.goals.create(measure="CSAT", target="85 %", target_value=85, due_on=SOON)
    return {"crisis_id": crisis.pk, "goal_id": goal.pk}


def with_dropped_goal(personas: Personas) -> Mapping[str, Any]:
    goal = with_goal(personas)
    crisis = Crisis.objects.get(pk=goal["crisis_id"])
    dropped = actions.drop_goal(actor=personas.supervisor, goal=crisis.goals.get(pk=goal["goal_id"]))
    return {"crisis_id": crisis.pk, "sequence": dropped}


ROUTES = [
    Route(
        "crisis:edit_contact", otherwise=MISSING, expect={"supervisor": OK, "other_supervisor": FORBIDDEN}, arrange=with_contact
    ),
    Route("crisis:edit_contact", otherwise=MISSING, expect=RUN, method="post", data={"reach": "12"}, arrange=with_contact),
    Route(
        "crisis:ask_for_help",
        otherwise=MISSING,
        expect={"agent": FOUND, "supervisor": FORBIDDEN, "other_supervisor": FORBIDDEN},
        method="post",
        arrange=running,
    ),
    Route("crisis:help_request", otherwise=MISSING, expect={"agent": OK, "supervisor": OK}, arrange=with_help_request),
    Route(
        "crisis:answer_help",
        otherwise=MISSING,
        expect={"agent": FORBIDDEN, "supervisor": FOUND},
        method="post",
        arrange=with_help_request,
    ),
    Route(
        "crisis:close_help",
        otherwise=MISSING,
        expect={"agent": FOUND, "supervisor": FOUND},
        method="post",
        arrange=with_help_request,
    ),
    Route(
        "crisis:cancel_help",
        otherwise=MISSING,
        expect={"agent": FOUND, "supervisor": FORBIDDEN},
        method="post",
        arrange=with_help_request,
    ),
    Route("crisis:remove_contact", otherwise=MISSING, expect=RUN, method="post", arrange=with_contact),
    Route(
        "crisis:add_contact", otherwise=MISSING, expect=RUN, method="post", data={"name": "Zoe", "reach": "12"}, arrange=running
    ),
    Route(
        "crisis:add_goal",
        otherwise=MISSING,
        expect=RUN,
        method="post",
        data={"measure": "CSAT", "target_value": "85", "due_on": SOON},
        arrange=running,
    ),
    Route("crisis:add_goal", otherwise=MISSING, expect={"supervisor": OK, "other_supervisor": FORBIDDEN}, arrange=running),
    Route(
        "crisis:goal_hints",
        otherwise=MISSING,
        expect={"supervisor": OK, "other_supervisor": FORBIDDEN},
        method="post",
        data={"measure": "CSAT"},
        arrange=running,
    ),
    Route("crisis:goal", otherwise=MISSING, expect=SEE, arrange=with_goal),
    Route(
        "crisis:record_progress",
        otherwise=MISSING,
        expect=RUN,
        method="post",
        data={"measured_value": "80", "measured_on": "2026-01-31"},
        arrange=with_goal,
    ),
    Route("crisis:drop_goal", otherwise=MISSING, expect=RUN, method="post", arrange=with_goal),
    Route("crisis:undo_removal", otherwise=MISSING, expect=RUN, method="post", arrange=with_dropped_goal),
]
