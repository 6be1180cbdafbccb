"""Pages of coaching sessions, for the two people only."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care import actions, permissions
from care.forms import AboutMeForm, AgreedActionForm, PlanSessionForm, PrivateNotesForm, SharedNotesForm
from care.models import AgreedAction, CoachingSession, CoachOf
from care.queries import coaches, sessions
from care.tables import SessionsTable
from care.tabs import CARE_TABS
from core.pages import form_page, go, invalid, page
from people.drafts import settle_draft, with_draft
from people.http import UserRequest, only_if
from people.tabs import tabs_for


@require_safe
@only_if(permissions.can_use_pulse)
def coaching(request: UserRequest) -> HttpResponseBase:
    """The user's own coaching: sessions, what their coach knows about them, and what a new coach may read."""
    table = SessionsTable(sessions.sessions_of(request.user), request)
    if table.is_download:
        return table.download()
    context = {
        "tabs": tabs_for(request, CARE_TABS),
        "table": table,
        "coaching": coaches.coach_of(request.user),
        "about_me": sessions.about_me(request.user.person_id),
    }
    return page(request, "care/coaching.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(permissions.can_use_pulse)
def about_me(request: UserRequest) -> HttpResponseBase:
    """What the user wants their coach to know about them."""
    known, key = sessions.about_me(request.user.person_id), "care.about_me"
    first = {name: getattr(known, name, "") for name in AboutMeForm.base_fields}
    form = AboutMeForm(request.POST or None, initial=first)
    draft = with_draft(request, form, key)
    if request.method == "POST" and form.is_valid():
        actions.write_about_me(actor=request.user, **form.cleaned_data)
        settle_draft(actor=request.user, key=key)
        messages.success(request, _("Saved. Only your coach can read it."))
        return go(request, reverse("care:coaching"))
    return form_page(
        request,
        form,
        heading=_("About me"),
        button=_("Save for my coach"),
        back=reverse("care:coaching"),
        intro=[_("Your coach can read this, and nobody else. Leave everything blank to delete it.")],
        context={"draft": draft, "tabs": tabs_for(request, CARE_TABS)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: UserRequest, coaching_id: int) -> HttpResponseBase:
    """Plan a session with the other one."""
    current = CoachOf.objects.current().between(request.user).select_related("person", "coach")
    found = get_object_or_404(current, pk=coaching_id)
    form = PlanSessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        planned = actions.plan_session(actor=request.user, coaching=found, **form.cleaned_data)
        messages.success(request, _("Session planned."))
        return go(request, reverse("care:session", args=[planned.pk]))
    is_person = found.person_id == request.user.person_id
    return form_page(
        request,
        form,
        heading=_("Plan a session with %(name)s") % {"name": found.coach if is_person else found.person},
        button=_("Plan session"),
        back=reverse("care:coaching") if is_person else reverse("care:coachee", args=[found.pk]),
        effects=[_("The other one is told now.")],
        context={"tabs": tabs_for(request, CARE_TABS)},
    )


@require_POST
def share(request: UserRequest, coaching_id: int) -> HttpResponseBase:
    """Let the present coach read shared notes with earlier coaches, or stop it."""
    found = get_object_or_404(CoachOf.objects.current().of(request.user), pk=coaching_id)
    shares = request.POST.get("shares") == "yes"
    actions.share_earlier(actor=request.user, coaching=found, shares=shares)
    messages.success(
        request,
        _("Your coach can now read earlier shared notes.") if shares else _("Earlier notes are hidden from your coach."),
    )
    return go(request, reverse("care:coaching"))


@require_safe
def session(request: UserRequest, session_id: int) -> HttpResponse:
    return _show(request, _visible(request, session_id))


@require_POST
def shared_notes(request: UserRequest, session_id: int) -> HttpResponseBase:
    """Save the shared notes. If the other one saved meanwhile, both texts are shown."""
    found, form = _own(request, session_id), SharedNotesForm(request.POST)
    if not form.is_valid():
        return _show(request, found, shared=form)
    try:
        given = form.cleaned_data
        actions.save_shared_notes(actor=request.user, session=found, text=given["shared_text"], version=given["version"])
    except actions.NotesChanged as refusal:
        found.refresh_from_db()
        # The user has now seen the newer notes, so saving again replaces them.
        form = SharedNotesForm({**request.POST.dict(), "version": found.notes_version})
        form.add_error("shared_text", str(refusal))
        return _show(request, found, shared=form, newer=found.shared_notes)
    settle_draft(actor=request.user, key=_key("shared", found))
    return _done(request, found, _("Shared notes saved."))


@require_POST
def private_notes(request: UserRequest, session_id: int) -> HttpResponseBase:
    found, form = _own(request, session_id), PrivateNotesForm(request.POST)
    if not form.is_valid():
        return _show(request, found, private=form)
    actions.save_private_notes(actor=request.user, session=found, text=form.cleaned_data["private_text"])
    settle_draft(actor=request.user, key=_key("private", found))
    return _done(request, found, _("Your own notes are saved."))


@require_POST
def agree(request: UserRequest, session_id: int) -> HttpResponseBase:
    """Add an agreed action."""
    found = _own(request, session_id)
    form = AgreedActionForm(request.POST, coaching=found.coaching)
    if not form.is_valid():
        return _show(request, found, agreed=form)
    actions.agree_action(actor=request.user, session=found, **form.cleaned_data)
    return _done(request, found, _("Action added."))


@require_POST
def done(request: UserRequest, action_id: int) -> HttpResponseBase:
    """Mark an agreed action as done, or as still to do."""
    mine = AgreedAction.objects.filter(session__in=CoachingSession.objects.between(request.user))
    found = get_object_or_404(mine.select_related("session"), pk=action_id)
    actions.set_done(actor=request.user, action=found, is_done=request.POST.get("done") == "yes")
    return _done(request, found.session, _("Saved."))


@require_POST
def hold(request: UserRequest, session_id: int) -> HttpResponseBase:
    found = _own(request, session_id)
    actions.hold_session(actor=request.user, session=found)
    return _done(request, found, _("Marked as held."))


@require_POST
def cancel(request: UserRequest, session_id: int) -> HttpResponseBase:
    found = _own(request, session_id)
    actions.cancel_session(actor=request.user, session=found)
    return _done(request, found, _("Session cancelled. The other one is told."))


def _visible(request: UserRequest, session_id: int) -> CoachingSession:
    seen = CoachingSession.objects.visible_to(request.user).select_related("coaching__person", "coaching__coach")
    return get_object_or_404(seen, pk=session_id)


def _own(request: UserRequest, session_id: int) -> CoachingSession:
    """A session in which the user takes part."""
    mine = CoachingSession.objects.between(request.user).select_related("coaching__person", "coaching__coach")
    return get_object_or_404(mine, pk=session_id)


def _key(kind: str, found: CoachingSession) -> str:
    return f"care.{kind}:{found.pk}"


def _done(request: UserRequest, found: CoachingSession, said: str) -> HttpResponseBase:
    messages.success(request, said)
    return go(request, reverse("care:session", args=[found.pk]))


def _show(
    request: UserRequest,
    found: CoachingSession,
    *,
    shared: SharedNotesForm | None = None,
    private: PrivateNotesForm | None = None,
    agreed: AgreedActionForm | None = None,
    newer: str = "",
) -> HttpResponse:
    """The page of a session. A form with errors is shown as it was typed."""
    view = sessions.session_view(request.user, found)
    is_refused = any(form is not None for form in (shared, private, agreed))
    context: dict[str, Any] = {"tabs": tabs_for(request, CARE_TABS), "view": view, "session": found, "newer": newer}
    if view.takes_part:
        shared = shared or SharedNotesForm(initial={"shared_text": found.shared_notes, "version": found.notes_version})
        private = private or PrivateNotesForm(initial={"private_text": view.private_text})
        at = reverse("care:session", args=[found.pk])
        shared_draft = with_draft(request, shared, _key("shared", found), at=at)
        context |= {
            # A restored draft replaces the notes as well, so the user sees those that were saved since.
            "newer": found.shared_notes if shared_draft.is_outdated else newer,
            "shared": shared,
            "shared_draft": shared_draft,
            "private": private,
            "private_draft": with_draft(request, private, _key("private", found), at=at),
            "agreed": agreed or AgreedActionForm(coaching=found.coaching),
        }
    return (invalid if is_refused else page)(request, "care/session.html", context)
