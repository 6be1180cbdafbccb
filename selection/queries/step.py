"""The selection step of a crisis."""

from django.utils.translation import gettext as _

from crisis.lifecycle import Obstacle
from crisis.public_models import Crisis
from crisis.steps import StepRow
from selection.queries.next_people import saved_team


def step(crisis: Crisis) -> StepRow:
    """The selection step, done when a team is saved."""
    team = saved_team(crisis)
    note = _("%(count)d selected") % {"count": team.size} if team else _("No team saved")
    return StepRow(_("Selection"), "selection:detail", team is not None, note, crisis.invites)


def obstacles_to_activation(crisis: Crisis) -> list[Obstacle]:
    """The obstacle to activation while no team is saved."""
    if saved_team(crisis) is not None:
        return []
    return [Obstacle(_("a saved selection"), "selection:detail")]
