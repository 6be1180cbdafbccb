from collections.abc import Mapping
from typing import Any

from core import clock
from quality.models import ImportedEvaluation
from tests.architecture.access.route import CONFLICT, FORBIDDEN, FOUND, INVALID, MISSING, OK, Route
from tests.factories import evaluations
from tests.factories import quality as make
from tests.factories.people import Personas

SUPERVISORS = ("supervisor", "other_supervisor")


def only(names: tuple[str, ...], status: int) -> dict[str, int]:
    return dict.fromkeys(names, status)


def slot(personas: Personas) -> Mapping[str, Any]:
    """Slot of the agent, assigned to the reviewer."""
    return {"slot_id": make.assigned_slot(personas.agent.person, personas.reviewer).pk}


def others_slot(personas: Personas) -> Mapping[str, Any]:
    """Slot of the agent, assigned to someone else."""
    assigned = make.assigned_slot(personas.agent.person, personas.reviewer)
    assigned.reviewer = personas.trainer.person
    assigned.save(update_fields=["reviewer"])
    return {"slot_id": assigned.pk}


def draft(personas: Personas) -> Mapping[str, Any]:
    return {"slot_id": make.draft(personas.agent.person, personas.reviewer).slot_id}


def unfinished(personas: Personas) -> Mapping[str, Any]:
    return {"review_id": make.draft(personas.agent.person, personas.reviewer).pk}


def completed(personas: Personas) -> Mapping[str, Any]:
    return {"review_id": make.completed(personas.agent.person, personas.reviewer).pk}


def flagged(personas: Personas) -> Mapping[str, Any]:
    """Review of Ana with a red flag. Sofia leads her team."""
    return {"review_id": make.flagged(personas.reviewer, make.assigned_slot(personas.agent.person, personas.reviewer)).pk}


def running_baseline(_personas: Personas) -> Mapping[str, Any]:
    make.baseline(at=clock.now())
    return {}


def reviewer(personas: Personas) -> Mapping[str, Any]:
    return {"person_id": personas.reviewer.person_id}


def no_reviewer(personas: Personas) -> Mapping[str, Any]:
    return {"person_id": personas.agent.person_id}


def scorecard(_personas: Personas) -> Mapping[str, Any]:
    return {"scorecard_id": make.scorecard_draft().scorecard_id}


def version(_personas: Personas) -> Mapping[str, Any]:
    return {"version_id": make.scorecard_draft().pk}


def section(_personas: Personas) -> Mapping[str, Any]:
    return {"section_id": make.scorecard_draft().sections.get().pk}


def published_section(_personas: Personas) -> Mapping[str, Any]:
    published = make.scorecard_draft().scorecard.versions.get(state="published")
    return {"section_id": published.sections.earliest("pk").pk}


def question(_personas: Personas) -> Mapping[str, Any]:
    return {"question_id": make.scorecard_draft().sections.get().questions.get().pk}


def imported_evaluation(personas: Personas) -> Mapping[str, Any]:
    """Imported evaluation of the agent."""
    return {"review_id": evaluations.review_of(personas.agent.person, personas.ops).pk}


def imported_evaluation_of_nobody(personas: Personas) -> Mapping[str, Any]:
    evaluations.taken(personas.ops, [evaluations.evaluation()])
    return {"review_id": ImportedEvaluation.objects.get().pk}


REASON = {"reason": "The recording is silent."}
SECTION = {"title": "Tone", "aspect": "empathy", "weight": "10"}
QUESTION = {"text": "Was it calm?", "scale": "5", "weight": "1"}

ROUTES = [
    Route("quality:queue", otherwise=FORBIDDEN, expect={"reviewer": OK}),
    Route("quality:review", otherwise=FORBIDDEN, expect={"reviewer": OK}, arrange=slot),
    Route("quality:review", otherwise=FORBIDDEN, expect={"reviewer": OK}, arrange=draft),
    Route("quality:review", otherwise=FORBIDDEN, expect={"reviewer": MISSING}, arrange=others_slot),
    Route("quality:review", otherwise=FORBIDDEN, expect={"reviewer": CONFLICT}, method="post", arrange=draft),
    Route("quality:start", otherwise=FORBIDDEN, expect={"reviewer": FOUND}, method="post", arrange=slot),
    Route("quality:correct", otherwise=FORBIDDEN, expect={"reviewer": OK}, arrange=completed),
    Route("quality:correct", otherwise=FORBIDDEN, expect={"reviewer": MISSING}, arrange=unfinished),
    Route("quality:correct", otherwise=FORBIDDEN, expect={"reviewer": INVALID}, method="post", data=REASON, arrange=completed),
    Route("quality:see_red_flag", otherwise=MISSING, expect={"supervisor": FOUND}, method="post", arrange=flagged),
    Route("quality:see_red_flag", otherwise=MISSING, method="post", arrange=completed),
    Route("quality:start", otherwise=FORBIDDEN, expect={"reviewer": FOUND}, method="post", arrange=others_slot),
    Route("quality:replace", otherwise=FORBIDDEN, expect={"reviewer": OK}, arrange=slot),
    Route("quality:replace", otherwise=FORBIDDEN, expect={"reviewer": FOUND}, method="post", data=REASON, arrange=slot),
    Route(
        "quality:replace", otherwise=FORBIDDEN, expect={"reviewer": MISSING}, method="post", data=REASON, arrange=others_slot
    ),
    Route("quality:result", otherwise=MISSING, expect={"agent": OK, "supervisor": OK, "reviewer": OK}, arrange=completed),
    Route("quality:result", otherwise=MISSING, arrange=unfinished),
    Route(
        "quality:acknowledge",
        otherwise=MISSING,
        expect={"agent": FOUND, "supervisor": FORBIDDEN, "reviewer": FORBIDDEN},
        method="post",
        arrange=completed,
    ),
    Route("quality:mine", otherwise=FORBIDDEN, expect=only(("agent", "other_agent"), OK)),
    Route("quality:board", otherwise=FORBIDDEN, expect=only(SUPERVISORS, OK)),
    Route("quality:end-baseline", FORBIDDEN, expect=only(SUPERVISORS, FOUND), method="post", arrange=running_baseline),
    Route("quality:baseline", otherwise=FORBIDDEN, expect=only((*SUPERVISORS, "administrator"), FOUND), method="post"),
    Route("quality:capacity", otherwise=FORBIDDEN, expect=only(SUPERVISORS, OK), arrange=reviewer),
    Route("quality:capacity", otherwise=FORBIDDEN, expect=only(SUPERVISORS, MISSING), arrange=no_reviewer),
    Route(
        "quality:capacity",
        otherwise=FORBIDDEN,
        expect=only(SUPERVISORS, FOUND),
        method="post",
        data={"reviews_per_week": "7"},
        arrange=reviewer,
    ),
    Route("quality:scorecard", otherwise=FORBIDDEN, expect=only((*SUPERVISORS, "reviewer", "agent", "other_agent"), OK)),
    Route("quality:create_default_scorecard", otherwise=FORBIDDEN, expect=only(SUPERVISORS, FOUND), method="post"),
    Route("quality:start_draft", otherwise=FORBIDDEN, expect=only(SUPERVISORS, FOUND), method="post", arrange=scorecard),
    Route("quality:publish", otherwise=FORBIDDEN, expect=only(SUPERVISORS, FOUND), method="post", arrange=version),
    Route(
        "quality:mode",
        otherwise=FORBIDDEN,
        expect=only(SUPERVISORS, FOUND),
        method="post",
        data={"mode": "points"},
        arrange=version,
    ),
    Route("quality:add_section", otherwise=FORBIDDEN, expect=only(SUPERVISORS, OK), arrange=version),
    Route(
        "quality:add_section",
        otherwise=FORBIDDEN,
        expect=only(SUPERVISORS, FOUND),
        method="post",
        data=SECTION,
        arrange=version,
    ),
    Route("quality:section", otherwise=FORBIDDEN, expect=only(SUPERVISORS, OK), arrange=section),
    Route(
        "quality:section", otherwise=FORBIDDEN, expect=only(SUPERVISORS, FOUND), method="post", data=SECTION, arrange=section
    ),
    Route(
        "quality:section",
        otherwise=FORBIDDEN,
        expect=only(SUPERVISORS, CONFLICT),
        method="post",
        data=SECTION,
        arrange=published_section,
    ),
    Route("quality:remove_section", otherwise=FORBIDDEN, expect=only(SUPERVISORS, FOUND), method="post", arrange=section),
    Route("quality:add_question", otherwise=FORBIDDEN, expect=only(SUPERVISORS, OK), arrange=section),
    Route(
        "quality:add_question",
        otherwise=FORBIDDEN,
        expect=only(SUPERVISORS, CONFLICT),
        method="post",
        data=QUESTION,
        arrange=published_section,
    ),
    Route("quality:question", otherwise=FORBIDDEN, expect=only(SUPERVISORS, OK), arrange=question),
    Route(
        "quality:question", otherwise=FORBIDDEN, expect=only(SUPERVISORS, FOUND), method="post", data=QUESTION, arrange=question
    ),
    Route("quality:remove_question", otherwise=FORBIDDEN, expect=only(SUPERVISORS, FOUND), method="post", arrange=question),
    Route(
        "quality:imported_evaluation", otherwise=MISSING, expect={"agent": OK, "supervisor": OK}, arrange=imported_evaluation
    ),
    Route("quality:imported_evaluation", otherwise=MISSING, arrange=imported_evaluation_of_nobody),
]
