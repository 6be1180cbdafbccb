"""The board of suggestions, one suggestion, the user's own ones, and votes."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care import actions, backlinks, permissions
from care.forms import BoardFilterForm, SuggestionReplyForm
from care.models import Suggestion
from care.queries.suggestions import board as published
from care.queries.suggestions import conversation, with_votes, written_by
from care.suggestion_subjects import subjects_for
from care.tabs import SUGGESTION_TABS
from core.pages import Link, form_page, go, page
from core.refusals import Refused
from core.sent_forms import KEY_FIELD
from people.http import UserRequest
from people.tabs import tabs_for
from scripts_library.queries import links_to

PER_PAGE = 20


@require_safe
def board(request: UserRequest) -> HttpResponse:
    """Published suggestions with their answers."""
    form = BoardFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    shown = Paginator(published(request.user, **chosen), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "shown": shown,
        "query": f"&{query.urlencode()}" if query else "",
        "is_filtered": any(chosen.values()) or not form.is_valid(),
        "me": request.user.person_id,
        "tabs": tabs_for(request, SUGGESTION_TABS),
    }
    return page(request, "care/suggestion_board.html", context)


@require_safe
def own(request: UserRequest) -> HttpResponse:
    """The user's suggestions with their name, and the way to follow an anonymous one."""
    context = {"suggestions": written_by(request.user), "tabs": tabs_for(request, SUGGESTION_TABS)}
    return page(request, "care/own_suggestions.html", context)


@require_safe
def suggestion(request: UserRequest, suggestion_id: int) -> HttpResponse:
    found = _visible(request, suggestion_id)
    user = request.user
    is_own, may_triage = permissions.is_own_suggestion(user, found), permissions.can_triage(user) and found.is_delivered
    script = links_to(user, [found.script_id]).get(found.script_id) if found.script_id else None
    context = {
        "suggestion": found,
        "heading": found.heading or found.own_heading,
        "is_own": is_own,
        "sees_original": is_own or may_triage,
        "may_decide": permissions.can_decide_suggestion(user, found),
        "may_triage": may_triage,
        "may_vote": permissions.can_vote(user, found),
        "other": Suggestion.objects.visible_to(user).filter(merged=found).first(),
        "conversation": conversation(found, as_author=is_own) if is_own or may_triage else [],
        "script": script,
        "subject": subjects_for(user).get(found.journal_id),
        "backlinks": backlinks.links_of(user, found.pk),
        "tabs": tabs_for(request, SUGGESTION_TABS),
    }
    return page(request, "care/suggestion.html", context)


@require_POST
def vote(request: UserRequest, suggestion_id: int) -> HttpResponseBase:
    found = _visible(request, suggestion_id)
    actions.set_vote(actor=request.user, suggestion=found, matters=request.POST.get("matters") == "yes")
    if request.POST.get("from") == "board":
        return go(request, f"{reverse('care:suggestions')}#suggestion-{found.pk}")
    return go(request, reverse("care:suggestion", args=[found.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: UserRequest, suggestion_id: int) -> HttpResponseBase:
    """A message of the named author to the supervisors, or of a supervisor to the author."""
    found = _visible(request, suggestion_id)
    form, back = SuggestionReplyForm(request.POST or None), reverse("care:suggestion", args=[found.pk])
    is_own = permissions.is_own_suggestion(request.user, found)
    if request.method == "POST" and form.is_valid():
        try:
            _reply(request, found, is_own=is_own, text=form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, back)
    permissions.require_part_in_conversation(request.user, found)
    intro = (
        _("Supervisors get your message with the next suggestions, tomorrow morning at the latest.")
        if is_own
        else _("Only the author and supervisors can read it. An anonymous author sees it with the receipt code.")
    )
    heading = _("Add a message")
    above = Link(found.own_heading, back)
    return form_page(request, form, heading=heading, button=_("Send message"), back=back, above=above, intro=[intro])


def _reply(request: UserRequest, found: Suggestion, *, is_own: bool, text: str) -> None:
    if is_own:
        actions.reply_as_author(actor=request.user, suggestion=found, form_key=request.POST.get(KEY_FIELD, ""), text=text)
    else:
        actions.reply_to_author(actor=request.user, suggestion=found, text=text)


def _visible(request: UserRequest, suggestion_id: int) -> Suggestion:
    suggestions = with_votes(Suggestion.objects.visible_to(request.user), request.user)
    return get_object_or_404(suggestions, pk=suggestion_id)
