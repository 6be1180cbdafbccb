"""Pages of files about people: the upload, and how a file is read. Everything else is on the pages of all imports."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from core.pages import Link, form_page, go
from core.upload_limit import UploadLimit
from intake.actions.staff_files import read_staff_file_as, receive_staff_file
from intake.actions.uploads import FileUnreadable
from intake.forms.staff import StaffForm, StaffUploadForm
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import, ImportKind
from intake.models.kinds import IMPORTERS_OF
from intake.queries.staff import read_so_far
from intake.reading.file_limits import MEBIBYTE
from intake.reading.reasons import FileTrouble
from intake.reason_sentences import trouble_sentence
from intake.staff_settings import LIMITS
from people.http import UserRequest, roles_only


@csrf_exempt  # The quota must be set before the body is read, so `_upload` checks the CSRF token.
@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*IMPORTERS_OF[ImportKind.PEOPLE])
def staff_new(request: UserRequest) -> HttpResponseBase:
    """Upload a file about people."""
    limit = UploadLimit(LIMITS.file_bytes)
    request.upload_handlers.insert(0, limit)
    return _upload(request, limit)


@csrf_protect
def _upload(request: UserRequest, limit: UploadLimit) -> HttpResponseBase:
    form = StaffUploadForm(request.POST, request.FILES) if request.method == "POST" else StaffUploadForm()
    megabytes = LIMITS.file_bytes // MEBIBYTE
    if limit.exceeded:
        form.fields["file"].error_messages["required"] = trouble_sentence(FileTrouble.FILE_TOO_LARGE, str(megabytes))
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = receive_staff_file(actor=request.user, file_name=file.name, chunks=file.chunks())
        except FileUnreadable as refusal:
            form.add_error("file", str(refusal))
        else:
            return go(request, reverse("intake:import_detail", args=[imported.pk]))
    people = reverse("people:list")
    return form_page(
        request,
        form,
        heading=_("Import people, leave or shifts"),
        button=_("Upload file"),
        back=people,
        above=Link(_("People"), people),
        intro=[
            _("You see all changes before anything happens, and can undo them afterwards."),
            _("People who aren't in the file stay as they are. New people are added as agents without an account."),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*IMPORTERS_OF[ImportKind.PEOPLE])
def staff_questions(request: UserRequest, import_id: int) -> HttpResponseBase:
    """Answer questions about a file, and choose its columns. The file is then read again."""
    imports = Import.objects.visible_to(request.user).filter(kind=ImportKind.PEOPLE)
    imported = get_object_or_404(imports, pk=import_id)
    detail = reverse("intake:import_detail", args=[imported.pk])
    known = read_so_far(imported)
    if known is None or not LIFECYCLE.allows(Step.READ, imported.state):
        return go(request, detail)
    settings, content = known
    form = StaffForm(request.POST or None, header=imported.layout["header"], settings=settings, content=content)
    if request.method == "POST" and form.is_valid():
        read_staff_file_as(actor=request.user, imported=imported, settings=form.settings())
        return go(request, detail)
    return form_page(
        request,
        form,
        heading=_("How to read this file"),
        button=_("Read file"),
        back=detail,
        above=Link(imported.title, detail),
        intro=[_("Check the suggestions. Nothing is changed yet.")],
        template="intake/staff_questions.html",
    )
