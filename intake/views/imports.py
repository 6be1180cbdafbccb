"""Pages of imports: lists, upload, status, publishing, discarding and undoing."""

from collections.abc import Iterator

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.downloads import csv_download
from core.escaping import csv_cell
from core.pages import Link, form_page, go, invalid, nothing_new, page, unchanged
from core.upload_limit import UploadLimit
from intake.actions.decisions import decide_findings
from intake.actions.discards import abandon
from intake.actions.publication_request import request_publication
from intake.actions.steps import try_again
from intake.actions.undo import undo
from intake.actions.uploads import FileUnreadable, receive_file
from intake.finding_sentences import Described
from intake.forms.findings import FindingsForm
from intake.forms.imports import UploadForm
from intake.installation_limits import limits
from intake.kinds import kind_of
from intake.models import Import
from intake.permissions import IMPORTERS
from intake.queries.files import unused_cells
from intake.queries.imports import WAYS, Status, imports_list, status_of
from intake.queries.rejections import rejections
from intake.reading.reasons import FileTrouble
from intake.reading.row_parsing import DOWNLOADED
from intake.reason_sentences import trouble_sentence
from intake.tables import ClashesTable, DeliveriesTable, FilesTable, LostTable, ReasonsTable, RejectedTable, RowsTable
from intake.tabs import tabs
from intake.views.import_lists import waiting_rows, ways_in
from people.http import UserRequest, roles_only

PER_PAGE = 25
MEBIBYTE = 1024 * 1024


class FindingShown:
    """Finding with the field for its decision and a table of examples, if it has them."""

    def __init__(self, finding: Described, form: FindingsForm) -> None:
        self.finding = finding
        self.field = form[finding.kind] if finding.kind in form.fields else None
        self.examples = ClashesTable(finding.examples, caption=finding.title) if finding.examples else None


@require_safe
@roles_only(*IMPORTERS)
def imports(request: UserRequest) -> HttpResponseBase:
    """List of imports, newest first: files, or those of the API or webhooks."""
    way = request.GET.get("way", "")
    way = way if way in WAYS else "files"
    table_of = FilesTable if way == "files" else DeliveriesTable
    table = table_of(imports_list(request.user, way), request, per_page=PER_PAGE)
    if table.is_download:
        return table.download()
    context = {"table": table, "way": way, "ways": ways_in(way), "tabs": tabs(request)}
    context["waiting"] = waiting_rows(request.user) if way == "files" else []
    return page(request, "intake/imports.html", context)


@csrf_exempt  # The quota must be set before the body is read, so `_upload` checks the CSRF token.
@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*IMPORTERS)
def import_new(request: UserRequest) -> HttpResponseBase:
    """Upload a file. Reading starts right away, but nothing counts until it is published."""
    limit = UploadLimit(limits().file_bytes)
    request.upload_handlers.insert(0, limit)
    return _upload(request, limit)


@csrf_protect
def _upload(request: UserRequest, limit: UploadLimit) -> HttpResponseBase:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    megabytes = limits().file_bytes // MEBIBYTE
    if limit.exceeded:
        form.fields["file"].error_messages["required"] = trouble_sentence(FileTrouble.FILE_TOO_LARGE, str(megabytes))
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = receive_file(actor=request.user, file_name=file.name, chunks=file.chunks())
        except FileUnreadable as refusal:
            form.add_error("file", str(refusal))
        else:
            known = imported.state != Import.State.UPLOADED
            return go(request, reverse("intake:import_detail" if known else "intake:import_columns", args=[imported.pk]))
    imports = reverse("intake:imports")
    return form_page(
        request,
        form,
        heading=_("Import a file"),
        button=_("Upload file"),
        back=imports,
        above=Link(_("Imports"), imports),
        intro=[_("Up to %(megabytes)d MB. Split larger files, for example by month.") % {"megabytes": megabytes}],
        template="intake/import_new.html",
    )


@require_safe
@roles_only(*IMPORTERS)
def import_detail(request: UserRequest, import_id: int) -> HttpResponse:
    """Status of an import, with a preview and the rows that can't be imported."""
    imported = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    status = status_of(imported)
    if unchanged(request, status.version):
        return nothing_new()
    questions = status.findings if imported.state == Import.State.NEEDS_LOOK else ()
    context = _detail(imported, status, FindingsForm(findings=questions))
    return page(request, "intake/import_detail.html", context, fragment="intake/_import.html")


def _detail(imported: Import, status: Status, form: FindingsForm) -> dict[str, object]:
    return {
        "imported": imported,
        "status": status,
        "rows": RowsTable(status.preview),
        "rejected": RejectedTable(status.rejected),
        "reasons": ReasonsTable(status.reasons),
        "form": form,
        "findings": [FindingShown(finding, form) for finding in status.findings],
        "lost": LostTable(unused_cells(imported)),
        **kind_of(imported).shown(imported),
    }


@require_POST
@roles_only(*IMPORTERS)
def import_decide(request: UserRequest, import_id: int) -> HttpResponseBase:
    """Answer the open questions about a file."""
    imported = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    status = status_of(imported)
    form = FindingsForm(request.POST, findings=status.findings)
    if not form.is_valid():
        return invalid(request, "intake/import_detail.html", _detail(imported, status, form), fragment="intake/_import.html")
    decide_findings(actor=request.user, imported=imported, decisions=form.decisions)
    return go(request, reverse("intake:import_detail", args=[imported.pk]))


@require_POST
@roles_only(*IMPORTERS)
def import_publish(request: UserRequest, import_id: int) -> HttpResponseBase:
    imported = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    request_publication(actor=request.user, imported=imported)
    return go(request, reverse("intake:import_detail", args=[imported.pk]))


@require_POST
@roles_only(*IMPORTERS)
def import_discard(request: UserRequest, import_id: int) -> HttpResponseBase:
    imported = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    abandon(actor=request.user, imported=imported)
    messages.success(request, _("The import is discarded. Nothing was imported."))
    return go(request, reverse("intake:imports"))


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*IMPORTERS)
def import_undo(request: UserRequest, import_id: int) -> HttpResponseBase:
    """Confirm and start undoing. The page says what will be removed and kept."""
    imported = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    if request.method == "POST":
        undo(actor=request.user, imported=imported)
    elif status_of(imported).can_be_undone:
        detail = reverse("intake:import_detail", args=[imported.pk])
        return form_page(
            request,
            Form(),
            heading=_("Undo this import?"),
            button=_("Undo import"),
            back=detail,
            above=Link(imported.title, detail),
            effects=kind_of(imported).undo_effects(imported),
            tone="danger",
        )
    return go(request, reverse("intake:import_detail", args=[imported.pk]))


@require_POST
@roles_only(*IMPORTERS)
def import_retry(request: UserRequest, import_id: int) -> HttpResponseBase:
    imported = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    try_again(actor=request.user, imported=imported)
    return go(request, reverse("intake:import_detail", args=[imported.pk]))


@require_safe
@roles_only(*IMPORTERS)
def import_rejected(request: UserRequest, import_id: int) -> HttpResponseBase:
    """Download of the rejected rows with their reasons, to be fixed and imported again."""
    imported = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    header = imported.layout["header"]
    # A fixed download that is rejected again has these columns already.
    own = [at for at, title in enumerate(header) if title not in DOWNLOADED]
    titles = [*(csv_cell(header[at]) for at in own), *DOWNLOADED]
    return csv_download(f"rejected-{imported.pk}.csv", titles, _rejected_rows(imported, own))


def _rejected_rows(imported: Import, own: list[int]) -> Iterator[list[object]]:
    empty = [""] * len(imported.layout["header"])
    for bad in rejections(imported.pk):
        filled = [*bad.cells, *empty]
        cells = [filled[at] for at in own]
        yield [*map(csv_cell, cells), bad.line, *map(csv_cell, (bad.column, bad.value, bad.sentence))]
