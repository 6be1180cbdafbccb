"""What views receive: requests of signed-in users, and the guard for what only some roles may open."""

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

    user: User  # LoginRequiredMiddleware lets nobody else through


View = Callable[Concatenate[UserRequest, P], HttpResponseBase]


def roles_only(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Let only holders of one of the roles open the page; everyone else is told so (403)."""
    return only_if(lambda user: user.has_role(*roles))


def only_if(may_open: Callable[[User], bool]) -> Callable[[View[P]], View[P]]:
    """Let only those open the page of whom the predicate (of the room's `permissions`) is true; 403 for everyone else."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: UserRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may_open(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast("View[P]", guarded)

    return decorate
