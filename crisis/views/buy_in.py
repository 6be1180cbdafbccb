from collections.abc import Sequence

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import LONGEST_ID
from core.moments import moment_in
from core.pages import Link, form_page, go, invalid, page
from core.refusals import Refused
from crisis import actions, permissions, selection_registry
from crisis.forms import InviteForm, ReleaseForm
from crisis.loading import crisis_to_run, crisis_with_steps
from crisis.models import Crisis
from crisis.queries.invitations import Invitee, SpotCounts, all_invitations, counts_of, invitees_of, terms_of, totals_of
from crisis.queries.steps import steps_of
from crisis.queries.team import members_of, service_in
from crisis.tables import CoverageNowTable, InvitationsTable
from people.http import UserRequest

# The page names this many of the next people. The selection page has all of them.
SHOWN_NEXT = 12


@require_safe
def buy_in(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The buy-in step: the team for every supervisor, replies for lead and deputy."""
    crisis = crisis_with_steps(request.user, crisis_id)
    return page(request, "crisis/buy_in.html", _context(request, crisis))


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Preview the people to invite by name, then send the invitations."""
    crisis = crisis_to_run(request.user, crisis_id, may=permissions.leads_crisis)
    form = InviteForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return invalid(request, "crisis/buy_in.html", {**_context(request, crisis), "form": form})
    if request.method != "POST":
        invitees = invitees_of(selection_registry.next_people(crisis)[: form.cleaned_data["count"]])
        return _confirm_invitations(request, crisis, invitees)
    invited = actions.send_invitations(
        actor=request.user, crisis=crisis, count=form.cleaned_data["count"], named=_named(request)
    )
    text = ngettext("%(count)d invitation sent.", "%(count)d invitations sent.", invited)
    messages.success(request, text % {"count": invited})
    return go(request, reverse("crisis:buy_in", args=[crisis.pk]))


def _confirm_invitations(request: UserRequest, crisis: Crisis, invitees: Sequence[Invitee]) -> HttpResponse:
    """The preview, with the button to send the invitations."""
    if not invitees:
        raise Refused(
            _("Everyone on the list has already been invited or isn't available. Save a new selection to invite more people.")
        )
    count, back = {"count": len(invitees)}, reverse("crisis:buy_in", args=[crisis.pk])
    effect = ngettext(
        "This invites %(count)d person now. You can't take the invitation back.",
        "This invites %(count)d people now. You can't take invitations back.",
        len(invitees),
    )
    without_account = _("%(name)s (no account, so can't reply)")
    return form_page(
        request,
        Form(),
        heading=_("Send invitations"),
        button=ngettext("Send %(count)d invitation", "Send %(count)d invitations", len(invitees)) % count,
        back=back,
        above=Link(_("Buy-in: %(crisis)s") % {"crisis": crisis.title}, back),
        intro=[effect % count],
        effects=[each.name if each.has_sign_in else without_account % {"name": each.name} for each in invitees],
        template="crisis/invite.html",
        context={"crisis": crisis, "invitees": invitees},
    )


def _named(request: UserRequest) -> list[int] | None:
    """Ids of the people in the preview, in order. None if the form was not sent from the preview."""
    ids = request.POST.getlist("named")
    return [int(each) for each in ids if each.isdecimal() and len(each) <= LONGEST_ID] if ids else None


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: UserRequest, crisis_id: int, person_id: int) -> HttpResponseBase:
    """Release a team member, with an optional message for them alone."""
    crisis = crisis_to_run(request.user, crisis_id, may=permissions.leads_crisis)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.release(actor=request.user, crisis=crisis, person_id=person_id, message=form.cleaned_data["message"])
        messages.success(request, _("Released from the team. Say thank you in person too."))
        return go(request, reverse("crisis:buy_in", args=[crisis.pk]))
    member = next((one for one in members_of(crisis) if one.person_id == person_id), None)
    if member is None:
        raise actions.NotInTheTeam(_("This person isn't on the team. They may have left already."))
    name, back = {"name": member.name}, reverse("crisis:buy_in", args=[crisis.pk])
    return form_page(
        request,
        form,
        heading=_("Release %(name)s from the team") % name,
        button=_("Release %(name)s") % name,
        back=back,
        above=Link(_("Buy-in: %(crisis)s") % {"crisis": crisis.title}, back),
        effects=[
            _("%(name)s leaves the team now and gets a message.") % name,
            _("The spot goes to the next person on the list."),
        ],
        tone="danger",
        context={"crisis": crisis},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invite_again(request: UserRequest, crisis_id: int, invitation_id: int) -> HttpResponseBase:
    """Preview the second invitation of a person who asked to come back by name, then send it."""
    crisis = crisis_to_run(request.user, crisis_id, may=permissions.leads_crisis)
    back = reverse("crisis:buy_in", args=[crisis.pk])
    if request.method == "POST":
        actions.invite_again(actor=request.user, crisis=crisis, invitation_id=invitation_id)
        messages.success(request, _("Invited again. It's up to them whether they come back."))
        return go(request, back)
    [invitee] = invitees_of([actions.asking_to_come_back(crisis, invitation_id).person_id])
    return form_page(
        request,
        Form(),
        heading=_("Invite %(name)s again") % {"name": invitee.name},
        button=_("Send 1 invitation"),
        back=back,
        above=Link(_("Buy-in: %(crisis)s") % {"crisis": crisis.title}, back),
        intro=[_("This invites %(count)d person now. You can't take the invitation back.") % {"count": 1}],
        effects=[_("%(name)s gets an invitation with a new deadline, and can say yes or no.") % {"name": invitee.name}],
        context={"crisis": crisis},
    )


@require_POST
def extend_deadline(request: UserRequest, crisis_id: int, invitation_id: int) -> HttpResponseBase:
    crisis = crisis_to_run(request.user, crisis_id, may=permissions.leads_crisis)
    extended = actions.extend_deadline(actor=request.user, crisis=crisis, invitation_id=invitation_id)
    until = moment_in(extended.deadline_at, get_current_timezone())
    text = _("%(name)s can reply until %(time)s.")
    messages.success(request, text % {"name": extended.person.display_name, "time": until})
    return go(request, reverse("crisis:buy_in", args=[crisis.pk]))


def _context(request: UserRequest, crisis: Crisis) -> dict[str, object]:
    counts = counts_of(crisis)
    members, former_members = service_in(crisis)
    team = selection_registry.saved_team(crisis)
    may_invite = permissions.leads_crisis(request.user, crisis) and crisis.invites and team is not None
    terms = terms_of(crisis)
    may_see_invitations = permissions.can_see_invitations(request.user, crisis)
    invitations = all_invitations(crisis, request.user)
    return {
        "crisis": crisis,
        "steps": steps_of(crisis, request.user),
        "counts": counts,
        "members": members,
        "former_members": former_members,
        "figures": _figures(crisis, counts, may_see_invitations=may_see_invitations),
        "all_invitations": InvitationsTable(invitations, request, terms_version=terms.version if terms else None),
        # For lead and deputy only, because changes of these numbers would reveal who declined.
        "coverage": CoverageNowTable(selection_registry.coverage_now(crisis) if may_see_invitations else []),
        "terms": terms,
        "form": InviteForm(initial={"count": max(1, counts.free - counts.open)}),
        "may_invite": may_invite,
        "next_people": invitees_of(selection_registry.next_people(crisis)[:SHOWN_NEXT]) if may_invite else [],
        "may_see_invitations": may_see_invitations,
        "may_release": permissions.leads_crisis(request.user, crisis) and crisis.invites,
        "has_selection": team is not None,
        "order_note": team.note if team else "",
    }


def _figures(crisis: Crisis, counts: SpotCounts, *, may_see_invitations: bool) -> list[tuple[str, int]]:
    """Labels and figures of the round: replies for lead and deputy, without zeros, and totals for others."""
    if may_see_invitations:
        endings = [(label, figure) for label, figure in counts.endings if figure]
        return [(_("No reply yet"), counts.open), *endings]
    totals = totals_of(crisis)
    return [(_("People invited"), totals["invited"]), (_("People who served"), totals["served"])] if totals else []
