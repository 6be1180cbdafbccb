from django.http import HttpResponse
from django.views.decorators.http import require_safe

from core.pages import nothing_new, page, unchanged
from desk import homes
from people.http import UserRequest
from people.identity import Role


@require_safe
def home(request: UserRequest) -> HttpResponse:
    """The first page after signing in. It keeps itself up to date while it is open."""
    home = homes.home_of(request.user)
    if unchanged(request, home.version):
        return nothing_new()
    is_supervisor = request.user.has_role(Role.SUPERVISOR)
    context = {"home": home, "may_open_crisis": is_supervisor, "teaches_crises": is_supervisor and not home.crises}
    return page(request, "desk/home.html", context, fragment="desk/_home.html")
