"""Common parts of the pages about one version."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.pages import Link, form_page
from people.http import UserRequest
from scripts_library.models import ScriptVersion


def kept_version(request: UserRequest, version_id: int) -> ScriptVersion:
    """The version with its script, for writers and approvers; 404 for others."""
    versions = ScriptVersion.objects.kept_for(request.user).select_related(
        "script__owner", "script__journal", "author", "approver"
    )
    return get_object_or_404(versions, pk=version_id)


def form_unavailable(request: UserRequest, version: ScriptVersion, form: Form, heading: str, sentence: str) -> HttpResponse:
    """The page without its form, with the reason why the step isn't possible."""
    why = [sentence % {"state": version.get_state_display().lower()}]
    return form_of(request, version, form, heading=heading, button="", intro=why, template="components/form_unavailable.html")


def form_of(request: UserRequest, version: ScriptVersion, form: Form, **parts: Any) -> HttpResponse:
    """The page of a form about a version."""
    back = reverse("scripts_library:version", args=[version.pk])
    names = {"title": version.script.title, "number": version.number}
    above = Link(_("%(title)s, version %(number)d") % names, back)
    return form_page(request, form, back=back, above=above, context={"is_drill": version.script.journal.is_drill}, **parts)
