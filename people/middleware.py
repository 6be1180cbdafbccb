"""What every request of a signed-in person passes through: their time zone, and the second factor their role needs."""

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
    """Let templates show times in the zone of the signed-in person. Stored times and rules are not touched."""

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
    """Lead people whose role needs a second factor to the page where they set one up, and let them do nothing else."""

    # Setting one up asks for the password; people may also change it, or leave.
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
