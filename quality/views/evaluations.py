"""Pages for importing evaluations: list, upload, and progress of a file."""

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.downloads import csv_download
from core.escaping import csv_cell
from core.pages import Link, form_page, go, nothing_new, page, unchanged
from intake.reading.file_limits import MEBIBYTE
from intake.reading.reasons import FileTrouble
from intake.upload_limit import UploadLimit
from people.http import UserRequest, only_if
from people.tabs import tabs_for
from quality.actions.evaluations import (
    FileRefused,
    discard_evaluation_file,
    read_again,
    receive_evaluations,
    undo_evaluation_file,
)
from quality.evaluation_limits import limits
from quality.evaluations.sentences import trouble_sentence, undo_effects
from quality.forms import EvaluationsForm
from quality.models import EvaluationFile
from quality.permissions import can_import_evaluations
from quality.queries.evaluation_files import evaluation_files, forecast, rejections, status_of, waiting_reviews
from quality.tables import EvaluationFilesTable, RejectedEvaluationsTable
from quality.tabs import TABS

PER_PAGE = 25
DOWNLOADED = ("evaluation", "line", "field", "value", "reason")


@require_safe
@only_if(can_import_evaluations)
def files(request: UserRequest) -> HttpResponseBase:
    """Imported files, newest first, and the number of evaluations that aren't matched to a person."""
    table = EvaluationFilesTable(evaluation_files(request.user), request, per_page=PER_PAGE)
    if table.is_download:
        return table.download()
    context = {"table": table, "waiting": waiting_reviews(), "tabs": tabs_for(request, TABS)}
    return page(request, "quality/evaluation_files.html", context)


@csrf_exempt  # The limit must be in place before the body is read; `_upload` checks the token.
@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_import_evaluations)
def new(request: UserRequest) -> HttpResponseBase:
    """Upload a file. A worker reads it and imports its valid evaluations."""
    limit = UploadLimit(limits().file_bytes)
    request.upload_handlers.insert(0, limit)
    return _upload(request, limit)


@csrf_protect
def _upload(request: UserRequest, limit: UploadLimit) -> HttpResponseBase:
    form = EvaluationsForm(request.POST, request.FILES) if request.method == "POST" else EvaluationsForm()
    megabytes = limits().file_bytes // MEBIBYTE
    if limit.exceeded:
        form.fields["file"].error_messages["required"] = trouble_sentence(FileTrouble.FILE_TOO_LARGE, str(megabytes))
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = receive_evaluations(actor=request.user, file_name=file.name, chunks=file.chunks())
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return go(request, reverse("quality:evaluation_file", args=[imported.pk]))
    most = {"megabytes": megabytes, "rows": intcomma(limits().rows)}
    files = reverse("quality:evaluation_files")
    return form_page(
        request,
        form,
        heading=_("Import evaluations from another tool"),
        button=_("Import file"),
        back=files,
        above=Link(_("Imported evaluations"), files),
        intro=[_("Up to %(megabytes)d MB and %(rows)s evaluations. Split larger files, for example by month.") % most],
        template="quality/evaluation_file_new.html",
    )


@require_safe
@only_if(can_import_evaluations)
def file(request: UserRequest, import_id: int) -> HttpResponse:
    """Progress and outcome of a file, with counts and rejections."""
    imported = get_object_or_404(EvaluationFile.objects.visible_to(request.user), pk=import_id)
    status = status_of(imported)
    if unchanged(request, status.version):
        return nothing_new()
    context = {"imported": imported, "status": status, "rejected": RejectedEvaluationsTable(status.rejected)}
    return page(request, "quality/evaluation_file.html", context, fragment="quality/_evaluation_file.html")


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_import_evaluations)
def undo(request: UserRequest, import_id: int) -> HttpResponseBase:
    """Show the effect of undoing a file, and undo it."""
    imported = get_object_or_404(EvaluationFile.objects.visible_to(request.user), pk=import_id)
    if request.method == "POST":
        undo_evaluation_file(actor=request.user, imported=imported)
        messages.success(request, _("Import undone. Everything it added or changed was reversed."))
    elif status_of(imported).can_be_undone:
        would, file_page = forecast(imported), reverse("quality:evaluation_file", args=[imported.pk])
        return form_page(
            request,
            Form(),
            heading=_("Undo this import?"),
            button=_("Undo import"),
            back=file_page,
            above=Link(imported.file_name, file_page),
            effects=undo_effects(removed=would.removed, back=would.back),
            tone="danger",
        )
    return go(request, reverse("quality:evaluation_file", args=[imported.pk]))


@require_POST
@only_if(can_import_evaluations)
def retry(request: UserRequest, import_id: int) -> HttpResponseBase:
    imported = get_object_or_404(EvaluationFile.objects.visible_to(request.user), pk=import_id)
    read_again(actor=request.user, imported=imported)
    return go(request, reverse("quality:evaluation_file", args=[imported.pk]))


@require_POST
@only_if(can_import_evaluations)
def discard(request: UserRequest, import_id: int) -> HttpResponseBase:
    imported = get_object_or_404(EvaluationFile.objects.visible_to(request.user), pk=import_id)
    discard_evaluation_file(actor=request.user, imported=imported)
    messages.success(request, _("File discarded. Nothing was imported."))
    return go(request, reverse("quality:evaluation_files"))


@require_safe
@only_if(can_import_evaluations)
def rejected(request: UserRequest, import_id: int) -> HttpResponseBase:
    """Download of all evaluations that weren't imported, with reasons."""
    imported = get_object_or_404(EvaluationFile.objects.visible_to(request.user), pk=import_id)
    return csv_download(f"rejected-evaluations-{imported.pk}.csv", DOWNLOADED, _rejected_rows(imported))


def _rejected_rows(imported: EvaluationFile) -> Iterator[list[object]]:
    for bad in rejections(imported.pk):
        cells = map(csv_cell, (bad.field, bad.value, bad.sentence))
        yield [csv_cell(bad.external_id), bad.line, *cells]
