"""Comments on passages of a version."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.pages import go, invalid
from core.refusals import Refused
from people.http import UserRequest
from scripts_library import actions, permissions
from scripts_library.forms import CommentForm, CommentReplyForm
from scripts_library.models import PassageComment, ScriptVersion
from scripts_library.views.version_pages import kept_version


@require_POST
def comment(request: UserRequest, version_id: int) -> HttpResponseBase:
    """A new comment. If something is wrong with it, the form comes back on a page of its own."""
    shown = kept_version(request, version_id)
    if not permissions.can_comment(request.user):
        raise PermissionDenied
    form = CommentForm(request.POST, version=shown, prefix="comment")
    if form.is_valid():
        try:
            actions.comment_on_passage(actor=request.user, version=shown, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("passage", str(refusal))
        else:
            messages.success(request, _("Comment added."))
            return go(request, _comments_of(shown))
    context = {"form": form, "version": shown, "is_drill": shown.script.journal.is_drill}
    return invalid(request, "scripts_library/comment.html", context)


@require_POST
def reply(request: UserRequest, comment_id: int) -> HttpResponseBase:
    found = _comment(request, comment_id)
    form = CommentReplyForm(request.POST)
    if form.is_valid():
        actions.reply_to_comment(actor=request.user, comment=found, text=form.cleaned_data["text"])
        messages.success(request, _("Reply added."))
    else:
        messages.error(request, _("Write a reply of at most 1,000 characters."))
    return go(request, _comments_of(found.version))


@require_POST
def resolve(request: UserRequest, comment_id: int) -> HttpResponseBase:
    """Mark a comment as resolved, or open it again."""
    found = _comment(request, comment_id)
    is_resolved = request.POST.get("resolved") == "1"
    actions.resolve_comment(actor=request.user, comment=found, is_resolved=is_resolved)
    messages.success(request, _("Comment resolved.") if is_resolved else _("Comment opened again."))
    return go(request, _comments_of(found.version))


def _comment(request: UserRequest, comment_id: int) -> PassageComment:
    versions = ScriptVersion.objects.kept_for(request.user)
    return get_object_or_404(PassageComment.objects.filter(version__in=versions).select_related("version"), pk=comment_id)


def _comments_of(version: ScriptVersion) -> str:
    return reverse("scripts_library:version", args=[version.pk]) + "#comments"
