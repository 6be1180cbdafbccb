"""Responses of this room's pages."""

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from core.pages import form_page, page
from people import permissions
from people.http import UserRequest
from people.tabs import Tab, tabs_for

TABS = (
    Tab(_("People"), "people:list", permissions.can_manage_people),
    Tab(_("Teams"), "people:teams", permissions.can_manage_people),
    Tab(_("Shifts"), "people:shifts", permissions.can_manage_people),
    Tab(_("Organisation"), "people:organisation", permissions.can_manage_people),
    Tab(_("API tokens"), "people:tokens", permissions.can_manage_tokens),
)

INVALID = 422


def show(
    request: UserRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    is_invalid: bool = False,
    fragment: str | None = None,
) -> HttpResponse:
    """Page under the tabs of this room; status 422 if it shows form errors."""
    status = INVALID if is_invalid else 200
    return page(request, template, {**context, "tabs": tabs_for(request, TABS)}, fragment=fragment, status=status)


def show_form(
    request: UserRequest,
    form: Form,
    *,
    heading: str,
    button: str,
    back: str,
    context: Mapping[str, Any] | None = None,
    **parts: Any,
) -> HttpResponse:
    """Form page under the tabs of this room."""
    shown = {**(context or {}), "tabs": tabs_for(request, TABS)}
    return form_page(request, form, heading=heading, button=button, back=back, context=shown, **parts)
