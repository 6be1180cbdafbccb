"""Pages of the building blocks."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pages import Link, form_page, go, page
from core.refusals import Refused
from core.tables import download_of
from people.http import UserRequest, roles_only
from people.identity import Role
from scripts_library import actions, block_references, permissions, queries
from scripts_library.forms import BlockForm
from scripts_library.models import KEEPERS, Block
from scripts_library.tables import BlocksTable, BlockUsesTable, BlockVersionsTable


@require_safe
@roles_only(*KEEPERS)
def blocks(request: UserRequest) -> HttpResponseBase:
    """The library of building blocks."""
    table = BlocksTable(queries.blocks(), request)
    if table.is_download:
        return table.download()
    context = {"table": table, "can_write": permissions.can_write(request.user)}
    return page(request, "scripts_library/blocks.html", context)


@require_safe
@roles_only(*KEEPERS)
def block(request: UserRequest, block_id: int) -> HttpResponseBase:
    """One building block: its text, its versions, and the scripts that use it."""
    found = get_object_or_404(queries.blocks(), pk=block_id)
    versions = BlockVersionsTable(
        found.versions.exclude(number=found.number).select_related("author"), request, prefix="versions-"
    )
    uses = BlockUsesTable(queries.uses_of(found), request, prefix="uses-")
    context = {
        "shown": found,
        "reference": block_references.reference_to(found.key),
        "remarked": queries.remarks_on_sentence(found.text),
        "versions": versions,
        "uses": uses,
        "can_write": permissions.can_write(request.user),
    }
    return download_of(versions, uses) or page(request, "scripts_library/block.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.SUPERVISOR)
def write_block(request: UserRequest) -> HttpResponseBase:
    """A new building block."""
    form = BlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        added = actions.add_block(actor=request.user, title=data["title"], kind=data["kind"], text=data["text"])
        messages.success(request, _("Building block added. You can insert it in the editor."))
        return go(request, reverse("scripts_library:block", args=[added.pk]))
    back = reverse("scripts_library:blocks")
    above = Link(_("Building blocks"), back)
    return form_page(request, form, heading=_("Add building block"), button=_("Add building block"), back=back, above=above)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*KEEPERS)
def edit_block(request: UserRequest, block_id: int) -> HttpResponseBase:
    """Change a building block, with the effect on scripts."""
    found = get_object_or_404(queries.blocks(), pk=block_id)
    if not permissions.can_write(request.user):
        raise PermissionDenied
    first = {"title": found.title, "kind": found.kind, "text": found.text, "revision": found.number}
    form = BlockForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        texts = {name: told[name] for name in ("title", "kind", "text")}
        try:
            actions.change_block(actor=request.user, block=found, number=told["revision"] or 0, **texts)
        except Refused as refusal:  # shown above the form, so that the typed text is kept
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Building block saved."))
            return go(request, reverse("scripts_library:block", args=[found.pk]))
    return _edit_page(request, form, found)


def _edit_page(request: UserRequest, form: BlockForm, found: Block) -> HttpResponse:
    back = reverse("scripts_library:block", args=[found.pk])
    heading = _("Edit “%(title)s”") % {"title": found.title}
    above = Link(_("Building blocks"), reverse("scripts_library:blocks"))
    effects = _effects_of(found)
    return form_page(request, form, heading=heading, button=_("Save building block"), back=back, above=above, effects=effects)


def _effects_of(block: Block) -> list[str]:
    """What a new text would start, with numbers."""
    proposed = queries.proposals_of(block)
    if not proposed.drafts and not proposed.renewals:
        return [_("No script uses this building block yet.")]
    started = ngettext(
        "A new text starts a new version of %(count)d script, and its owner is told.",
        "A new text starts new versions of %(count)d scripts, and their owners are told.",
        proposed.drafts,
    ) % {"count": proposed.drafts}
    renewed = ngettext(
        "%(count)d version in progress gets the new text and has to be checked again.",
        "%(count)d versions in progress get the new text and have to be checked again.",
        proposed.renewals,
    ) % {"count": proposed.renewals}
    stays = _("Nothing is published: agents see the text they see now until a version with the new text is published.")
    return [*([started] if proposed.drafts else []), *([renewed] if proposed.renewals else []), stays]


@require_POST
@roles_only(Role.SUPERVISOR)
def add_starter_blocks(request: UserRequest) -> HttpResponseBase:
    added = actions.add_starter_blocks(actor=request.user)
    told = ngettext("%(count)d building block added.", "%(count)d building blocks added.", added) % {"count": added}
    messages.success(request, told if added else _("All starter building blocks are here already."))
    return go(request, reverse("scripts_library:blocks"))
