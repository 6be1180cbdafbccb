"""Stages of crises, which decide about the holding statements that agents see first."""

from datetime import timedelta

from core import clock
from crisis.models import Crisis
from crisis.queries.crises import unfinished_for
from people.identity import User
from scripts_library.stages import RunningStage

# Little is known for sure in this time after the activation.
FIRST_HOURS = timedelta(hours=24)


def running_stages(user: User) -> list[RunningStage]:
    """The stage of each unfinished crisis that the user may see; drafts have none."""
    return [RunningStage(crisis.title, stage) for crisis in unfinished_for(user) if (stage := stage_of(crisis))]


def stage_of(crisis: Crisis) -> str:
    """The stage of a crisis; empty for a draft."""
    if crisis.state in {Crisis.State.RESOLVED, Crisis.State.IN_REVIEW}:
        return "recovery"
    if crisis.activated_at is None:
        return ""
    return "first_hours" if clock.now() < crisis.activated_at + FIRST_HOURS else "under_way"
