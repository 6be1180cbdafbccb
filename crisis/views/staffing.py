"""The staffing board: people by shift, channel and language, and invitations that close a gap."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core.forms import LONGEST_ID
from core.live import is_current, live_page
from core.pages import Link, form_page, go, nothing_new
from crisis import actions, permissions, selection_registry
from crisis.cells import CellKind, StaffingCell
from crisis.loading import crisis_to_run, visible_crisis
from crisis.models import Crisis
from crisis.queries.invitations import invitees_of
from crisis.queries.staffing import Staffing, StaffingRow, cells_to_set, own_needs, staffing_for
from crisis.queries.steps import steps_of
from crisis.queries.version_tokens import room_version_token
from crisis.staffing_forms import CellForm, NeededForm
from crisis.tables import NeededTable, StaffingTable
from people.http import UserRequest
from training.permissions import can_see_readiness

HEADINGS = {
    CellKind.SHIFT: gettext_lazy("By shift"),
    CellKind.CHANNEL: gettext_lazy("By channel"),
    CellKind.LANGUAGE: gettext_lazy("By language"),
}


@require_safe
def board(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The board, whose figures update automatically."""
    version_token = room_version_token(crisis_id, request.user)
    # The token changes with the right to see the board, so no further check is needed while it is current.
    if is_current(request, version_token):
        return nothing_new()
    crisis = visible_crisis(request.user, crisis_id)
    shows_all = permissions.can_see_invitations(request.user, crisis)
    staffing = staffing_for(crisis, request.user)
    has_selection = selection_registry.saved_team(crisis) is not None
    may_invite = shows_all and crisis.invites and has_selection and staffing.total.on_team < crisis.team_size
    context = {
        "crisis": crisis,
        "staffing": staffing,
        "shows_all": shows_all,
        "steps": steps_of(crisis, request.user) if permissions.can_see_step_pages(request.user, crisis) else [],
        "tables": [_table(kind, rows, shows_all=shows_all) for kind, rows in staffing.groups],
        "gaps": _gaps(crisis, staffing, may_invite=may_invite) if shows_all and crisis.invites else [],
        "may_set": shows_all and crisis.invites,
        "may_see_hours": permissions.leads_crisis(request.user, crisis),
        "may_see_readiness": can_see_readiness(request.user, crisis.journal_id),
    }
    return live_page(request, "crisis/staffing.html", context, fragment="crisis/_staffing.html", version_token=version_token)


@require_http_methods(["GET", "HEAD", "POST"])
def needed(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Set how many people are needed in each cell, besides the coverage rules."""
    crisis = crisis_to_run(request.user, crisis_id, may=permissions.leads_crisis)
    rules = selection_registry.needed_by_rules(crisis)
    form = NeededForm(request.POST or None, cells=cells_to_set(crisis), own=own_needs(crisis), rules=rules)
    back = reverse("crisis:staffing", args=[crisis.pk])
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_needed(actor=request.user, crisis=crisis, needed=form.needed)
        except actions.TooFewNeeded as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("People needed saved."))
            return go(request, back)
    return form_page(
        request,
        form,
        heading=_("Set people needed"),
        button=_("Save people needed"),
        back=back,
        above=Link(_("Staffing: %(crisis)s") % {"crisis": crisis.title}, back),
        intro=[
            _("How many people does the team need on each shift, for each channel and in each language?"),
            _("Leave a field blank if the coverage rules are enough or it doesn't matter. Everyone on the team can see this."),
        ],
        context={"crisis": crisis},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Preview the person who closes a gap by name, then send the invitation."""
    crisis = crisis_to_run(request.user, crisis_id, may=permissions.leads_crisis)
    form = CellForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        raise actions.NobodyForTheCell(_("This gap doesn't exist any more. Open the staffing board again."))
    if request.method != "POST":
        return _preview(request, crisis, form.cell)
    named = [int(each) for each in request.POST.getlist("named") if each.isdecimal() and len(each) <= LONGEST_ID]
    actions.invite_for_cell(actor=request.user, crisis=crisis, cell=form.cell, named=named)
    messages.success(request, _("1 invitation sent."))
    return go(request, reverse("crisis:staffing", args=[crisis.pk]))


def _preview(request: UserRequest, crisis: Crisis, cell: StaffingCell) -> HttpResponseBase:
    actions.refuse_without_gap(crisis, request.user, cell)
    [invitee] = invitees_of([actions.next_for_cell(crisis, cell)])
    back = reverse("crisis:staffing", args=[crisis.pk])
    return form_page(
        request,
        CellForm(initial={"dimension": cell.kind, "value": cell.value}),
        heading=_("Close the gap: %(cell)s") % {"cell": cell.name},
        button=_("Send 1 invitation"),
        back=back,
        above=Link(_("Staffing: %(crisis)s") % {"crisis": crisis.title}, back),
        intro=[
            _(
                "This invites the next person on the list who closes this gap and keeps the coverage rules. "
                "You can't take the invitation back."
            ),
        ],
        effects=[invitee.name if invitee.has_sign_in else _("%(name)s (no account, so can't reply)") % {"name": invitee.name}],
        template="crisis/invite.html",
        context={"crisis": crisis, "invitees": [invitee]},
    )


def _table(kind: CellKind, rows: Sequence[StaffingRow], *, shows_all: bool) -> NeededTable | StaffingTable:
    return (StaffingTable if shows_all else NeededTable)(rows, caption=str(HEADINGS[kind]), prefix=f"{kind}-")


def _gaps(crisis: Crisis, staffing: Staffing, *, may_invite: bool) -> list[tuple[str, str]]:
    """Each gap in words, with the address of the preview that closes it, or ""."""
    preview = reverse("crisis:invite_for_cell", args=[crisis.pk])
    return [
        (
            row.named_gap,
            f"{preview}?{urlencode({'dimension': row.cell.kind, 'value': row.cell.value})}"
            if may_invite and row.uninvited
            else "",
        )
        for row in staffing.gaps
        if row.cell is not None
    ]
