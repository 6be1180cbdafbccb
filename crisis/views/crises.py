from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.live import is_current, live_page
from core.pages import INVALID, Link, form_page, go, nothing_new, page, wants_fragment
from crisis import actions, permissions
from crisis.charts import satisfaction_card
from crisis.forms import EntryCorrectionForm, UpdateForm
from crisis.loading import crisis_to_run, visible_crisis
from crisis.models import Crisis
from crisis.needs import help_to_give_in
from crisis.queries import crises as reading
from crisis.queries import room, timeline
from crisis.queries.goals import goals_for
from crisis.queries.help_requests import help_figures, support_of
from crisis.queries.hours import own_line, since_when
from crisis.queries.invitations import counts_of, own_invitations
from crisis.queries.open_tasks import needs_in
from crisis.queries.satisfaction import satisfaction_course
from crisis.queries.support import contacts_of
from crisis.queries.team import service_in, spots_of
from crisis.queries.updates import latest_update
from crisis.queries.version_tokens import room_version_token
from crisis.tables import CrisesTable
from crisis.verbs import UPDATES
from crisis.views.transitions import next_steps
from people.drafts import settle_draft, with_draft
from people.http import UserRequest
from recognition.permissions import can_nominate

CRISES_PER_PAGE = 25
# Timeline entries shown at first, to people who run crises and to others.
LATEST, LATEST_OF_TEAM = 12, 5


@require_safe
def crises(request: UserRequest) -> HttpResponseBase:
    """The list of crises the user may see."""
    table = CrisesTable(reading.crises_for(request.user), request, per_page=CRISES_PER_PAGE)
    if table.is_download:
        return table.download()
    context = {
        "table": table,
        "invitations": own_invitations(request.user),
        "may_open": permissions.can_open_crisis(request.user),
    }
    return page(request, "crisis/list.html", context)


@require_safe
def detail(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The crisis room. Its live part polls and gets an empty answer while nothing has changed."""
    version_token = room_version_token(crisis_id, request.user)
    # The token changes with the right to see the room, so no further check is needed while it is current.
    if is_current(request, version_token):
        return nothing_new()
    crisis = visible_crisis(request.user, crisis_id)
    may_run = permissions.can_run(request.user, crisis)
    form = UpdateForm.promising(crisis.next_update_at) if may_run else None
    # The live part has no update form.
    draft = with_draft(request, form, update_key(crisis)) if form and not wants_fragment(request) else None
    context = {**room_context(crisis, request), "update_form": form, "draft": draft}
    return _room_page(request, context, version_token)


@require_POST
def update(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Post an update, and set the time of the next one."""
    crisis = crisis_to_run(request.user, crisis_id)
    form = UpdateForm(request.POST)
    if form.is_valid():
        try:
            actions.give_update(actor=request.user, crisis=crisis, **form.cleaned_data)
        except actions.NothingToTell as refusal:
            form.add_error("text", str(refusal))
        except actions.AlreadyPast as refusal:
            form.add_error("next_update_at", str(refusal))
        else:
            settle_draft(actor=request.user, key=update_key(crisis))
            messages.success(request, _("Posted. The team can see it now."))
            return go(request, reverse("crisis:detail", args=[crisis.pk]))
    version_token = room_version_token(crisis_id, request.user)
    context = {**room_context(visible_crisis(request.user, crisis_id), request), "update_form": form}
    context["draft"] = with_draft(request, form, update_key(crisis))
    return _room_page(request, context, version_token, status=INVALID)


@require_POST
def confirm_update(request: UserRequest, crisis_id: int, sequence: int) -> HttpResponseBase:
    """Confirm the latest update as a team member."""
    crisis = visible_crisis(request.user, crisis_id)
    actions.confirm_update(actor=request.user, crisis=crisis, sequence=sequence)
    messages.success(request, _("Thanks. The lead can see that you've read it."))
    return go(request, reverse("crisis:detail", args=[crisis.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: UserRequest, crisis_id: int, sequence: int) -> HttpResponseBase:
    """Correct an update. The journal keeps the earlier text."""
    crisis = visible_crisis(request.user, crisis_id)
    update = timeline.update_of(crisis, sequence)
    if update is None:
        raise Http404
    if not permissions.can_correct_update(request.user, crisis, update.writer_id):
        raise PermissionDenied
    form = EntryCorrectionForm(request.POST or None, initial={"text": update.text})
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_update(actor=request.user, crisis=crisis, sequence=sequence, **form.cleaned_data)
        except actions.NothingToTell as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("Update corrected. The team sees the new text, marked as corrected."))
            return go(request, reverse("crisis:detail", args=[crisis.pk]))
    back = reverse("crisis:detail", args=[crisis.pk])
    at = {"at": date_format(localtime(update.given_at), "SHORT_DATETIME_FORMAT")}
    return form_page(
        request,
        form,
        heading=_("Correct the update of %(at)s") % at,
        button=_("Save correction"),
        back=back,
        above=Link(crisis.title, back),
        intro=[_("The team sees your new text, marked as corrected. The journal keeps both versions.")],
        context={"crisis": crisis},
    )


def _room_page(request: UserRequest, context: dict[str, object], version_token: str, *, status: int = 200) -> HttpResponseBase:
    return live_page(
        request,
        "crisis/room.html",
        context,
        fragment="crisis/_room.html",
        satellites={"head": "crisis/_room_head.html", "side": "crisis/_room_side.html"},
        version_token=version_token,
        status=status,
    )


def update_key(crisis: Crisis) -> str:
    """The key of the user's draft of an update."""
    return f"crisis.update:{crisis.pk}"


def room_context(crisis: Crisis, request: UserRequest) -> dict[str, object]:
    may_run = permissions.can_run(request.user, crisis)
    shows_all = request.GET.get("all") == "1"
    reader = permissions.audience_of(request.user, crisis)
    may_see_steps = permissions.can_see_step_pages(request.user, crisis)
    latest = None if shows_all else LATEST if may_see_steps else LATEST_OF_TEAM
    happenings = timeline.timeline_of(crisis, reader, zone=get_current_timezone(), latest=latest)
    members, former_members = service_in(crisis)
    may_see_invitations = permissions.can_see_invitations(request.user, crisis)
    return {
        "crisis": crisis,
        "room": room.room_of(crisis, request.user),
        "satisfaction": satisfaction_card(satisfaction_course(crisis, clock.now())),
        "latest_update": latest_update(crisis, request.user),
        # The title of this crisis would repeat the page's heading.
        "needs": [
            *help_to_give_in(crisis, request.user),
            *(replace(need, note="") if need.note == crisis.title else need for need in needs_in(crisis, request.user)),
        ],
        "spots": spots_of(crisis),
        "invitations": counts_of(crisis) if may_see_invitations else None,
        "line": own_line(crisis, request.user),
        # For lead and deputy only.
        "on_line": since_when(crisis) if may_see_invitations else {},
        "members": members,
        "former_members": former_members,
        "contacts": contacts_of(crisis),
        "support": support_of(crisis, request.user, clock.now()),
        "help_figures": help_figures(crisis, request.user),
        "goals": goals_for(request.user, crisis, clock.now()),
        "happenings": happenings,
        "correctable": {
            item.sequence
            for item in happenings
            if item.verb in UPDATES and permissions.can_correct_update(request.user, crisis, item.writer_id)
        },
        "shows_all": shows_all,
        "next_steps": next_steps(crisis) if may_run else [],
        "may_run": may_run,
        "may_nominate": can_nominate(request.user) and not crisis.is_finished,
        "may_see_steps": may_see_steps,
    }
