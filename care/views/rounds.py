"""Pages for the owners of pulse rounds."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care import actions, permissions
from care.forms import ChangeSaidForm
from care.models import PulseFigure, PulseRound
from care.queries.own_pulse import about
from care.queries.rounds import figures_of, rounds_of
from care.tables import PulseFiguresTable, PulseRoundsTable
from care.tabs import CARE_TABS
from core.pages import Link, form_page, go, page
from core.refusals import Refused
from people.drafts import settle_draft, with_draft
from people.http import UserRequest, only_if
from people.tabs import tabs_for

FILTERS = (PulseFigure.By.TEAM, PulseFigure.By.SHIFT, PulseFigure.By.CHANNEL)


@require_safe
@only_if(permissions.can_see_rounds)
def rounds(request: UserRequest) -> HttpResponseBase:
    """All rounds that the user owns."""
    table = PulseRoundsTable(rounds_of(request.user), request)
    if table.is_download:
        return table.download()
    context = {"tabs": tabs_for(request, CARE_TABS), "table": table, "may_start": permissions.can_start_round(request.user)}
    return page(request, "care/rounds.html", context)


@require_POST
@only_if(permissions.can_start_round)
def start_round(request: UserRequest) -> HttpResponseBase:
    actions.start_round(actor=request.user)
    messages.success(request, _("Round started. All agents see two questions on their home for a week."))
    return go(request, reverse("care:rounds"))


@require_safe
def round_(request: UserRequest, round_id: int) -> HttpResponseBase:
    """Figures of a round by one filter at a time, and what changed."""
    found = _owned(request, round_id)
    asked = request.GET.get("by", "")
    by = asked if asked in FILTERS else PulseFigure.By.TEAM
    table = PulseFiguresTable(figures_of(found, by), request)
    if table.is_download:
        return table.download()
    filters = [{"value": each.value, "label": each.label, "is_here": each == by} for each in FILTERS]
    context = {"tabs": tabs_for(request, CARE_TABS), "round": found, "about": about(found), "table": table, "filters": filters}
    return page(request, "care/round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def say_change(request: UserRequest, round_id: int) -> HttpResponseBase:
    """Say what changed because of a round."""
    found = _owned(request, round_id)
    form, key = ChangeSaidForm(request.POST or None), f"care.change:{round_id}"
    draft = with_draft(request, form, key)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_change(actor=request.user, pulse_round=found, change=form.cleaned_data["change"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            settle_draft(actor=request.user, key=key)
            messages.success(request, _("Saved. Everyone who was asked can read it."))
            return go(request, reverse("care:round", args=[round_id]))
    back = reverse("care:round", args=[round_id])
    return form_page(
        request,
        form,
        heading=_("Say what changed"),
        button=_("Publish to everyone asked"),
        back=back,
        above=Link(f"{about(found)}: {found}", back),
        intro=[_("People answer again if they see that it helped. You can't change this text later.")],
        context={"draft": draft, "tabs": tabs_for(request, CARE_TABS)},
    )


def _owned(request: UserRequest, round_id: int) -> PulseRound:
    owned = PulseRound.objects.owned_by(request.user).select_related("journal", "change_by")
    return get_object_or_404(owned, pk=round_id)
