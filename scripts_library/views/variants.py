"""Variants of a script: the tabs, the matrix, a new variant, and marking one as up to date."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import Link, form_page, go
from core.refusals import Refused
from journal.actions import require_open
from people.http import UserRequest
from scripts_library import actions, permissions, queries
from scripts_library.forms import AudienceForm, ChangeAudienceForm, ConfirmVariantForm
from scripts_library.models import Script, ScriptVersion


def variant_context(request: UserRequest, script: Script) -> dict[str, Any]:
    """Tabs to the live variants that readers can choose; for keepers the matrix instead, and how the variant stands to its
    source.
    """
    if not permissions.sees_every_version(request.user):
        return {"variant_tabs": _tabs(request, script)}
    matrix, source = queries.variant_matrix(script), queries.source_standing(script)
    return {
        "matrix": matrix,
        "source": source if source and source.is_behind else None,
        "may_write_variant": permissions.can_write(request.user) and not script.journal.is_closed,
    }


def _tabs(request: UserRequest, script: Script) -> list[dict[str, object]]:
    shown = [each for each in queries.variants_of(script) if each.is_live or each.script_id == script.pk]
    if len(shown) == 1:
        return []
    return [
        {
            "title": each.audience,
            "is_here": each.script_id == script.pk,
            "url": reverse("scripts_library:script", args=[each.script_id]) + ("?source" if each.is_source else ""),
        }
        for each in queries.best_first(shown, request.user.person_id)
    ]


def _script(request: UserRequest, script_id: int) -> Script:
    """A script that the user may change."""
    script = get_object_or_404(Script.objects.visible_to(request.user).select_related("journal"), pk=script_id)
    if not permissions.can_write(request.user):
        raise PermissionDenied
    require_open(script.journal)
    return script


@require_http_methods(["GET", "HEAD", "POST"])
def write_variant(request: UserRequest, script_id: int) -> HttpResponseBase:
    """Channel and language of a new variant; the link in the matrix fills them in."""
    source = _script(request, script_id)
    first = {"channel": request.GET.get("channel", ""), "language": request.GET.get("language", source.language)}
    form = AudienceForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.write_variant(actor=request.user, source=source, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Variant created with the texts of its source. Adapt them, then save the draft."))
            return go(request, reverse("scripts_library:edit", args=[version.pk]))
    intro = [
        _("The variant starts with the texts of the source and is approved and published on its own."),
        _("When the source changes, its owner is told to check the variant."),
    ]
    return _about(request, source, form, heading=_("Write variant"), button=_("Write variant"), intro=intro)


@require_http_methods(["GET", "HEAD", "POST"])
def change_audience(request: UserRequest, script_id: int) -> HttpResponseBase:
    """Channel and language of a script."""
    script = _script(request, script_id)
    channel, language = script.channel, script.language
    first = {"channel": channel, "language": language, "channel_read": channel, "language_read": language}
    form = ChangeAudienceForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        read = (told["channel_read"], told["language_read"])
        new = {"channel": told["channel"], "language": told["language"]}
        try:
            actions.change_audience(actor=request.user, script=script, **new, read=read)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Channel and language saved."))
            return go(request, reverse("scripts_library:script", args=[script.pk]))
    intro = [_("The text stays the same, so no new approval is needed.")]
    return _about(request, script, form, heading=_("Channel and language"), button=_("Save channel and language"), intro=intro)


def _about(request: UserRequest, script: Script, form: AudienceForm, **parts: Any) -> HttpResponseBase:
    back = reverse("scripts_library:script", args=[script.pk])
    context = {"is_drill": script.journal.is_drill}
    return form_page(request, form, back=back, above=Link(script.title, back), context=context, **parts)


@require_POST
def confirm_variant(request: UserRequest, version_id: int) -> HttpResponseBase:
    """Mark the published version of a variant as up to date with its source."""
    version = get_object_or_404(ScriptVersion.objects.kept_for(request.user).select_related("script__journal"), pk=version_id)
    require_open(version.script.journal)
    form = ConfirmVariantForm(request.POST)
    if form.is_valid():
        actions.confirm_variant(actor=request.user, version=version, follows_number=form.cleaned_data["follows_number"])
        messages.success(request, _("Marked as up to date. The journal says who confirmed it."))
    return go(request, reverse("scripts_library:script", args=[version.script_id]))
