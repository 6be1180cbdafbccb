"""Access to the pages of a crisis that Sofia leads, with Ana in its team (domain section 10)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from core import clock
from crisis import actions
from crisis.cells import CellKind, StaffingCell
from crisis.models import Crisis, Invitation
from journal.queries import lines
from people.models import Person
from quality.models import Programme
from selection import actions as choosing
from selection.coverage import Coverage, TeamMaximum
from tests.architecture.access.route import CONFLICT, FORBIDDEN, FOUND, INVALID, MISSING, OK, Route
from tests.factories import crisis as crises
from tests.factories import evaluations, quality
from tests.factories.people import Personas

SOON = str((datetime.now(UTC) + timedelta(days=60)).date())


def _ready(personas: Personas) -> Crisis:
    return crises.ready(personas, [personas.agent.person_id, personas.other_agent.person_id], team_size=2)


def draft(personas: Personas) -> Mapping[str, Any]:
    return {"crisis_id": _ready(personas).pk}


def running(personas: Personas) -> Mapping[str, Any]:
    """Active crisis with Ana in the team."""
    crisis = _ready(personas)
    [invitation] = crises.invited(crisis, personas, 1)
    crises.accept(invitation, personas.agent)
    crisis.activated_at, crisis.state = clock.now(), Crisis.State.ACTIVE
    crisis.save()
    return {"crisis_id": crisis.pk}


def told(personas: Personas) -> Mapping[str, Any]:
    """Active crisis with an update that Ana hasn't confirmed."""
    crisis = running(personas)
    found = Crisis.objects.get(pk=crisis["crisis_id"])
    actions.give_update(actor=personas.supervisor, crisis=found, text="It rains.", next_update_at=None)
    return {**crisis, "sequence": lines(found.journal_id)[-1].sequence}


def to_activate(personas: Personas) -> Mapping[str, Any]:
    return {**draft(personas), "name": "activate"}


def with_selection(personas: Personas) -> Mapping[str, Any]:
    """Crisis with a selection saved by the action, so that it can be replayed. Ana and Otto have feedback."""
    crises.scored(personas.agent.person, 100, 95)
    crises.scored(personas.other_agent.person, 100, 95)
    crisis = crises.draft(personas)
    selection = crises.stored(crisis, personas)
    return {"crisis_id": crisis.pk, "number": selection.number}


def with_two_selections(personas: Personas) -> Mapping[str, Any]:
    stored = with_selection(personas)
    crises.stored(Crisis.objects.get(pk=stored["crisis_id"]), personas)
    return {"crisis_id": stored["crisis_id"], "before": 1, "after": 2}


def with_coverage(personas: Personas) -> Mapping[str, Any]:
    """Selection of Ana and Otto with a maximum per home team."""
    crises.scored(personas.agent.person, 100, 95)
    crises.scored(personas.other_agent.person, 100, 95)
    crisis = crises.draft(personas)
    crises.stored(crisis, personas, coverage=Coverage(team_maximum=TeamMaximum(5)))
    return {"crisis_id": crisis.pk}


def with_stored_coverage(personas: Personas) -> Mapping[str, Any]:
    return {**with_coverage(personas), "number": 1}


def candidate(personas: Personas) -> Mapping[str, Any]:
    crises.scored(personas.agent.person, 100, 95)
    return {**draft(personas), "person_id": personas.agent.person_id}


def about_ana(personas: Personas) -> Mapping[str, Any]:
    return {**draft(personas), "person_id": personas.agent.person_id}


def spoken_of(personas: Personas) -> Mapping[str, Any]:
    """Nomination of Ana by Sofia, her team leader."""
    crisis = _ready(personas)
    crises.leader_input(crisis, personas.supervisor, personas.agent.person)
    return {"crisis_id": crisis.pk, "person_id": personas.agent.person_id}


def with_own_cards(personas: Personas) -> Mapping[str, Any]:
    """Saved selection with only Ana and Otto."""
    return {"crisis_id": with_selection(personas)["crisis_id"]}


def leader_asked(personas: Personas) -> Mapping[str, Any]:
    """Request for input to Omar, without a reply."""
    crisis = _ready(personas)
    choosing.ask_leaders(actor=personas.supervisor, crisis=crisis, leader_ids=[personas.other_supervisor.person_id])
    return {"crisis_id": crisis.pk}


def with_imported_evaluation(personas: Personas) -> Mapping[str, Any]:
    """Contact of Ana after the activation, with an imported evaluation."""
    crisis = running(personas)
    review = evaluations.review_of(personas.agent.person, personas.ops, conversationDate=clock.now().isoformat())
    return {**crisis, "review_id": review.pk}


def reviewed(personas: Personas) -> Mapping[str, Any]:
    """Review of Ana in this crisis."""
    review = quality.completed(personas.agent.person, personas.reviewer)
    crisis = running(personas)
    Programme.objects.filter(pk=review.slot.programme_id).update(
        kind=Programme.Kind.EXTRA, journal=Crisis.objects.get(pk=crisis["crisis_id"]).journal_id
    )
    return {**crisis, "review_id": review.pk}


def member(personas: Personas) -> Mapping[str, Any]:
    return {**running(personas), "person_id": personas.agent.person_id}


def with_hours(personas: Personas) -> Mapping[str, Any]:
    """Active crisis in which Ana was on the line."""
    crisis = member(personas)
    found = Crisis.objects.get(pk=crisis["crisis_id"])
    Crisis.objects.filter(pk=found.pk).update(
        opened_at=clock.now() - timedelta(days=2), activated_at=clock.now() - timedelta(days=1)
    )
    found.members.update(joined_at=clock.now() - timedelta(days=1))
    ended_at = clock.now() - timedelta(hours=2)
    shift = found.line_shifts.create(
        person=personas.agent.person, is_drill=found.is_drill, starts_at=ended_at - timedelta(hours=4), ends_at=ended_at
    )
    return {**crisis, "shift_id": shift.pk}


def with_a_gap(personas: Personas) -> Mapping[str, Any]:
    """Active crisis that needs one more person for chat, which Otto handles."""
    crisis = running(personas)
    Person.objects.filter(pk=personas.other_agent.person_id).update(channels=["chat"])
    found = Crisis.objects.get(pk=crisis["crisis_id"])
    actions.set_needed(actor=personas.supervisor, crisis=found, needed={StaffingCell(CellKind.CHANNEL, "chat"): 1})
    return crisis


def hours(personas: Personas) -> Mapping[str, Any]:
    found = with_hours(personas)
    return {name: found[name] for name in ("crisis_id", "person_id")}


def invitation(personas: Personas) -> Mapping[str, Any]:
    """Open invitation to Ana."""
    return {"invitation_id": crises.invited(_ready(personas), personas, 1)[0].pk}


def asked(personas: Personas) -> Mapping[str, Any]:
    """Open invitation to Ana, for the people who run the crisis."""
    found = Invitation.objects.get(pk=invitation(personas)["invitation_id"])
    return {"crisis_id": found.crisis_id, "invitation_id": found.pk}


def accepted(personas: Personas) -> Mapping[str, Any]:
    running(personas)
    return {"invitation_id": Invitation.objects.get().pk}


def left(personas: Personas) -> Mapping[str, Any]:
    """Invitation of Ana, who left the team."""
    found = accepted(personas)
    actions.withdraw(actor=personas.agent, invitation=Invitation.objects.get(pk=found["invitation_id"]))
    return found


def wants_back(personas: Personas) -> Mapping[str, Any]:
    """Invitation of Ana, who left the team and asked to come back, for the people who run the crisis."""
    invitation = Invitation.objects.get(pk=left(personas)["invitation_id"])
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    return {"crisis_id": invitation.crisis_id, "invitation_id": invitation.pk}


CRITERIA = {"until": "2026-11-01", "months": "6", "min_responses": "10", "floor_percent": "80", "team_size": "2"}
NEW = {
    "title": "Storm",
    "kind": "good_news",
    "severity": "serious",
    "team_size": "5",
    "review_factor": "3",
    "answer_hours": "24",
    "rest_days": "14",
}
CONFIRMED = {"terms_version": "1", "solution": "on", "training": "on", "timing": "on"}

# For lead and deputy. Other supervisors only see the crisis; for everyone else it doesn't exist.
RUN = {"supervisor": FOUND, "other_supervisor": FORBIDDEN}
SEE = {"supervisor": OK, "other_supervisor": OK}
# Pages of those who run the crisis.
OPEN = {"supervisor": OK, "other_supervisor": FORBIDDEN}
# For members: they switch themselves on and off the line.
SWITCH = {"agent": FOUND, "supervisor": FORBIDDEN, "other_supervisor": FORBIDDEN}

ROUTES = [
    Route("crisis:list", otherwise=OK),
    Route("crisis:invitations", otherwise=OK),
    Route("crisis:open", otherwise=FORBIDDEN, expect=SEE),
    Route("crisis:open", otherwise=FORBIDDEN, expect={"supervisor": FOUND, "other_supervisor": FOUND}, method="post", data=NEW),
    Route("crisis:detail", otherwise=MISSING, expect=SEE, arrange=draft),
    Route("crisis:detail", otherwise=MISSING, expect={**SEE, "agent": OK}, arrange=running),
    Route("crisis:update", otherwise=MISSING, expect=RUN, method="post", data={"text": "It rains."}, arrange=running),
    Route(
        "crisis:confirm_update",
        otherwise=MISSING,
        expect={"agent": FOUND, "supervisor": FORBIDDEN, "other_supervisor": FORBIDDEN},
        method="post",
        arrange=told,
    ),
    Route(
        "crisis:correct_update",
        otherwise=MISSING,
        expect={"supervisor": OK, "other_supervisor": FORBIDDEN, "agent": FORBIDDEN},
        arrange=told,
    ),
    Route(
        "crisis:correct_update",
        otherwise=MISSING,
        expect={**RUN, "agent": FORBIDDEN},
        method="post",
        data={"text": "It pours."},
        arrange=told,
    ),
    Route("crisis:setup", otherwise=MISSING, expect=OPEN, arrange=running),
    Route("crisis:setup", otherwise=MISSING, expect=RUN, method="post", data=NEW, arrange=draft),
    Route("crisis:surge", otherwise=MISSING, expect=OPEN, arrange=running),
    Route("crisis:staffing", otherwise=MISSING, expect={**SEE, "agent": OK}, arrange=running),
    Route("crisis:needed", otherwise=MISSING, expect=OPEN, arrange=running),
    Route("crisis:needed", otherwise=MISSING, expect=RUN, method="post", data={"channel:chat": "1"}, arrange=with_a_gap),
    Route(
        "crisis:invite_for_cell",
        otherwise=MISSING,
        expect=OPEN,
        data={"dimension": "channel", "value": "chat"},
        arrange=with_a_gap,
    ),
    Route(
        "crisis:invite_for_cell",
        otherwise=MISSING,
        expect={"supervisor": CONFLICT, "other_supervisor": FORBIDDEN},
        method="post",
        data={"dimension": "channel", "value": "chat"},
        arrange=with_a_gap,
    ),
    Route("crisis:go_on_line", otherwise=MISSING, expect=SWITCH, method="post", arrange=running),
    Route("crisis:go_off_line", otherwise=MISSING, expect=SWITCH, method="post", arrange=running),
    Route("crisis:hours", otherwise=MISSING, expect=OPEN, arrange=running),
    Route("crisis:member_hours", otherwise=MISSING, expect={"supervisor": OK, "agent": OK}, arrange=hours),
    Route("crisis:add_hours", otherwise=MISSING, expect={"supervisor": OK, "agent": OK}, arrange=hours),
    Route(
        "crisis:add_hours",
        otherwise=MISSING,
        expect={"supervisor": INVALID, "agent": INVALID},
        method="post",
        data={"starts_at": "2026-11-01T08:00", "ends_at": "2026-11-01T09:00", "reason": "Forgot it."},
        arrange=hours,
    ),
    Route("crisis:correct_hours", otherwise=MISSING, expect={"supervisor": OK, "agent": OK}, arrange=with_hours),
    Route(
        "crisis:correct_hours",
        otherwise=MISSING,
        expect={"supervisor": INVALID, "agent": INVALID},
        method="post",
        data={"starts_at": "2026-11-01T08:00", "ends_at": "2026-11-01T09:00", "reason": "Forgot it."},
        arrange=with_hours,
    ),
    Route("crisis:step", otherwise=MISSING, expect=OPEN, arrange=to_activate),
    Route("crisis:step", otherwise=MISSING, expect=RUN, method="post", arrange=to_activate),
    Route("crisis:start_baseline", otherwise=MISSING, expect=RUN, method="post", arrange=draft),
    Route("selection:detail", otherwise=MISSING, expect=SEE, arrange=running),
    Route(
        "selection:store",
        otherwise=MISSING,
        expect={"supervisor": CONFLICT, "other_supervisor": FORBIDDEN},
        method="post",
        data=CRITERIA,
        arrange=running,
    ),
    Route(
        "selection:store",
        otherwise=MISSING,
        expect={"supervisor": INVALID, "other_supervisor": FORBIDDEN},
        method="post",
        data={**CRITERIA, "months": "0"},
        arrange=running,
    ),
    Route("selection:unranked", otherwise=MISSING, expect={"supervisor": OK}, arrange=draft),
    Route(
        "selection:unranked",
        otherwise=MISSING,
        expect={"supervisor": FOUND, "other_supervisor": FORBIDDEN},
        method="post",
        data={"team_size": "1", "reason": "The works council asks for it."},
        arrange=draft,
    ),
    Route(
        "selection:unranked",
        otherwise=MISSING,
        expect={"supervisor": INVALID, "other_supervisor": FORBIDDEN},
        method="post",
        data={"team_size": "0"},
        arrange=draft,
    ),
    Route("selection:stored", otherwise=MISSING, expect=SEE, arrange=with_selection),
    Route("selection:compare", otherwise=MISSING, expect=SEE, arrange=with_two_selections),
    # Figures of all candidates, only for lead and deputy.
    Route("selection:rules", otherwise=MISSING, expect={"supervisor": OK}, arrange=running),
    Route("selection:coverage", otherwise=MISSING, expect={"supervisor": OK}, arrange=with_coverage),
    Route("selection:fairness", otherwise=MISSING, expect={"supervisor": OK}, arrange=running),
    Route("selection:export", otherwise=MISSING, expect={"supervisor": OK}, arrange=with_stored_coverage),
    Route("selection:oversight", otherwise=MISSING, expect={"supervisor": OK}, arrange=with_stored_coverage),
    Route("selection:oversight_download", otherwise=MISSING, expect={"supervisor": OK}, arrange=with_stored_coverage),
    Route("selection:stored_coverage", otherwise=MISSING, expect={"supervisor": OK}, arrange=with_stored_coverage),
    Route("selection:stored_out", otherwise=MISSING, expect={"supervisor": OK}, arrange=with_selection),
    Route("selection:stored_fairness", otherwise=MISSING, expect=SEE, arrange=with_selection),
    Route("selection:not_eligible", otherwise=MISSING, expect=SEE, arrange=running),
    Route("selection:criteria", otherwise=MISSING, expect=SEE, arrange=running),
    # Sofia leads Ana's team and the crisis; Omar leads another team.
    Route("selection:candidate", otherwise=MISSING, expect={"supervisor": OK}, arrange=candidate),
    # Without people it says how to choose them; tests/selection/test_compare_people.py has those one may not compare.
    Route("selection:compare_people", otherwise=MISSING, expect=SEE, arrange=running),
    Route("selection:own", otherwise=OK),
    Route("selection:own_card", otherwise=MISSING, expect={"agent": OK, "other_agent": OK}, arrange=with_own_cards),
    Route(
        "selection:own_card",
        otherwise=MISSING,
        expect={"agent": FOUND, "other_agent": FOUND},
        method="post",
        data={"text": "Thank you."},
        arrange=with_own_cards,
    ),
    Route("selection:leader_input", otherwise=MISSING, expect=SEE, arrange=draft),
    Route(
        "selection:ask_leaders",
        otherwise=MISSING,
        expect={"supervisor": INVALID, "other_supervisor": FORBIDDEN},
        method="post",
        arrange=draft,
    ),
    Route(
        "selection:add_nothing",
        otherwise=MISSING,
        expect={"supervisor": FORBIDDEN, "other_supervisor": FOUND},
        method="post",
        arrange=leader_asked,
    ),
    # Sofia leads Ana's team; Omar leads another one.
    Route("selection:give_leader_input", otherwise=MISSING, expect={"supervisor": OK}, arrange=about_ana),
    Route(
        "selection:give_leader_input",
        otherwise=MISSING,
        expect={"supervisor": FOUND},
        method="post",
        data={"kind": "objection", "reason": "Is needed on nights."},
        arrange=about_ana,
    ),
    Route("selection:withdraw_leader_input", otherwise=MISSING, expect={"supervisor": FOUND}, method="post", arrange=spoken_of),
    Route("crisis:scripts", otherwise=MISSING, expect=SEE, arrange=running),
    Route("crisis:reviews", otherwise=MISSING, expect=SEE, arrange=running),
    Route(
        "crisis:imported_evaluation",
        otherwise=MISSING,
        expect=OPEN,
        arrange=with_imported_evaluation,
    ),
    Route("crisis:review", otherwise=MISSING, expect=OPEN, arrange=reviewed),
    Route("crisis:recognition", otherwise=MISSING, expect=SEE, arrange=running),
    Route("crisis:nominate", otherwise=MISSING, expect={**SEE, "agent": OK}, arrange=running),
    Route("crisis:buy_in", otherwise=MISSING, expect=SEE, arrange=running),
    Route("crisis:invite", otherwise=MISSING, expect=OPEN, data={"count": "1"}, arrange=running),
    Route("crisis:invite", otherwise=MISSING, expect=RUN, method="post", data={"count": "1"}, arrange=running),
    Route("crisis:extend_deadline", otherwise=MISSING, expect=RUN, method="post", arrange=asked),
    Route("crisis:release", otherwise=MISSING, expect=OPEN, arrange=member),
    Route("crisis:release", otherwise=MISSING, expect=RUN, method="post", data={"message": "Thanks."}, arrange=member),
    Route("crisis:invite_again", otherwise=MISSING, expect=OPEN, arrange=wants_back),
    Route("crisis:invite_again", otherwise=MISSING, expect=RUN, method="post", arrange=wants_back),
    Route("crisis:invitation", otherwise=MISSING, expect={"agent": OK}, arrange=invitation),
    Route("crisis:invitation", otherwise=MISSING, expect={"agent": FOUND}, method="post", data=CONFIRMED, arrange=invitation),
    Route("crisis:decline", otherwise=MISSING, expect={"agent": FOUND}, method="post", arrange=invitation),
    Route("crisis:withdraw", otherwise=MISSING, expect={"agent": FOUND}, method="post", arrange=accepted),
    Route("crisis:come_back", otherwise=MISSING, expect={"agent": FOUND}, method="post", arrange=left),
]
