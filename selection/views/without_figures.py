"""The decision whether the pages of a selection show figures of candidates, and where readers go if they don't."""

from collections.abc import Callable, Mapping
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.urls import reverse

from core.pages import go
from crisis.loading import crisis_with_steps
from crisis.public_models import Crisis
from people.http import UserRequest
from people.identity import User
from selection import permissions
from selection.methods import Method
from selection.queries.candidates import latest_selection
from selection.views.criteria import METHOD, Asked

View = Callable[..., HttpResponseBase]


def hides_figures(crisis: Crisis, query: Mapping[str, str]) -> bool:
    """True if the latest selection was made without ranking, and the query string asks for no method. Then no page about
    candidates shows a figure that is made from feedback. Saved selections with a ranking are records and keep theirs.
    """
    latest = latest_selection(crisis)
    return METHOD not in query and latest is not None and latest.method == Method.UNRANKED


def people_without_figures(asked: Asked) -> frozenset[int]:
    """Ids of the people among whom the lead picks from a list without scores."""
    if asked.method is not Method.WILLINGNESS or asked.candidates is None or not asked.candidates.choice.needs_decision:
        return frozenset()
    return frozenset(row.csp for row in asked.candidates.choice.band)


def url_without_figures(user: User, crisis: Crisis) -> str:
    """The selection page without scores for those who choose the team; for others, that of team leader input."""
    name = "unranked" if permissions.can_see_candidates(user, crisis) else "leader_input"
    return reverse(f"selection:{name}", args=[crisis.pk])


def back_to_the_list(request: UserRequest, crisis: Crisis, asked: Asked) -> HttpResponseBase:
    """Redirect to the list of candidates with the same criteria and method."""
    return go(request, f"{reverse('selection:detail', args=[crisis.pk])}?{urlencode(asked.query)}")


def shows_figures(view: View) -> View:
    """A view with figures of candidates, which redirects while they are hidden."""

    @wraps(view)
    def guarded(request: UserRequest, crisis_id: int) -> HttpResponseBase:
        crisis = crisis_with_steps(request.user, crisis_id)
        if hides_figures(crisis, request.GET.dict()):
            return go(request, url_without_figures(request.user, crisis))
        return view(request, crisis_id)

    return guarded
