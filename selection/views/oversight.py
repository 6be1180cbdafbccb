from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.pages import page
from people.http import UserRequest
from selection.presentation.oversight import as_text, sections
from selection.queries.oversight import oversight_of
from selection.views.loading import crisis_with_all_candidates


@require_safe
def record(request: UserRequest, crisis_id: int, number: int) -> HttpResponseBase:
    """The oversight record of a saved selection, for lead and deputy."""
    crisis = crisis_with_all_candidates(request.user, crisis_id)
    kept = get_object_or_404(crisis.selections.select_related("stored_by"), number=number)
    context = {"crisis": crisis, "number": number, "sections": sections(oversight_of(kept))}
    return page(request, "selection/oversight.html", context)


@require_safe
def download(request: UserRequest, crisis_id: int, number: int) -> HttpResponseBase:
    """The same record as a text file, which auditors read without the product."""
    crisis = crisis_with_all_candidates(request.user, crisis_id)
    kept = get_object_or_404(crisis.selections.select_related("stored_by"), number=number)
    heading = _("Oversight record of selection %(number)d: %(crisis)s") % {"number": number, "crisis": crisis.title}
    if crisis.is_drill:
        heading += f" ({_('Drill')})"
    response = HttpResponse(as_text(oversight_of(kept), heading), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="oversight-{crisis.pk}-{number}.txt"'
    return response
