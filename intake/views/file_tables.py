"""Page for choosing the table of a file: the sheet, the line with the titles, or the stream of records."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.pages import Link, form_page, go
from intake.actions.file_tables import TableUnreadable, choose_table
from intake.forms.file_tables import TableForm
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import
from intake.permissions import IMPORTERS
from intake.queries.file_tables import first_rows_of
from intake.reading.layouts import Layout
from people.http import UserRequest, roles_only


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*IMPORTERS)
def import_table(request: UserRequest, import_id: int) -> HttpResponseBase:
    """Choose the table of a file. `?sheet=` shows the first rows of another sheet."""
    imported = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    columns = reverse("intake:import_columns", args=[imported.pk])
    if not imported.has_columns or not LIFECYCLE.allows(Step.CHOOSE_TABLE, imported.state):
        return go(request, reverse("intake:import_detail", args=[imported.pk]))
    layout = Layout.from_json(imported.layout)
    asked = request.GET.get("sheet", "")
    sheet = int(asked) if asked.isdecimal() and len(asked) < len("1000") else layout.sheet
    found = first_rows_of(imported, sheet)
    form = TableForm(request.POST if request.method == "POST" else None, layout=layout, found=found, sheet=sheet)
    if form.is_valid():
        try:
            choose_table(actor=request.user, imported=imported, choice=form.choice())
        except TableUnreadable as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, columns)
    is_open = bool(layout.open_questions)
    return form_page(
        request,
        form,
        heading=_("Table in this file"),
        button=_("Use this table"),
        back=reverse("intake:imports") if is_open else columns,
        above=Link(imported.title, reverse("intake:import_detail", args=[imported.pk])),
        template="intake/import_table.html",
        context={"sheets": list(enumerate(found.sheets)), "sheet": sheet, "has_choice": bool(form.fields)},
    )
