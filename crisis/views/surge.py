"""The surge calculator: how many people a forecast of contacts needs."""

from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from core.pages import invalid, page
from crisis.forms import SurgeForm
from crisis.loading import crisis_to_run
from crisis.surge import MOST_PEOPLE, fewest_possible, people_needed, service_of, team_for
from crisis.tables import SurgeTable
from feedback.sustained.criteria import LARGEST_TEAM
from people.http import UserRequest

# Rows of the table before and after the people needed.
FEWER, MORE = 2, 3


@require_safe
def surge(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Calculate from the forecast in the address."""
    crisis = crisis_to_run(request.user, crisis_id)
    form = SurgeForm(request.GET if "contacts" in request.GET else None)
    is_refused = form.is_bound and not form.is_valid()
    context = {"crisis": crisis, "form": form, "result": _result(form) if form.is_bound and not is_refused else None}
    return (invalid if is_refused else page)(request, "crisis/surge.html", context)


def _result(form: SurgeForm) -> dict[str, Any]:
    """The result of a valid forecast for the page."""
    given, forecast = form.cleaned_data, form.forecast()
    within = given["within_seconds"]
    needed = people_needed(forecast, given["target_percent"] / 100, within)
    if needed is None:
        return {"most": MOST_PEOPLE}
    team = team_for(needed, given["away_percent"] / 100)
    shown = range(max(fewest_possible(forecast), needed - FEWER), needed + MORE + 1)
    return {
        "needed": needed,
        "team": team,
        "away": given["away_percent"],
        "is_patient": forecast.patience_seconds is None,
        "can_be_taken": team <= LARGEST_TEAM,
        "table": SurgeTable([service_of(forecast, people, within) for people in shown], needed=needed),
    }
