"""Page for matching the columns of a file."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.pages import go, invalid, page
from intake.actions.file_reading import WrongColumns
from intake.actions.profiles import ProfileNameTaken, read_as
from intake.forms.columns import ColumnsForm
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import
from intake.permissions import IMPORTERS
from intake.queries.files import Preview, preview
from intake.queries.same_files import SAME_FILES_SHOWN, published_before
from intake.reading.layouts import Layout
from intake.reading.zones import zone_names
from intake.tables import LostTable, RejectedTable, RowsTable
from people.http import UserRequest, roles_only


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*IMPORTERS)
def import_columns(request: UserRequest, import_id: int) -> HttpResponseBase:
    """Match columns, with a preview. A GET with values only shows the preview, and so does a POST with `preview`, for values
    that are too long for a URL.
    """
    imported = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    if not imported.has_columns or not LIFECYCLE.allows(Step.READ, imported.state):
        return go(request, reverse("intake:import_detail", args=[imported.pk]))
    if Layout.from_json(imported.layout).open_questions:
        return go(request, reverse("intake:import_table", args=[imported.pk]))
    is_asked = "preview" in request.POST
    answers = request.POST if request.method == "POST" else request.GET
    form = ColumnsForm(answers or None, imported=imported)
    is_said = request.method == "POST" and not is_asked
    if is_said and form.is_valid() and _is_read(request, imported, form):
        return go(request, reverse("intake:import_detail", args=[imported.pk]))
    shown = preview(imported, form.profile()) if form.is_bound and not form.wrong else Preview()
    context = {
        "imported": imported,
        "form": form,
        "preview": shown,
        "earlier": published_before(imported)[:SAME_FILES_SHOWN],
        "rows": RowsTable(shown),
        "rejected": RejectedTable(shown.rejected),
        "lost": LostTable(shown.lost),
        "zones": zone_names(),
    }
    answer = invalid if is_said else page
    return answer(request, "intake/import_columns.html", context, fragment="intake/_columns_answer.html")


def _is_read(request: UserRequest, imported: Import, form: ColumnsForm) -> bool:
    """Start reading the file with the form's profile. False if that isn't possible; the form then has the error."""
    name = form.cleaned_data["remember_as"]
    try:
        read_as(
            actor=request.user,
            imported=imported,
            profile=form.profile(),
            remember_as=name,
            replaces=form.cleaned_data.get("replaces", False),
        )
    except WrongColumns as refusal:
        form.add_error(None, str(refusal))
    except ProfileNameTaken as refusal:
        form.add_error("remember_as", str(refusal))
        form.offers_to_replace = refusal.can_be_replaced
    else:
        if name:
            messages.success(
                request,
                _("Saved as import profile “%(name)s”. The next file with these columns is read automatically.")
                % {"name": name},
            )
        return True
    return False
