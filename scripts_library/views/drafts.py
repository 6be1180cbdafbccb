"""Pages for writing scripts and drafts."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import Link, form_page, go, invalid, page
from core.refusals import Refused
from journal.actions import house_journal, require_open
from journal.queries import journal_with_id
from people.drafts import settle_draft, with_draft
from people.http import UserRequest, roles_only
from people.identity import Role
from scripts_library import actions, permissions, queries
from scripts_library.forms import ChangeForm, NewScriptForm, TextsForm
from scripts_library.models import KEEPERS, LONGEST_TEXT, USUAL_LANGUAGE, Script, ScriptVersion
from scripts_library.views.versions import comment_parts

if TYPE_CHECKING:
    from journal.models import Journal


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.SUPERVISOR)
def write(request: UserRequest) -> HttpResponseBase:
    """A new script, for the organisation or for the journal given in the link."""
    journal = _journal(request)
    first = {"owner": request.user.person_id, "journal": journal.pk, "language": USUAL_LANGUAGE}
    form = NewScriptForm(request.POST or None, initial=first)
    key = f"scripts_library.new:{journal.pk}"
    context = {"form": form, "journal": journal, "is_drill": journal.is_drill, "draft": with_draft(request, form, key)}
    if request.method == "POST" and "check" not in request.POST and form.is_valid():
        told = form.cleaned_data
        about = {"title": told["title"], "owner_id": told["owner"], "channel": told["channel"], "language": told["language"]}
        try:
            version = actions.write_script(actor=request.user, journal=journal, **about, **form.texts())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            settle_draft(actor=request.user, key=key)
            messages.success(request, _("Draft saved. Read it once more, then request approval."))
            return go(request, reverse("scripts_library:version", args=[version.pk]))
    return _form_page(request, "scripts_library/write.html", form, context)


def _journal(request: UserRequest) -> "Journal":
    """The journal given in the link or the form. Writers may write scripts for any open journal."""
    named = request.POST.get("journal") or request.GET.get("journal")
    if not named:
        return house_journal()
    journal = journal_with_id(int(named)) if named.isdecimal() and len(named) < 19 else None  # noqa: PLR2004 - fits a bigint
    if journal is None:
        raise Http404
    require_open(journal)
    return journal


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: UserRequest, script_id: int) -> HttpResponseBase:
    """Title and owner of a script."""
    script = get_object_or_404(Script.objects.visible_to(request.user).select_related("owner", "journal"), pk=script_id)
    if not permissions.can_write(request.user):
        raise PermissionDenied
    require_open(script.journal)
    first = {"title": script.title, "owner": script.owner_id, "title_read": script.title, "owner_read": script.owner_id}
    form = ChangeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        read = (told["title_read"], told["owner_read"])
        actions.change_script(actor=request.user, script=script, title=told["title"], owner_id=told["owner"], read=read)
        messages.success(request, _("Title and owner saved. The previous values are in the script's history."))
        return go(request, reverse("scripts_library:script", args=[script.pk]))
    return _title_and_owner(request, form, script)


def _title_and_owner(request: UserRequest, form: ChangeForm, script: Script) -> HttpResponse:
    back = reverse("scripts_library:script", args=[script.pk])
    stays = _("The text stays the same, so no new approval is needed.")
    seen = _("Agents see the new owner right away and the new title when they next open the script.")
    return form_page(
        request,
        form,
        heading=_("Title and owner"),
        button=_("Save title and owner"),
        back=back,
        above=Link(script.title, back),
        intro=[stays, seen],
        context={"is_drill": script.journal.is_drill},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: UserRequest, version_id: int) -> HttpResponseBase:
    """The texts of a draft."""
    version = get_object_or_404(ScriptVersion.objects.kept_for(request.user).select_related("script__journal"), pk=version_id)
    if not permissions.can_write(request.user):
        raise PermissionDenied
    require_open(version.script.journal)
    first = {**queries.texts_of(version), "revision": version.revision}
    source = queries.source_standing(version.script)
    newest = source.number if source and source.number > (version.follows_number or 0) else None
    form = TextsForm(request.POST or None, initial=first, newest_of_source=newest)
    key = f"scripts_library.version:{version.pk}"
    draft = with_draft(request, form, key)
    if request.method == "POST" and "check" not in request.POST and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            follows = form.follows_number()
            actions.edit_draft(actor=request.user, version=version, revision=revision, follows_number=follows, **form.texts())
        except Refused as refusal:  # shown above the form, so that the typed text is kept
            form.add_error(None, str(refusal))
        else:
            settle_draft(actor=request.user, key=key)
            messages.success(request, _("Draft saved."))
            return go(request, reverse("scripts_library:version", args=[version.pk]))
    context = {
        "form": form,
        "version": version,
        "source": source if newest else None,
        "is_drill": version.script.journal.is_drill,
        "draft": draft,
        **comment_parts(request, version),
    }
    return _form_page(request, "scripts_library/edit.html", form, context)


def _form_page(request: UserRequest, template: str, form: TextsForm, context: dict[str, object]) -> HttpResponse:
    texts = {name: str(form[name].value() or "") for name in ScriptVersion.TEXTS}
    answer = invalid if form.is_bound and "check" not in request.POST else page
    return answer(request, template, {**context, "blocks": queries.blocks_to_insert(), **_beside(texts)})


def _beside(texts: dict[str, str]) -> dict[str, object]:
    """The harmful phrases and the preview beside the editor."""
    remarked = queries.remarks_on(texts)
    return {"remarked": remarked, "previews": queries.previews(texts, remarked)}


@require_POST
@roles_only(*KEEPERS)
def wording(request: UserRequest) -> HttpResponse:
    """Harmful phrases in the text being written, and its preview. A POST, because texts don't fit into a URL."""
    # The form limits texts too, but a preview doesn't wait until they are valid.
    texts = {name: request.POST.get(name, "")[:LONGEST_TEXT] for name in ScriptVersion.TEXTS}
    return page(request, "scripts_library/_wording_and_preview.html", _beside(texts))


@require_POST
def revise(request: UserRequest, version_id: int) -> HttpResponseBase:
    version = get_object_or_404(ScriptVersion.objects.kept_for(request.user), pk=version_id)
    draft = actions.revise(actor=request.user, version=version)
    messages.success(request, _("Draft created. A published version stays live until you publish this one."))
    return go(request, reverse("scripts_library:edit", args=[draft.pk]))


@require_POST
def submit(request: UserRequest, version_id: int) -> HttpResponseBase:
    version = get_object_or_404(ScriptVersion.objects.kept_for(request.user), pk=version_id)
    actions.submit_for_review(actor=request.user, version=version)
    messages.success(request, _("Approval requested. Someone who didn't write the text has to approve it."))
    return go(request, reverse("scripts_library:version", args=[version.pk]))
