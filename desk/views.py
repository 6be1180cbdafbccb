from django.http import HttpResponse
from django.views.decorators.http import require_safe

from core.pages import page
from people.http import UserRequest


@require_safe
def home(request: UserRequest) -> HttpResponse:
    """The first page after signing in."""
    return page(request, "desk/home.html", {})
