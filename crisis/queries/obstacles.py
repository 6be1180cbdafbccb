"""What still stands in the way of a step, each with the place where it is dealt with."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from crisis.lifecycle import Obstacle
from crisis.models import Crisis
from quality.queries import has_baseline
from scripts_library.queries import titles_of


def activation_obstacles(crisis: Crisis) -> list[Obstacle]:
    """Active needs a lead, a stated solution and at least one support contact."""
    needed = [
        (crisis.lead_id is None, _("a lead, named in the set-up"), "crisis:setup"),
        (not crisis.solution, _("the solution we stand for, stated in the set-up"), "crisis:setup"),
        (not crisis.support_contacts.exists(), _("a support contact, added in the set-up"), "crisis:setup"),
    ]
    return [Obstacle(text, url_name) for is_missing, text, url_name in needed if is_missing]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a crisis can begin without, but should not: what that means, and the action that fills it. `url_name`
    is the page where that is done, or with `is_button` what is posted to.
    """

    text: str
    action: str
    url_name: str
    is_button: bool = False


def activation_gaps(crisis: Crisis) -> list[Gap]:
    """What an active crisis will miss: a baseline to compare reviews with, approved wording, and a deputy."""
    has_script = any(script.is_published for script in titles_of(crisis.journal_id))
    gaps = [
        (
            # A drill starts no real reviews.
            crisis.is_drill or has_baseline(),
            Gap(
                _("No baseline programme runs, so there are no usual reviews to compare the extra ones with."),
                _("Start the baseline"),
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
            Gap(_("There is no deputy, so nobody stands in for the lead."), _("Name a deputy"), "crisis:setup"),
        ),
    ]
    return [gap for is_there, gap in gaps if not is_there]
