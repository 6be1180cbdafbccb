"""Obstacles and gaps before a step, each with the page to resolve it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crisis.lifecycle import Obstacle
from crisis.models import Crisis
from crisis.queries.hours import unchecked_people
from quality.queries import has_baseline
from scripts_library.queries import titles_of


def activation_obstacles(crisis: Crisis) -> list[Obstacle]:
    """Obstacles to activation: no lead, no solution or no support contact."""
    needed = [
        (crisis.lead_id is None, _("a lead"), "crisis:setup"),
        (not crisis.solution, _("a solution"), "crisis:setup"),
        (not crisis.support_contacts.exists(), _("a support contact"), "crisis:setup"),
    ]
    return [Obstacle(text, url_name) for is_missing, text, url_name in needed if is_missing]


def review_obstacles(crisis: Crisis) -> list[Obstacle]:
    """Obstacles to the review: hours that ended automatically, because they can't be corrected any more after it has begun."""
    people = unchecked_people(crisis)
    text = ngettext(
        "the hours on the line of %(count)d person, which ended automatically and need to be checked",
        "the hours on the line of %(count)d people, which ended automatically and need to be checked",
        people,
    )
    return [Obstacle(text % {"count": people}, "crisis:hours")] if people else []


@dataclass(frozen=True, slots=True)
class Gap:
    """Something recommended before activation, and the action to add it. `url_name` is the page of the action, or with
    `is_button` the target of a POST.
    """

    text: str
    action: str
    url_name: str
    is_button: bool = False


def activation_gaps(crisis: Crisis) -> list[Gap]:
    """Gaps before activation: no baseline programme, no published script or no deputy."""
    has_script = any(script.is_published for script in titles_of(crisis.journal_id))
    gaps = [
        (
            # A drill starts no real reviews.
            crisis.is_drill or has_baseline(),
            Gap(
                _("No baseline programme is running, so there's nothing to compare the extra reviews with."),
                _("Start baseline reviews"),
                "crisis:start_baseline",
                is_button=True,
            ),
        ),
        (
            has_script,
            Gap(_("No script is published, so agents have no approved wording."), _("Write a script"), "crisis:scripts"),
        ),
        (
            crisis.deputy_id is not None,
            Gap(_("There's no deputy to stand in for the lead."), _("Name a deputy"), "crisis:setup"),
        ),
    ]
    return [gap for is_there, gap in gaps if not is_there]
