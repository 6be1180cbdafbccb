"""The page that says how long feedback is kept, and what was deleted."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from core.pages import page
from feedback.queries.retention import GRACE, kinds_kept, purges
from intake.permissions import IMPORTERS
from intake.tabs import tabs
from people.http import UserRequest, roles_only


@require_safe
@roles_only(*IMPORTERS)
def retention(request: UserRequest) -> HttpResponse:
    """What is kept for how long, since when there is none older, and when how much was deleted."""
    return page(
        request,
        "feedback/retention.html",
        {"kinds": kinds_kept(), "purges": purges(), "grace_days": GRACE.days, "tabs": tabs(request)},
    )
