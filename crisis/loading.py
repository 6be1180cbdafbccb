"""Loading the crisis of a page: 404 if the user may not see it, 403 if they may not act on it."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from crisis import permissions
from crisis.models import Crisis
from people.identity import User


def visible_crisis(user: User, crisis_id: int) -> Crisis:
    return get_object_or_404(Crisis.objects.visible_to(user).select_related("lead", "deputy"), pk=crisis_id)


def crisis_with_steps(user: User, crisis_id: int) -> Crisis:
    """The crisis of a step's page. 404 for team members, who have the room only."""
    crisis = visible_crisis(user, crisis_id)
    if not permissions.can_see_step_pages(user, crisis):
        raise Http404
    return crisis


def crisis_to_run(user: User, crisis_id: int, *, may: Callable[[User, Crisis], bool] = permissions.can_run) -> Crisis:
    """The crisis of a page for people who run it. 403 for others."""
    crisis = crisis_with_steps(user, crisis_id)
    if not may(user, crisis):
        raise PermissionDenied
    return crisis
