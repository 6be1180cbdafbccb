from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from core import tick


@login_not_required
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """For probes: the database answers (or this raises), and how long ago the tick last ran to its end."""
    seconds = tick.seconds_since_last()
    return JsonResponse({"status": "ok", "seconds_since_tick": None if seconds is None else round(seconds)})
