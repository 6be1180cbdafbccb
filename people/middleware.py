"""Times are shown where the reader is: in their own zone, or else in the organisation's."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone

from core.typing import HtmxRequest
from people.models import User
from people.queries import reporting_zone


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
