"""Pages on which supervisors read, publish, answer and merge suggestions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care import actions, permissions
from care.forms import AnswerSuggestionForm, MergeSuggestionForm, PublishSuggestionForm
from care.models import Suggestion
from care.queries.suggestions import to_triage
from care.tables import SuggestionsTable
from care.tabs import SUGGESTION_TABS
from core.pages import Link, form_page, go, page
from core.refusals import Refused
from people.http import UserRequest, only_if
from people.tabs import tabs_for

PER_PAGE = 50


@require_safe
@only_if(permissions.can_triage)
def triage(request: UserRequest) -> HttpResponseBase:
    """Suggestions that wait for an answer, or all delivered ones."""
    with_answered = bool(request.GET.get("answered"))
    table = SuggestionsTable(to_triage(with_answered=with_answered), request, per_page=PER_PAGE)
    if table.is_download:
        return table.download()
    context = {"table": table, "with_answered": with_answered, "tabs": tabs_for(request, SUGGESTION_TABS)}
    return page(request, "care/suggestions_to_answer.html", context)


@require_POST
def look(request: UserRequest, suggestion_id: int) -> HttpResponseBase:
    found = _decidable(request, suggestion_id)
    actions.look_at_suggestion(actor=request.user, suggestion=found)
    return go(request, _page_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: UserRequest, suggestion_id: int) -> HttpResponseBase:
    found = _decidable(request, suggestion_id)
    form = PublishSuggestionForm(request.POST or None, initial={"published_text": found.published_text or found.text})
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish_suggestion(actor=request.user, suggestion=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The suggestion is on the board."))
            return go(request, _page_of(found))
    return form_page(
        request,
        form,
        heading=_("Publish suggestion"),
        button=_("Publish suggestion"),
        back=_page_of(found),
        above=Link(found.own_heading, _page_of(found)),
        intro=[_("Everyone can read it on the board and say that it also matters to them. You can answer it later.")],
        template="care/suggestion_form.html",
        context={"suggestion": found},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: UserRequest, suggestion_id: int) -> HttpResponseBase:
    found = _decidable(request, suggestion_id)
    initial = {"published_text": found.published_text or found.text, "answer": found.answer, "script_id": found.script_id}
    form = AnswerSuggestionForm(request.POST or None, user=request.user, suggestion=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_suggestion(actor=request.user, suggestion=found, **form.values())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The answer is on the board."))
            return go(request, _page_of(found))
    return form_page(
        request,
        form,
        heading=_("Answer suggestion"),
        button=_("Publish answer"),
        back=_page_of(found),
        above=Link(found.own_heading, _page_of(found)),
        intro=[_("Everyone can read the answer on the board, with your name.")],
        template="care/suggestion_form.html",
        context={"suggestion": found},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: UserRequest, suggestion_id: int) -> HttpResponseBase:
    found = _decidable(request, suggestion_id)
    form = MergeSuggestionForm(request.POST or None, user=request.user, suggestion=found)
    if request.method == "POST" and form.is_valid():
        actions.merge_suggestion(actor=request.user, suggestion=found, **form.cleaned_data)
        messages.success(request, _("The suggestions are merged."))
        return go(request, _page_of(found))
    return form_page(
        request,
        form,
        heading=_("Merge suggestion"),
        button=_("Merge suggestions"),
        back=_page_of(found),
        above=Link(found.own_heading, _page_of(found)),
        effects=[
            _("This suggestion leaves the board, and its votes count for the other one."),
            _("Its author follows the other one from now on. This can't be undone."),
        ],
        template="care/suggestion_form.html",
        context={"suggestion": found},
    )


def _decidable(request: UserRequest, suggestion_id: int) -> Suggestion:
    found = get_object_or_404(Suggestion.objects.visible_to(request.user), pk=suggestion_id)
    if not permissions.can_decide_suggestion(request.user, found):
        raise PermissionDenied
    return found


def _page_of(suggestion: Suggestion) -> str:
    return reverse("care:suggestion", args=[suggestion.pk])
