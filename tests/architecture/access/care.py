from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from care import actions
from care.models import BreakRequest, CoachingSession
from core import clock
from people.queries.organisation import today
from tests.architecture.access.route import FORBIDDEN, FOUND, INVALID, MISSING, OK, Route
from tests.factories.care import answered, coaching, ended
from tests.factories.crisis import agents
from tests.factories.people import Personas

COLLEAGUES = ("supervisor", "other_supervisor", "agent", "other_agent", "reviewer", "approver", "trainer")
COACHES = ("supervisor", "other_supervisor", "reviewer", "approver", "trainer")
SUPERVISORS = ("supervisor", "other_supervisor")


def only(names: tuple[str, ...], status: int) -> dict[str, int]:
    return dict.fromkeys(names, status)


def open_round(personas: Personas) -> Mapping[str, Any]:
    return {"round_id": actions.start_round(actor=personas.supervisor).pk}


def ended_round(personas: Personas) -> Mapping[str, Any]:
    """Ended round with a figure."""
    crew = agents(6)
    with clock.travel(clock.now() - timedelta(days=8)):
        pulse_round = actions.start_round(actor=personas.supervisor)
        answered(pulse_round, dict.fromkeys(crew, (4, 2)))
        ended(pulse_round)
    return {"round_id": pulse_round.pk}


def coached(personas: Personas) -> Mapping[str, Any]:
    """The reviewer coaches the agent."""
    return {"coaching_id": coaching(personas.agent, personas.reviewer).pk}


def proposed(personas: Personas) -> Mapping[str, Any]:
    """The team leader proposes the reviewer as the agent's coach."""
    found = actions.propose_coach(
        actor=personas.supervisor, person_id=personas.agent.person_id, coach_id=personas.reviewer.person_id
    )
    return {"coaching_id": found.pk}


def wish(personas: Personas) -> Mapping[str, Any]:
    """The agent asks the reviewer for a break."""
    found = BreakRequest.objects.create(person=personas.agent.person, to=personas.reviewer.person, asked_at=clock.now())
    return {"break_id": found.pk}


def session(personas: Personas) -> Mapping[str, Any]:
    """Planned session of the agent and the reviewer, who coaches them."""
    found = coaching(personas.agent, personas.reviewer)
    return {"session_id": actions.plan_session(actor=personas.agent, coaching=found, planned_on=today()).pk}


def agreed(personas: Personas) -> Mapping[str, Any]:
    """Action agreed in that session."""
    found = CoachingSession.objects.get(pk=session(personas)["session_id"])
    action = actions.agree_action(
        actor=personas.agent, session=found, owner_id=personas.agent.person_id, text="Listen longer", due_on=today()
    )
    return {"action_id": action.pk}


BOTH = ("agent", "reviewer")
TAP = {"tap": "strain:3"}
# Both leaders lead one agent.
ROUTES = [
    Route("care:pulse", otherwise=FORBIDDEN, expect=only(COLLEAGUES, OK)),
    Route(
        "care:answer",
        otherwise=MISSING,
        expect=only(("agent", "other_agent"), FOUND),
        method="post",
        data=TAP,
        arrange=open_round,
    ),
    Route("care:ask-for-break", otherwise=FORBIDDEN, expect=only(COLLEAGUES, 409), method="post", data={"to": "0"}),
    Route("care:break", otherwise=MISSING, expect={"reviewer": OK}, arrange=wish),
    Route("care:settle-break", otherwise=MISSING, expect={"reviewer": FOUND}, method="post", arrange=wish),
    Route("care:take-back-break", otherwise=MISSING, expect={"agent": FOUND}, method="post", arrange=wish),
    Route("care:choose-coach", otherwise=FORBIDDEN, expect=only(COLLEAGUES, OK)),
    Route("care:choose-coach", otherwise=FORBIDDEN, expect=only(COLLEAGUES, INVALID), method="post", data={"coach_id": "x"}),
    Route("care:propose-coach", otherwise=FORBIDDEN, expect=only(SUPERVISORS, OK)),
    Route("care:propose-coach", otherwise=FORBIDDEN, expect=only(SUPERVISORS, INVALID), method="post", data={"coach_id": "x"}),
    Route("care:answer-proposal", otherwise=MISSING, expect={"agent": FOUND}, method="post", arrange=proposed),
    Route("care:end-coaching", otherwise=MISSING, expect=only(("agent", "reviewer"), FOUND), method="post", arrange=coached),
    Route("care:coachees", otherwise=FORBIDDEN, expect=only(COACHES, OK), arrange=lambda personas: coached(personas) and {}),
    Route("care:coachee", otherwise=MISSING, expect={"reviewer": OK}, arrange=coached),
    Route("care:coaching", otherwise=FORBIDDEN, expect=only(COLLEAGUES, OK), arrange=lambda people: session(people) and {}),
    Route("care:about-me", otherwise=FORBIDDEN, expect=only(COLLEAGUES, OK)),
    Route("care:about-me", otherwise=FORBIDDEN, expect=only(COLLEAGUES, FOUND), method="post", data={"helps": "Tea."}),
    Route("care:plan-session", otherwise=MISSING, expect=only(BOTH, OK), arrange=coached),
    Route(
        "care:plan-session",
        otherwise=MISSING,
        expect=only(BOTH, FOUND),
        method="post",
        data={"planned_on": datetime.now(UTC).date().isoformat()},
        arrange=coached,
    ),
    Route("care:share-earlier", otherwise=MISSING, expect={"agent": FOUND}, method="post", arrange=coached),
    Route("care:session", otherwise=MISSING, expect=only(BOTH, OK), arrange=session),
    Route(
        "care:shared-notes",
        otherwise=MISSING,
        expect=only(BOTH, FOUND),
        method="post",
        data={"shared_text": "We talked.", "version": "0"},
        arrange=session,
    ),
    Route(
        "care:private-notes",
        otherwise=MISSING,
        expect=only(BOTH, FOUND),
        method="post",
        data={"private_text": "Mine."},
        arrange=session,
    ),
    Route("care:agree-action", otherwise=MISSING, expect=only(BOTH, INVALID), method="post", arrange=session),
    Route("care:hold-session", otherwise=MISSING, expect=only(BOTH, FOUND), method="post", arrange=session),
    Route("care:cancel-session", otherwise=MISSING, expect=only(BOTH, FOUND), method="post", arrange=session),
    Route("care:action-done", otherwise=MISSING, expect=only(BOTH, FOUND), method="post", data={"done": "yes"}, arrange=agreed),
    Route("care:rounds", otherwise=FORBIDDEN, expect=only(SUPERVISORS, OK), arrange=lambda people: ended_round(people) and {}),
    Route("care:start-round", otherwise=FORBIDDEN, expect=only(SUPERVISORS, FOUND), method="post"),
    Route("care:round", otherwise=MISSING, expect=only(SUPERVISORS, OK), arrange=ended_round),
    Route("care:say-change", otherwise=MISSING, expect=only(SUPERVISORS, OK), arrange=ended_round),
    Route(
        "care:say-change",
        otherwise=MISSING,
        expect=only(SUPERVISORS, FOUND),
        method="post",
        data={"change": "There's now a second person on late shifts."},
        arrange=ended_round,
    ),
]
