"""Export and import of scripts as files."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import csv_download
from core.pages import Link, form_page, go, page
from core.refusals import Refused
from core.upload_limit import UploadLimit
from people.http import UserRequest, roles_only
from people.identity import Role
from scripts_library import actions, queries
from scripts_library.forms import ScriptFileForm
from scripts_library.models import KEEPERS, ScriptImport
from scripts_library.script_files.contents import MOST_BYTES, FileRefusedError
from scripts_library.script_files.folders import as_folder
from scripts_library.script_files.sheets import COLUMNS, sheet_rows
from scripts_library.script_files.uploads import read_upload

FOLDER, SHEET = "scripts.zip", "scripts.csv"


@require_safe
@roles_only(*KEEPERS)
def export(_request: UserRequest, name: str) -> HttpResponseBase:
    """The newest version of each script, as a folder of Markdown files or as a table."""
    if name == SHEET:
        return csv_download(SHEET, COLUMNS, sheet_rows(queries.files_of_scripts()))
    if name != FOLDER:
        raise Http404
    disposition = content_disposition_header(True, FOLDER) or "attachment"
    content = as_folder(queries.files_of_scripts())
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": disposition})


@csrf_exempt  # The quota must be set before the body is read, so `_upload` checks the CSRF token.
@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.SUPERVISOR)
def upload(request: UserRequest) -> HttpResponseBase:
    """Upload a file with scripts."""
    limit = UploadLimit(MOST_BYTES)
    request.upload_handlers.insert(0, limit)
    return _upload(request, limit)


@csrf_protect
def _upload(request: UserRequest, limit: UploadLimit) -> HttpResponseBase:
    form = ScriptFileForm(request.POST, request.FILES) if request.method == "POST" else ScriptFileForm()
    if limit.exceeded:
        too_large = _("The file is larger than %(most)d MB. Split it.") % {"most": MOST_BYTES // 1024**2}
        form.fields["file"].error_messages["required"] = too_large
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            scripts, rejected = read_upload(file.read(), name=file.name)
        except FileRefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            kept = actions.upload_scripts(actor=request.user, file_name=file.name, scripts=scripts, rejected=rejected)
            return go(request, reverse("scripts_library:import", args=[kept.pk]))
    back = reverse("scripts_library:library")
    intro = [
        _("You see what would be created and changed before anything happens."),
        _("Importing publishes nothing: new and changed scripts become drafts."),
    ]
    above = Link(_("Scripts"), back)
    return form_page(request, form, heading=_("Import scripts"), button=_("Check file"), back=back, above=above, intro=intro)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.SUPERVISOR)
def imported(request: UserRequest, import_id: int) -> HttpResponseBase:
    """What an uploaded file would create and change, and afterwards what it did. Only for the person who uploaded it."""
    found = get_object_or_404(ScriptImport, pk=import_id, person=request.user.person_id)
    if request.method == "POST":
        try:
            done = actions.import_scripts(actor=request.user, imported=found, token=request.POST.get("token", ""))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            told = {"created": done.counts["create"], "changed": done.counts["change"]}
            messages.success(request, _("Imported as drafts: %(created)d created, %(changed)d changed.") % told)
        return go(request, reverse("scripts_library:import", args=[found.pk]))
    if found.imported_at is not None:
        context = {"imported": found, "counts": found.counts, "rejected": found.rejected}
        return page(request, "scripts_library/import.html", context)
    plan = queries.plan_of(found)
    wanted = plan.counts["create"] + plan.counts["change"]
    context = {"imported": found, "plan": plan, "counts": plan.counts, "rejected": plan.rejected, "wanted": wanted}
    return page(request, "scripts_library/import.html", context)
