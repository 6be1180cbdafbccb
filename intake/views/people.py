"""Page for matching the unknown names of an import."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.pages import go, invalid, page
from core.refusals import Refused
from intake.forms.people import PeopleForm
from intake.kinds import NameDecisions, WaitingName, kind_of
from intake.models import Import
from intake.permissions import IMPORTERS
from people.http import UserRequest, roles_only

PER_PAGE = 50
LONGEST_START = 9
SHOWN = ("all", "likely", "unlikely")


@dataclass(frozen=True, slots=True)
class NamesPage:
    """Part of the unmatched names: filter and offset."""

    show: str
    start: int
    names: Sequence[WaitingName]

    @property
    def shown(self) -> Sequence[WaitingName]:
        return self.names[self.start : self.start + PER_PAGE]

    @property
    def previous(self) -> int | None:
        return max(0, self.start - PER_PAGE) if self.start else None

    @property
    def next(self) -> int | None:
        return self.start + PER_PAGE if self.start + PER_PAGE < len(self.names) else None


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*IMPORTERS)
def import_people(request: UserRequest, import_id: int) -> HttpResponseBase:
    """Match names: one page at a time, all exact matches, or all others as new agents."""
    imported = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    waiting = kind_of(imported).names.waiting(imported, request.user)
    if not waiting:
        return go(request, reverse("intake:import_detail", args=[imported.pk]))
    part = _part(request, waiting)
    if request.method != "POST":
        form = _form(imported, part.shown)
        return page(request, "intake/import_people.html", _context(imported, part, waiting, form))
    form = _form(imported, waiting, request.POST)
    if form.is_valid():
        try:
            return _decide(request, imported, part, waiting, form)
        except Refused as refusal:
            messages.error(request, str(refusal))
    return invalid(request, "intake/import_people.html", _context(imported, part, waiting, form))


def _form(imported: Import, names: Sequence[WaitingName], answers: QueryDict | None = None) -> PeopleForm:
    matching = kind_of(imported).names
    return PeopleForm(answers, names=names, may_be_new=matching.may_be_new, only_certain=matching.only_certain)


def _decide(
    request: UserRequest, imported: Import, part: NamesPage, waiting: Sequence[WaitingName], form: PeopleForm
) -> HttpResponseBase:
    """Save the matches and go to the next names."""
    people, new = form.decisions()
    wish, here = request.POST.get("decide"), {name.label for name in form.names}
    certain: dict[str, int | None] = {name.label: name.certain_id for name in waiting if name.certain_id is not None}
    if wish == "certain":
        # A different choice on this page overrides the exact match.
        people = {label: pk for label, pk in certain.items() if label not in here or people.get(label) == pk}
        new = []
    elif wish == "all":
        people = {label: pk for label, pk in certain.items() if label not in here} | people
    matching = kind_of(imported).names
    matching.decide(request.user, imported, NameDecisions(people, new, all_new=wish == "all"))
    left = len(matching.waiting(imported, request.user))
    count = len(waiting) - left
    messages.success(
        request,
        ngettext("%(count)d name matched and saved.", "%(count)d names matched and saved.", count) % {"count": count},
    )
    if not left:
        return go(request, reverse("intake:import_detail", args=[imported.pk]))
    undecided_here = len(here - people.keys() - set(new))
    start = part.start if wish == "certain" else part.start + undecided_here
    query = urlencode([("show", part.show), ("start", start)])
    return go(request, f"{reverse('intake:import_people', args=[imported.pk])}?{query}")


def _part(request: UserRequest, waiting: Sequence[WaitingName]) -> NamesPage:
    show = request.GET.get("show", "")
    show = show if show in SHOWN else "all"
    names = [name for name in waiting if show == "all" or bool(name.likely) == (show == "likely")]
    given = request.GET.get("start", "")
    start = int(given) if given.isdecimal() and len(given) <= LONGEST_START else 0
    # After the last page, start over with names that were left for later.
    return NamesPage(show, start if start < len(names) else 0, names)


def _context(imported: Import, part: NamesPage, waiting: Sequence[WaitingName], form: PeopleForm) -> dict[str, object]:
    likely = sum(bool(name.likely) for name in waiting)
    return {
        "imported": imported,
        "may_be_new": kind_of(imported).names.may_be_new,
        "form": form,
        "part": part,
        "first": part.start + 1,
        "last": part.start + len(part.shown),
        "unknown": len(waiting),
        "certain": sum(name.certain_id is not None for name in waiting),
        "filters": [
            {"show": "all", "title": _("All"), "count": len(waiting)},
            {"show": "likely", "title": _("With a likely match"), "count": likely},
            {"show": "unlikely", "title": _("No likely match"), "count": len(waiting) - likely},
        ],
    }
