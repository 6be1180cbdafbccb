"""The page of retention periods and deletions."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from core.pages import page
from feedback.queries.retention import GRACE, kinds_kept, purges
from feedback.tables import KindsKeptTable, PurgesTable
from intake.permissions import IMPORTERS
from intake.tabs import tabs
from people.http import UserRequest, roles_only


@require_safe
@roles_only(*IMPORTERS)
def retention(request: UserRequest) -> HttpResponseBase:
    """Retention periods by kind, and past deletions with their counts."""
    deleted = PurgesTable(purges(), request)
    if deleted.is_download:
        return deleted.download()
    context = {"kinds": KindsKeptTable(kinds_kept()), "purges": deleted, "grace_days": GRACE.days, "tabs": tabs(request)}
    return page(request, "feedback/retention.html", context)
