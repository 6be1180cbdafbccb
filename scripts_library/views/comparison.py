"""The page that compares two versions of a script."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.pages import page
from people.http import UserRequest
from scripts_library import queries
from scripts_library.forms import ComparisonForm
from scripts_library.models import ScriptVersion


@require_safe
def compare(request: UserRequest, version_id: int) -> HttpResponse:
    """Any two versions of a script, text by text: at first this one and the one before it, or the first one and the second."""
    versions = ScriptVersion.objects.kept_for(request.user).select_related("script__journal")
    shown = get_object_or_404(versions, pk=version_id)
    siblings = {each.number: each for each in versions.filter(script=shown.script_id).order_by("number")}
    context = {"version": shown, "is_drill": shown.script.journal.is_drill}
    if len(siblings) == 1:
        return page(request, "scripts_library/compare.html", context)
    names = {
        number: _("Version %(number)d (%(state)s)") % {"number": number, "state": each.get_state_display().lower()}
        for number, each in siblings.items()
    }
    numbers = list(siblings)
    later_place = max(1, numbers.index(shown.number))
    first = {"earlier": numbers[later_place - 1], "later": numbers[later_place]}
    form = ComparisonForm(request.GET or None, versions=names, initial=first)
    chosen = form.cleaned_data if form.is_valid() else first
    earlier, later = siblings[chosen["earlier"]], siblings[chosen["later"]]
    compared = queries.comparison(earlier, later)
    is_changed = any(each.is_changed for each in compared)
    context |= {"form": form, "earlier": earlier, "later": later, "compared": compared, "is_changed": is_changed}
    return page(request, "scripts_library/compare.html", context)
