"""Pages of kinds of scripts."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.pages import Link, form_page, go, invalid, page
from core.refusals import Refused
from journal.actions import require_open
from people.http import UserRequest, roles_only
from scripts_library import actions, queries
from scripts_library.forms import ChooseKindForm, KindForm
from scripts_library.models import KEEPERS, Script, ScriptKind
from scripts_library.tables import KindsTable


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*KEEPERS)
def kinds(request: UserRequest) -> HttpResponseBase:
    """All kinds, with a form for a new one."""
    form = KindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_kind(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Kind added."))
            return go(request, reverse("scripts_library:kinds"))
    table = KindsTable(queries.kinds(), request)
    if table.is_download:
        return table.download()
    answer = invalid if form.is_bound else page
    return answer(request, "scripts_library/kinds.html", {"form": form, "table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*KEEPERS)
def kind(request: UserRequest, kind_id: int) -> HttpResponseBase:
    """One kind."""
    found = get_object_or_404(ScriptKind, pk=kind_id)
    first = {name: getattr(found, name) for name in ("name", "approvals_needed", "review_every_days")}
    form = KindForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_kind(actor=request.user, kind_id=found.pk, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kind saved."))
            return go(request, reverse("scripts_library:kinds"))
    back = reverse("scripts_library:kinds")
    stays = _("Versions that are being approved keep the number of approvals with which they were submitted.")
    heading = _("Edit the kind “%(name)s”") % {"name": found.name}
    above = Link(_("Kinds of scripts"), back)
    return form_page(request, form, heading=heading, button=_("Save kind"), back=back, above=above, intro=[stays])


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*KEEPERS)
def choose_kind(request: UserRequest, script_id: int) -> HttpResponseBase:
    """The kind of one script."""
    script = get_object_or_404(Script.objects.visible_to(request.user).select_related("kind", "journal"), pk=script_id)
    require_open(script.journal)
    present = queries.kind_of(script).pk
    form = ChooseKindForm(request.POST or None, initial={"kind": present, "read": present})
    if request.method == "POST" and form.is_valid():
        chosen = get_object_or_404(ScriptKind, pk=form.cleaned_data["kind"])
        try:
            actions.set_kind(actor=request.user, script=script, kind=chosen, read=form.cleaned_data["read"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kind saved. It applies to the next request for approval and the next review."))
            return go(request, reverse("scripts_library:script", args=[script.pk]))
    back = reverse("scripts_library:script", args=[script.pk])
    return form_page(
        request,
        form,
        heading=_("Kind of script"),
        button=_("Save kind"),
        back=back,
        above=Link(script.title, back),
        intro=[_("The kind decides how many people approve a version and how often the owner reviews it.")],
        context={"is_drill": script.journal.is_drill},
    )
