"""Pages of the protocol: reading, completing, reviewing and files."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.queries import published_about
from core.pages import Link, form_page, go, invalid, nothing_new, page, unchanged
from crisis.public_models import Crisis
from people.drafts import RenderedForm, settle_draft, with_draft
from people.http import UserRequest
from people.identity import User
from protocol import actions, permissions
from protocol import queries as reading
from protocol.assembly import document_of
from protocol.forms import GoalsForm, ImprovementForm, OwnerForm, ProtocolForm, ReviewerForm, VersionForm
from protocol.models import ImprovementAction, Protocol, ProtocolExport
from protocol.tables import ProtocolsTable

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
PER_PAGE = 25


@require_safe
def protocols(request: UserRequest) -> HttpResponseBase:
    """Protocols the user may read."""
    table = ProtocolsTable(reading.protocols_for(request.user), request, per_page=PER_PAGE)
    return table.download() if table.is_download else page(request, "protocol/list.html", {"table": table})


@require_safe
def protocol(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The current document. Its live part polls while a worker is busy."""
    crisis = _readable(request.user, crisis_id)
    shown = reading.protocol_of(crisis)
    compilation = reading.compilation_of(crisis)
    exports = reading.exports_of(shown) if shown else []
    is_compiling = compilation is not None and not compilation.finished and not compilation.failed
    is_waiting = is_compiling or any(export.progress and not export.progress.failed for export in exports)
    version = reading.version_of(shown, compilation, exports)
    if is_waiting and unchanged(request, version):
        return nothing_new()
    context: dict[str, Any] = {
        "crisis": crisis,
        "protocol": shown,
        "document": document_of(shown) if shown else None,
        "compilation": compilation,
        "exports": exports,
        "formats": ProtocolExport.Format.choices,
        "is_waiting": is_waiting,
        "version": version,
        "is_compiling": is_compiling,
        "reviewer_form": _reviewer_form(request.user, shown),
        "version_form": VersionForm(initial={"version": shown.version}) if shown else None,
        **(reading.may(request.user, shown) if shown else {}),
    }
    return page(request, "protocol/detail.html", context, fragment="protocol/_detail.html")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The texts that people write."""
    written = _writable(request.user, crisis_id)
    form = ProtocolForm.of(written, request.POST if request.method == "POST" else None)
    key = f"crisis.protocol:{written.pk}"
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_protocol(actor=request.user, protocol=written, **form.values())
        except actions.EditedMeanwhile as refusal:
            # The texts stay in the form, so that nothing is lost.
            form.add_error(None, str(refusal))
        else:
            settle_draft(actor=request.user, key=key)
            messages.success(request, _("Protocol saved."))
            return go(request, reverse("protocol:detail", args=[crisis_id]))
    draft = with_draft(request, form, key)
    return _form_of(request, written, form, heading=_("Edit protocol"), button=_("Save protocol"), draft=draft)


@require_http_methods(["GET", "HEAD", "POST"])
def goals(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """A rating for each goal."""
    written = _writable(request.user, crisis_id)
    form = GoalsForm(request.POST or None, protocol=written, initial={"version": written.version})
    if request.method == "POST" and form.is_valid():
        actions.rate_goals(actor=request.user, protocol=written, **form.values())
        messages.success(request, _("Ratings saved."))
        return go(request, reverse("protocol:detail", args=[crisis_id]))
    return _form_of(request, written, form, heading=_("Rate goals"), button=_("Save ratings"))


def _form_of(
    request: UserRequest, written: Protocol, form: Form, *, heading: str, button: str, draft: RenderedForm | None = None
) -> HttpResponse:
    """The page of a form about a protocol."""
    back = reverse("protocol:detail", args=[written.crisis_id])
    above = Link(_("Protocol: %(crisis)s") % {"crisis": written.crisis.title}, back)
    context = {"crisis": written.crisis, "draft": draft}
    return form_page(request, form, heading=heading, button=button, back=back, above=above, context=context)


@require_http_methods(["GET", "HEAD", "POST"])
def improvements(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The improvement plan, with a form for a new improvement."""
    written = _writable(request.user, crisis_id)
    form = _new_improvement(request, written, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.plan_improvement(actor=request.user, protocol=written, **form.cleaned_data)
        messages.success(request, _("Improvement added."))
        return go(request, reverse("protocol:improvements", args=[crisis_id]))
    return (invalid if form.is_bound else page)(request, "protocol/improvements.html", _plan(written, form))


def _new_improvement(request: UserRequest, written: Protocol, data: QueryDict | None = None) -> ImprovementForm:
    suggestions = published_about(request.user, written.crisis.journal_id)
    return ImprovementForm(data, initial={"version": written.version}, protocol_id=written.pk, suggestions=suggestions)


def _plan(written: Protocol, form: ImprovementForm, sent: OwnerForm | None = None) -> dict[str, Any]:
    """The improvements with their forms (one of which may be the submitted one), and the form for a new one."""
    forms = ((row, OwnerForm.of(row, written.version)) for row in written.improvements.select_related("suggestion"))
    rows = [(row, sent if sent and sent.prefix == own.prefix else own) for row, own in forms]
    context = {"form": form, "rows": rows, "crisis": written.crisis, "protocol": written}
    return {**context, "suggestions": form.suggestions}


@require_POST
def improvement(request: UserRequest, crisis_id: int, improvement_id: int) -> HttpResponseBase:
    """Set owner and due date of an improvement, or delete it."""
    written = _writable(request.user, crisis_id)
    changed = get_object_or_404(ImprovementAction.objects.filter(protocol=written), pk=improvement_id)
    sent, is_dropped = OwnerForm.of(changed, written.version, request.POST), "drop" in request.POST
    form = VersionForm(request.POST, prefix=sent.prefix) if is_dropped else sent
    if not form.is_valid():
        more = _new_improvement(request, written)
        return invalid(request, "protocol/improvements.html", _plan(written, more, sent))
    if is_dropped:
        actions.drop_improvement(actor=request.user, improvement=changed, **form.cleaned_data)
    else:
        actions.change_improvement(actor=request.user, improvement=changed, **form.cleaned_data)
    messages.success(request, _("Improvement plan saved."))
    return go(request, reverse("protocol:improvements", args=[crisis_id]))


@require_POST
def review(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Mark the protocol as reviewed."""
    crisis = _readable(request.user, crisis_id)
    reviewed = get_object_or_404(Protocol, crisis=crisis)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    actions.review_protocol(actor=request.user, protocol=reviewed, version=form.cleaned_data["version"])
    messages.success(
        request, _("Protocol reviewed. The crisis can be closed once every improvement has an owner and a due date.")
    )
    return go(request, reverse("protocol:detail", args=[crisis_id]))


@require_POST
def request_review(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Request a review from a colleague."""
    written = _writable(request.user, crisis_id)
    form = ReviewerForm(request.POST, offered=reading.possible_reviewers(written), protocol_id=written.pk)
    if form.is_valid():
        actions.request_review(actor=request.user, protocol=written, **form.cleaned_data)
        messages.success(request, _("%(name)s was asked to review the protocol.") % {"name": form.reviewer_name})
    else:
        messages.error(request, _("No review was requested. Choose a person from the list."))
    return go(request, reverse("protocol:detail", args=[crisis_id]))


@require_POST
def export(request: UserRequest, crisis_id: int, format: str) -> HttpResponseBase:  # noqa: A002 - the word in the URL
    """Request a file. It appears on the page once a worker has created it."""
    crisis = _readable(request.user, crisis_id)
    if format not in ProtocolExport.Format:
        raise Http404
    actions.request_export(actor=request.user, protocol=get_object_or_404(Protocol, crisis=crisis), format=format)
    return go(request, reverse("protocol:detail", args=[crisis_id]) + "#files")


@require_POST
def retry(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Retry a failed compilation."""
    actions.retry_compilation(actor=request.user, crisis=_readable(request.user, crisis_id))
    return go(request, reverse("protocol:detail", args=[crisis_id]))


@require_safe
def download(request: UserRequest, export_id: int) -> HttpResponseBase:
    """The file, named after the crisis and the version."""
    made = get_object_or_404(ProtocolExport.objects.select_related("protocol__crisis"), pk=export_id)
    if not permissions.can_read(request.user, made.protocol.crisis) or made.content is None:
        raise Http404
    name = f"{slugify(made.protocol.crisis.title) or 'protocol'}-{made.version}.{made.format}"
    return HttpResponse(
        bytes(made.content),
        content_type=CONTENT_TYPES[made.format],
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


def _reviewer_form(user: User, protocol: Protocol | None) -> ReviewerForm | None:
    """The form for requesting a review, for writers once there is a summary."""
    if protocol is None or not protocol.texts.get("summary") or not permissions.can_write(user, protocol.crisis):
        return None
    offered = reading.possible_reviewers(protocol)
    return ReviewerForm(initial={"version": protocol.version}, offered=offered, protocol_id=protocol.pk)


def _readable(user: User, crisis_id: int) -> Crisis:
    return get_object_or_404(reading.readable_crises(user), pk=crisis_id)


def _writable(user: User, crisis_id: int) -> Protocol:
    crisis = _readable(user, crisis_id)
    if not permissions.can_write(user, crisis):
        raise PermissionDenied
    return get_object_or_404(Protocol.objects.select_related("crisis"), crisis=crisis)
