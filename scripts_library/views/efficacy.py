"""The page of a script's efficacy."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.pages import page
from core.tables import download_of
from people.http import UserRequest, roles_only
from scripts_library import queries
from scripts_library.models import KEEPERS, Script, ScriptVersion
from scripts_library.tables import StepEfficacyTable, VersionEfficacyTable


@require_safe
@roles_only(*KEEPERS)
def efficacy(request: UserRequest, script_id: int) -> HttpResponseBase:
    """Figures of each released version, and of the steps of the newest one or of the one in the link."""
    script = get_object_or_404(Script.objects.visible_to(request.user).select_related("journal"), pk=script_id)
    rows = queries.efficacy_of(script)
    wanted = request.GET.get("version") or (str(rows[0].number) if rows else "")
    row = next((row for row in rows if str(row.number) == wanted), None)
    if rows and row is None:
        raise Http404
    steps = queries.step_efficacy_of(ScriptVersion.objects.get(pk=row.id)) if row else []
    by_version = VersionEfficacyTable(rows, request, prefix="versions-")
    by_step = StepEfficacyTable(steps, request, prefix="steps-")
    context = {
        "script": script,
        "is_drill": script.journal.is_drill,
        "chosen": row,
        "rows": rows,
        "by_version": by_version,
        "by_step": by_step,
    }
    return download_of(by_version, by_step) or page(request, "scripts_library/efficacy.html", context)
