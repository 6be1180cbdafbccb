"""Pages of recognition."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pages import form_page, go, invalid, page
from journal.actions import house_journal
from people.http import UserRequest, only_if
from people.tabs import tabs_for
from recognition import actions, permissions, queries
from recognition.forms import AmountForm, BudgetForm, DeclineForm, NominateForm, TypeForm
from recognition.models import Award, AwardType
from recognition.tables import BudgetsTable, LedgerTable, NominationsTable
from recognition.tabs import TABS

PER_PAGE = 30


@require_safe
@only_if(permissions.can_nominate)
def wall(request: UserRequest) -> HttpResponse:
    """The wall of issued awards."""
    return _show(request, "recognition/wall.html", {"shown": _page_of(request, queries.wall())})


@require_safe
@only_if(permissions.can_nominate)
def mine(request: UserRequest) -> HttpResponse:
    """The user's own awards and nominations, and whether the awards are on the wall."""
    context = {
        "received": queries.received_by(request.user),
        "shown": _page_of(request, queries.nominated_by(request.user)),
        "is_shown_publicly": queries.is_shown_publicly(request.user),
    }
    return _show(request, "recognition/mine.html", context)


@require_POST
@only_if(permissions.can_nominate)
def discretion(request: UserRequest) -> HttpResponseBase:
    is_shown = request.POST.get("is_shown") == "yes"
    actions.set_discretion(actor=request.user, is_shown=is_shown)
    messages.success(
        request, _("Your awards are now on the wall.") if is_shown else _("Your awards are no longer on the wall.")
    )
    return go(request, reverse("recognition:mine"))


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(permissions.can_nominate)
def nominate(request: UserRequest) -> HttpResponseBase:
    form = NominateForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        text = values.pop("evidence")
        evidence = [actions.EvidenceLink(text=text)] if text else []
        actions.nominate(actor=request.user, journal=house_journal(), evidence=evidence, **values)
        thanks = _("Thank you. Your nomination of %(name)s is waiting for approval. You'll see the result here.")
        messages.success(request, thanks % {"name": form.nominee_name})
        return go(request, reverse("recognition:mine"))
    return form_page(
        request,
        form,
        heading=_("Nominate a colleague"),
        button=_("Send nomination"),
        back=reverse("recognition:wall"),
        intro=[_("Someone else approves it. Your colleague is told only if it's approved.")],
        context={"tabs": tabs_for(request, TABS)},
    )


@require_POST
def cancel(request: UserRequest, award_id: int) -> HttpResponseBase:
    award = get_object_or_404(Award.objects.visible_to(request.user), pk=award_id)
    actions.cancel(actor=request.user, award=award)
    messages.success(request, _("Nomination withdrawn."))
    return go(request, reverse("recognition:mine"))


@require_safe
@only_if(permissions.can_decide)
def approvals(request: UserRequest) -> HttpResponseBase:
    """Nominations waiting for the user's decision, and approved ones waiting for budget."""
    table = NominationsTable(queries.to_decide(request.user), request)
    if table.is_download:
        return table.download()
    return _show(request, "recognition/approvals.html", {"table": table, "waiting": queries.waiting_for_budget(request.user)})


@require_safe
def decide(request: UserRequest, award_id: int) -> HttpResponse:
    return _decide(request, _award_to_decide(request, award_id), DeclineForm())


@require_POST
def approve(request: UserRequest, award_id: int) -> HttpResponseBase:
    award = actions.approve(actor=request.user, award=_award_to_decide(request, award_id))
    if award.state == Award.State.ISSUED:
        messages.success(request, _("Approved. %(name)s has been told.") % {"name": award.nominee})
    else:
        messages.warning(request, _("Approved. It's issued once there's enough budget for %(award)s.") % {"award": award.type})
    return go(request, reverse("recognition:approvals"))


@require_POST
def decline(request: UserRequest, award_id: int) -> HttpResponseBase:
    award, form = _award_to_decide(request, award_id), DeclineForm(request.POST)
    if not form.is_valid():
        return _decide(request, award, form)
    actions.decline(actor=request.user, award=award, **form.cleaned_data)
    messages.success(request, _("Declined. Only %(name)s is told, with your reason.") % {"name": award.nominator})
    return go(request, reverse("recognition:approvals"))


@require_safe
@only_if(permissions.can_read_ledger)
def ledger(request: UserRequest) -> HttpResponseBase:
    """The award history: everything for ops and administrators, their own teams for supervisors."""
    table = LedgerTable(queries.ledger(request.user), request, per_page=PER_PAGE)
    return table.download() if table.is_download else _show(request, "recognition/ledger.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(permissions.can_manage_budgets)
def budgets(request: UserRequest) -> HttpResponseBase:
    form = BudgetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_budget(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Budget added. Approved awards that were waiting for it are issued within a minute."))
        return go(request, reverse("recognition:budgets"))
    return _budgets(request, form, TypeForm())


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(permissions.can_manage_budgets)
def budget(request: UserRequest, budget_id: int) -> HttpResponseBase:
    chosen = get_object_or_404(queries.budgets(), pk=budget_id)
    form = AmountForm(request.POST or None, initial={"amount": chosen.amount})
    if request.method == "POST" and form.is_valid():
        actions.change_budget(actor=request.user, budget=chosen, **form.cleaned_data)
        messages.success(request, _("Budget saved."))
        return go(request, reverse("recognition:budgets"))
    spent = {"spent": floatformat(chosen.spent, -2), "unit": chosen.type.unit}
    return form_page(
        request,
        form,
        heading=f"{chosen.type}, {date_format(chosen.first_on)} – {date_format(chosen.last_on)}",
        button=_("Save budget"),
        back=reverse("recognition:budgets"),
        above=_("Change a budget"),
        intro=[_("Already spent: %(spent)s %(unit)s. The budget can't be lower.") % spent],
        context={"tabs": tabs_for(request, TABS)},
    )


@require_POST
@only_if(permissions.can_manage_budgets)
def add_type(request: UserRequest) -> HttpResponseBase:
    form = TypeForm(request.POST)
    if not form.is_valid():
        return _budgets(request, BudgetForm(), form)
    added = actions.add_type(actor=request.user, **form.cleaned_data)
    messages.success(request, _("%(award)s can now be awarded.") % {"award": added})
    return go(request, reverse("recognition:budgets"))


@require_POST
@only_if(permissions.can_manage_budgets)
def retire_type(request: UserRequest, type_id: int) -> HttpResponseBase:
    retired = actions.retire_type(actor=request.user, award_type=get_object_or_404(AwardType, pk=type_id))
    messages.success(request, _("%(award)s is no longer offered.") % {"award": retired})
    return go(request, reverse("recognition:budgets"))


@require_POST
@only_if(permissions.can_manage_budgets)
def offer_type_again(request: UserRequest, type_id: int) -> HttpResponseBase:
    offered = actions.offer_type_again(actor=request.user, award_type=get_object_or_404(AwardType, pk=type_id))
    messages.success(request, _("%(award)s can be awarded again.") % {"award": offered})
    return go(request, reverse("recognition:budgets"))


def _award_to_decide(request: UserRequest, award_id: int) -> Award:
    award = get_object_or_404(Award.objects.visible_to(request.user), pk=award_id)
    if not permissions.can_approve_award(request.user, award):
        raise PermissionDenied
    return award


def _decide(request: UserRequest, award: Award, form: DeclineForm) -> HttpResponse:
    context = {
        "award": award,
        "is_drill": award.journal.is_drill,
        "form": form,
        "evidence": award.evidence.all(),
        "is_open": award.is_undecided,
        "can_be_paid": queries.can_be_paid(award),
    }
    return _show(request, "recognition/decide.html", context, is_invalid=form.is_bound)


def _budgets(request: UserRequest, budget_form: BudgetForm, type_form: TypeForm) -> HttpResponseBase:
    table = BudgetsTable(queries.budgets(), request)
    if table.is_download:
        return table.download()
    context = {
        "budget_form": budget_form,
        "type_form": type_form,
        "table": table,
        "types": queries.types(),
        "retired": queries.retired_types(),
    }
    return _show(request, "recognition/budgets.html", context, is_invalid=budget_form.is_bound or type_form.is_bound)


def _show(request: UserRequest, template: str, context: Mapping[str, Any], *, is_invalid: bool = False) -> HttpResponse:
    answer = invalid if is_invalid else page
    return answer(request, template, {**context, "tabs": tabs_for(request, TABS)})


def _page_of(request: UserRequest, rows: QuerySet[Any]) -> Page[Any]:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
