"""Responses to check: the overview, the lists and decisions about their lines."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.pages import go, invalid, page
from feedback.actions.audit import assign, decide
from feedback.audit_kinds import AuditKind
from feedback.audit_sentences import Explained, explained
from feedback.forms.audit import DECISIONS, AssigningForm, AuditDecisionForm, CountingForm, NarrowingForm
from feedback.models import MOST_DECIDED_AT_ONCE
from feedback.queries.audit import Narrowing, PageCursor, from_here, page_of, totals
from feedback.tables import AuditTable
from intake.permissions import IMPORTERS
from intake.tabs import tabs
from people.http import UserRequest, roles_only


@dataclass(frozen=True, slots=True)
class AuditKindCard:
    """One audit list on the overview."""

    kind: AuditKind
    about: Explained
    total: int


@require_safe
@roles_only(*IMPORTERS)
def audit(request: UserRequest) -> HttpResponse:
    """The overview: each audit list with its size, its meaning and whether its responses count."""
    found = totals()
    cards = [AuditKindCard(kind, explained(kind), found[kind]) for kind in AuditKind]
    return page(request, "feedback/audit.html", {"cards": cards, "tabs": tabs(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*IMPORTERS)
def audit_list(request: UserRequest, kind: str) -> HttpResponseBase:
    """One audit list, newest first; posting saves a decision about the selected lines."""
    if kind not in list(AuditKind):
        raise Http404
    asked = AuditKind(kind)
    narrowing_form = NarrowingForm(request.GET)
    narrowing = narrowing_form.narrowing()
    shown = page_of(asked, narrowing, PageCursor.from_text(request.GET.get("after", "")))
    form_class = AssigningForm if asked is AuditKind.UNASSIGNED else CountingForm
    form: AuditDecisionForm = form_class(request.POST or None, ids=[line.id for line in shown.lines])
    if request.method == "POST" and form.is_valid():
        return go(request, _carry_out(request, asked, form, narrowing))
    query = {name: request.GET[name] for name in ("source", "month", "file") if request.GET.get(name)}
    context = {
        "kind": asked,
        "about": explained(asked),
        "shown": shown,
        "lines": AuditTable(shown.lines),
        "form": form,
        "narrowing_form": narrowing_form,
        "is_narrowed": bool(query),
        "is_unassigned": asked is AuditKind.UNASSIGNED,
        "may_have_been_decided": asked in {AuditKind.DECIDED, AuditKind.OUT_OF_WINDOW, AuditKind.SUPERSEDED},
        "following": urlencode({**query, "after": shown.following}) if shown.following else "",
        "is_further": "after" in request.GET,
    }
    answer = invalid if request.method == "POST" else page
    return answer(request, "feedback/audit_list.html", context)


def _carry_out(request: UserRequest, kind: AuditKind, form: AuditDecisionForm, narrowing: Narrowing) -> str:
    """Save the decision; returns the next page: after deciding about everything, the rest of a list that is too long."""
    wanted, following = form.cleaned_data, ""
    ids = wanted["ids"]
    if wanted["all"]:
        ids, following = from_here(
            kind, narrowing, PageCursor.from_text(request.GET.get("after", "")), at_most=MOST_DECIDED_AT_ONCE
        )
    if kind is AuditKind.UNASSIGNED:
        assign(actor=request.user, interactions=ids, person_id=wanted["person"])
    else:
        decide(actor=request.user, responses=ids, counts=DECISIONS[wanted["decision"]], reason=wanted["reason"])
    said = ngettext("%(count)d line updated.", "%(count)d lines updated.", len(ids)) % {"count": len(ids)}
    if following:
        said += " " + _("There are more in this list. Repeat this for the next ones.")
    messages.success(request, said)
    if not wanted["all"]:
        return request.get_full_path()
    query = {name: value for name, value in request.GET.items() if name != "after"}
    return f"{request.path}?{urlencode({**query, 'after': following} if following else query)}"
