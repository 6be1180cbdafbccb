"""Requests of signed-in users, and guards for views that only some roles may open."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from core.typing import HtmxRequest
from people.models import Role, User

P = ParamSpec("P")


class UserRequest(HtmxRequest):
    """A request that has passed `LoginRequiredMiddleware`."""

    user: User  # guaranteed by LoginRequiredMiddleware


View = Callable[Concatenate[UserRequest, P], HttpResponseBase]


def roles_only(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Guard a view: only holders of one of the roles may open it; 403 for everyone else."""
    return only_if(lambda user: user.has_role(*roles))


def only_if(may_open: Callable[[User], bool]) -> Callable[[View[P]], View[P]]:
    """Guard a view by a predicate of the room's `permissions`; 403 if it is false."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: UserRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may_open(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast("View[P]", guarded)

    return decorate
