"""Page with the names that are not a person, where the decision can be withdrawn."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.pages import go, page
from intake.permissions import IMPORTERS
from intake.tabs import tabs
from people.actions.source_names import reopen_name
from people.http import UserRequest, roles_only
from people.queries.source_names import set_aside_names


@require_safe
@roles_only(*IMPORTERS)
def names(request: UserRequest) -> HttpResponseBase:
    """Names that are not a person, by source."""
    return page(request, "intake/set_aside_names.html", {"names": set_aside_names(), "tabs": tabs(request)})


@require_POST
@roles_only(*IMPORTERS)
def reopen(request: UserRequest, identity_id: int) -> HttpResponseBase:
    """Ask about a name again."""
    identity = get_object_or_404(set_aside_names(), pk=identity_id)
    reopen_name(actor=request.user, identity=identity)
    messages.success(request, _("The next import asks about “%(label)s” again.") % {"label": identity.label})
    return go(request, reverse("intake:set_aside_names"))
