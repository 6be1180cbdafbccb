"""Middleware for signed-in users: their time zone, and the second factor that their role requires."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from core.pages import go
from core.typing import HtmxRequest
from people import second_factors
from people.models import User
from people.queries.organisation import reporting_zone


class ReadersZoneMiddleware:
    """Show times in the zone of the signed-in user. Stored times and rules stay the same."""

    def __init__(self, get_response: Callable[[HtmxRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        own = user.person.time_zone
        with timezone.override(ZoneInfo(own) if own else reporting_zone()):
            return self.get_response(request)


class SecondFactorMiddleware:
    """Redirect users whose role requires a second factor to the page where they set one up, until they have one."""

    # Setup asks for the password; users may also change it or sign out.
    OPEN = frozenset({"account_logout", "account_reauthenticate", "account_change_password", "health"})

    def __init__(self, get_response: Callable[[HtmxRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HtmxRequest, *_view: object) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in self.OPEN or name.startswith("mfa_") or not isinstance(request.user, User):
            return None
        if not second_factors.must_set_one_up(request.user):
            return None
        return go(request, f"{reverse('mfa_index')}?required")
