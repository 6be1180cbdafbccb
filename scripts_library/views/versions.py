"""Pages of one version: its texts with the next steps, and its readers."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.pages import page
from core.tables import download_of
from people.http import UserRequest
from scripts_library import permissions, queries
from scripts_library.forms import CommentForm, CommentReplyForm
from scripts_library.lifecycle import LIFECYCLE, Step
from scripts_library.models import ScriptVersion
from scripts_library.tables import ReadersTable
from scripts_library.views.version_pages import kept_version

State = ScriptVersion.State


@require_safe
def version(request: UserRequest, version_id: int) -> HttpResponse:
    """One version: its texts, its state, and the next steps."""
    shown = kept_version(request, version_id)
    siblings = queries.versions_of(shown.script)
    in_progress = next((row for row in siblings if row.state in {State.DRAFT, State.IN_REVIEW}), None)
    steps = queries.steps_of(shown)
    context = {
        "version": shown,
        "is_drill": shown.script.journal.is_drill,
        "texts": queries.labelled_texts(shown),
        "blocks": queries.contained_blocks(shown),
        "remarked": queries.remarks_on(queries.texts_of(shown), queries.spoken_steps(steps)),
        "steps": steps,
        "findings": queries.findings_in(steps),
        "decisions": queries.decisions_on(shown),
        "summary": next(row for row in siblings if row.id == shown.pk),
        "in_progress": in_progress,
        "readers": len(queries.readers_of(shown.script)),
        **comment_parts(request, shown),
        **_next_steps(request, shown, has_no_other=in_progress is None),
    }
    return page(request, "scripts_library/version.html", context)


def _next_steps(request: UserRequest, shown: ScriptVersion, *, has_no_other: bool) -> dict[str, bool]:
    """What the user can do with the version now."""
    user = request.user
    goes_on = not shown.script.journal.is_closed and shown.script.archived_at is None
    is_to_review = goes_on and LIFECYCLE.allows(Step.APPROVE, shown.state)
    decides = is_to_review and permissions.can_approve(user) and not permissions.wrote(user, shown)
    has_approved = shown.first_approver_id == user.person_id
    may_release = permissions.can_release(user)
    is_live = queries.is_live(shown, clock.now())
    return {
        "goes_on": goes_on,
        "may_edit": goes_on and LIFECYCLE.allows(Step.EDIT, shown.state) and permissions.can_write(user),
        "may_review": decides and not has_approved,
        "waits_for_second": is_to_review and shown.first_approver_id is not None,
        "waits_for_others": is_to_review and permissions.wrote(user, shown),
        "may_publish": goes_on and LIFECYCLE.allows(Step.PUBLISH, shown.state) and may_release,
        "may_cancel_schedule": goes_on and shown.publish_at is not None and may_release,
        "may_confirm": goes_on and is_live and may_release,
        "waits_afterwards": bool(shown.afterwards_due_at and not shown.afterwards_at and shown.state != State.WITHDRAWN),
        "may_review_afterwards": permissions.can_review_afterwards(user, shown),
        "may_withdraw": permissions.can_withdraw(user, shown),
        "may_revise": goes_on and has_no_other and permissions.can_write(user),
        "may_see_readers": shown.state in ScriptVersion.RELEASED and permissions.can_see_readers(user),
    }


def comment_parts(request: UserRequest, shown: ScriptVersion) -> dict[str, object]:
    """The comments on a version with their forms, for `_comments.html`."""
    return {
        "comments": queries.comments_on(shown),
        "may_comment": permissions.can_comment(request.user) and not shown.script.journal.is_closed,
        "comment_form": CommentForm(version=shown, prefix="comment"),
        "reply_form": CommentReplyForm(auto_id=False),
    }


@require_safe
def readers(request: UserRequest, version_id: int) -> HttpResponseBase:
    """Acknowledgements of this exact version, given and missing."""
    shown = kept_version(request, version_id)
    if not permissions.can_see_readers(request.user):
        raise PermissionDenied
    reading = queries.reading_of(shown)
    read = ReadersTable(reading.read, request, caption=_("Confirmed reading"), prefix="read-")
    informed = ReadersTable(reading.knows_withdrawal, request, caption=_("Confirmed the withdrawal"), prefix="withdrawal-")
    context = {
        "version": shown,
        "reading": reading,
        "readers": read,
        "informed": informed,
        "is_drill": shown.script.journal.is_drill,
    }
    return download_of(read, informed) or page(request, "scripts_library/readers.html", context)
