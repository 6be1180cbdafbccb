"""Pages after completion: correction by the reviewer, and confirmation of a red flag."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import go, invalid, page
from people.drafts import settle_draft, with_draft
from people.http import UserRequest, roles_only
from people.identity import Role
from quality import actions
from quality.forms import ReviewCorrectionForm
from quality.models import Review
from quality.queries import reviews as queries
from quality.queries.red_flags import pages_for, told_of


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.REVIEWER)
def correct(request: UserRequest, review_id: int) -> HttpResponseBase:
    """Correction of a completed review by its reviewer, until the deadline."""
    made = Review.objects.completed().filter(reviewer=request.user.person_id)
    review = get_object_or_404(made.select_related("version", "slot__programme__journal"), pk=review_id)
    actions.refuse_unless_correctable(request.user, review)
    form = _form(request, review)
    key = f"quality.correction:{review.pk}"
    draft = with_draft(request, form, key)
    if request.method == "POST" and form.is_valid():
        values = {"comment": form.cleaned_data["comment"], "reason": form.cleaned_data["reason"]}
        try:
            actions.correct_review(actor=request.user, review=review, answers=form.answers, **values)
        except actions.NothingCorrected as refusal:
            form.add_error(None, str(refusal))
        else:
            settle_draft(actor=request.user, key=key)
            messages.success(request, _("Review corrected. The CSP has been notified."))
            return go(request, reverse("quality:result", args=[review.pk]))
    card = queries.contact_card(person_id=review.person_id, interaction_id=review.interaction_id)
    answer = invalid if form.is_bound else page
    context = {"review": review, "form": form, "card": card, "draft": draft}
    return answer(request, "quality/correct.html", context)


@require_POST
def see_red_flag(request: UserRequest, review_id: int) -> HttpResponseBase:
    """Confirm a red flag as seen, as a team leader or as the lead of a case."""
    review = get_object_or_404(told_of(request.user).select_related("slot__programme"), pk=review_id)
    actions.see_red_flag(actor=request.user, review=review)
    messages.success(request, _("Thanks. This red flag is off your home page."))
    pages = pages_for(request.user, {review.pk: (review.person_id, review.slot.programme.journal_id)})
    return go(request, pages[review.pk])


def _form(request: UserRequest, review: Review) -> ReviewCorrectionForm:
    answers = dict(review.answers.values_list("question_id", "value"))
    initial = ReviewCorrectionForm.initial_of(answers, review.comment)
    return ReviewCorrectionForm(request.POST or None, version=review.version, is_completing=True, initial=initial)
