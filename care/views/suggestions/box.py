"""Anonymous routes of the suggestion box: writing, and following with a receipt.

They answer forms with a page instead of a redirect, and don't use messages, sent forms or drafts, because each of these would
store when or by whom something was written.
"""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from care import actions
from care.forms import ReceiptForm, SuggestionReplyForm, WriteSuggestionForm
from care.models import Suggestion
from care.queries.suggestions import conversation, reasons_against_anonymity
from core.pages import form_page, invalid, page
from core.refusals import Refused
from core.sent_forms import KEY_FIELD
from people.http import UserRequest


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: UserRequest) -> HttpResponse:
    form = WriteSuggestionForm(request.POST or None, user=request.user, initial={"journal_id": request.GET.get("about", "")})
    if request.method == "POST" and form.is_valid():
        key = request.POST.get(KEY_FIELD, "")
        try:
            receipt = actions.write_suggestion(actor=request.user, form_key=key, **form.values())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return page(request, "care/suggestion_written.html", {"receipt": receipt})
    return form_page(
        request,
        form,
        heading=_("Make a suggestion"),
        button=_("Send suggestion"),
        back=reverse("care:suggestions"),
        template="care/write_suggestion.html",
        context={"reasons": reasons_against_anonymity(request.user)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: UserRequest) -> HttpResponse:
    """The anonymous suggestion of a receipt. The code is only ever in the body of a form, never in an address."""
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.suggestion is not None:
        return _followed(request, form.suggestion, form.cleaned_data["code"])
    return form_page(
        request,
        form,
        heading=_("Follow an anonymous suggestion"),
        button=_("Show suggestion"),
        back=reverse("care:suggestions"),
        intro=[_("Anyone with the code sees the suggestion and its answer, and can add a message without a name.")],
    )


def _followed(request: UserRequest, suggestion: Suggestion, code: str) -> HttpResponse:
    reply, is_added = SuggestionReplyForm(request.POST if "text" in request.POST else None), False
    if reply.is_bound and reply.is_valid():
        try:
            actions.reply_by_receipt(code=code, form_key=request.POST.get(KEY_FIELD, ""), **reply.cleaned_data)
        except Refused as refusal:
            reply.add_error(None, str(refusal))
        else:
            reply, is_added = SuggestionReplyForm(), True
    context = {
        "suggestion": suggestion,
        "shown": suggestion.merged_into or suggestion,
        "conversation": conversation(suggestion, as_author=True),
        "code": code,
        "reply": reply,
        "is_added": is_added,
    }
    return (invalid if reply.is_bound else page)(request, "care/followed_suggestion.html", context)
