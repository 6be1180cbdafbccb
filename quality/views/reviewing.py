from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timesince import timesince, timeuntil
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.list_lines import Line
from core.pages import form_page, go, invalid, page
from people.actions import looked_at_results
from people.drafts import settle_draft, with_draft
from people.http import UserRequest, roles_only
from people.identity import Role
from people.tabs import tabs_for
from quality import actions, permissions
from quality.forms import ReplaceForm, ReviewForm
from quality.models import Review, Slot
from quality.queries import reviews as queries
from quality.queries.corrections import follow_up
from quality.queries.evaluations import my_imported_evaluations
from quality.tables import arithmetic
from quality.tabs import TABS


@require_safe
@roles_only(Role.REVIEWER)
def queue(request: UserRequest) -> HttpResponse:
    """The reviewer's open reviews, most urgent first."""
    rows = queries.queue(request.user, clock.now())
    context = {
        "tabs": tabs_for(request, TABS),
        "next": rows[0] if rows else None,
        "later": [_line_of(row) for row in rows[1:]],
        "overdue": sum(row.is_overdue for row in rows),
        "count": len(rows),
    }
    return page(request, "quality/queue.html", context)


def _line_of(row: queries.QueueRow) -> Line:
    """List line of a review in the queue after the first one."""
    facts = [row.channel, row.topic, date_format(localtime(row.contact_at), "SHORT_DATETIME_FORMAT"), row.programme]
    due = _("Overdue by %(time)s") % {"time": timesince(row.due_at)} if row.is_overdue else ""
    return Line(
        title=row.person,
        url=reverse("quality:review", args=[row.slot_id]),
        symbol="alert-circle" if row.is_overdue else "pencil" if row.is_started else "clock",
        note=" · ".join(fact for fact in [*facts, _("started") if row.is_started else ""] if fact),
        sign=due or _("Due in %(time)s") % {"time": timeuntil(row.due_at)},
        tone="danger" if row.is_overdue else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.REVIEWER)
def review(request: UserRequest, slot_id: int) -> HttpResponseBase:
    """The review form next to the contact. An incomplete form is saved as a draft, and the page says what is missing."""
    slot = get_object_or_404(Slot.objects.reviewed_by(request.user.person_id), pk=slot_id)
    if slot.state == Slot.State.DONE:
        return redirect("quality:result", slot.review.pk)
    if slot.state == Slot.State.ASSIGNED:
        return page(request, "quality/review.html", _beside(slot))
    if request.method == "POST":
        return _save(request, slot)
    draft = slot.review
    initial = ReviewForm.initial_of(dict(draft.answers.values_list("question_id", "value")), draft.comment)
    form = ReviewForm(version=draft.version, is_completing=False, initial=initial)
    typed = with_draft(request, form, _draft_key(draft))
    return page(request, "quality/review.html", {**_beside(slot), "form": form, "draft": typed})


def _save(request: UserRequest, slot: Slot) -> HttpResponseBase:
    draft = slot.review
    if request.POST.get("review") != str(draft.pk):
        # A replaced contact starts another review at the same URL.
        raise actions.ContactReplaced
    is_completing = "draft" not in request.POST
    form = ReviewForm(request.POST, version=draft.version, is_completing=is_completing)
    if form.is_valid() and is_completing:
        actions.complete_review(actor=request.user, review=draft, answers=form.answers, comment=form.cleaned_data["comment"])
        settle_draft(actor=request.user, key=_draft_key(draft))
        messages.success(request, _("Review completed. The CSP has been notified."))
        return go(request, reverse("quality:result", args=[draft.pk]))
    actions.save_draft(actor=request.user, review=draft, answers=form.answers, comment=form.cleaned_data.get("comment", ""))
    settle_draft(actor=request.user, key=_draft_key(draft))
    if form.is_valid():
        messages.success(request, _("Draft saved. Only you can see it."))
        return go(request, reverse("quality:queue"))
    typed = with_draft(request, form, _draft_key(draft))
    return invalid(request, "quality/review.html", {**_beside(slot), "form": form, "draft": typed})


def _draft_key(review: Review) -> str:
    # A replaced contact starts another review, which has its own draft.
    return f"quality.review:{review.pk}"


@require_POST
@roles_only(Role.REVIEWER)
def start(request: UserRequest, slot_id: int) -> HttpResponseBase:
    slot = Slot.objects.reviewed_by(request.user.person_id).filter(pk=slot_id).first()
    if slot is None:
        messages.info(request, _("This review is no longer assigned to you. Continue with the next one in your queue."))
        return go(request, reverse("quality:queue"))
    actions.start_review(actor=request.user, slot=slot)
    # The form has the focus then, so that its keys work at once.
    return go(request, reverse("quality:review", args=[slot.pk]) + "#questions")


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.REVIEWER)
def replace(request: UserRequest, slot_id: int) -> HttpResponseBase:
    """Replace a contact that can't be reviewed."""
    slot = get_object_or_404(Slot.objects.queued_for(request.user.person_id), pk=slot_id)
    form = ReplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        replaced = actions.replace_interaction(actor=request.user, slot=slot, **form.cleaned_data)
        if replaced.state == Slot.State.CANCELLED:
            messages.success(
                request, _("There is no other contact, so this review was cancelled. It is no longer in your queue.")
            )
            return go(request, reverse("quality:queue"))
        if replaced.interaction_id is None:
            messages.success(request, _("Contact removed. The review is assigned again when there is another contact."))
            return go(request, reverse("quality:queue"))
        messages.success(request, _("Contact replaced. This is another contact of the same CSP."))
        return go(request, reverse("quality:review", args=[slot.pk]))
    if queries.is_needed(slot, clock.now()):
        without_another = _("If there is no other contact yet, the review is assigned again when there is one.")
    else:
        without_another = _(
            "This CSP has left the review programme. If there is no other contact from that time, the review is cancelled."
        )
    beside = _beside(slot)
    return form_page(
        request,
        form,
        heading=_("Replace contact"),
        button=_("Replace contact"),
        back=reverse("quality:review", args=[slot.pk]),
        above=_("%(name)s, %(programme)s") % {"name": beside["card"].person, "programme": beside["programme"]},
        intro=[
            _("You'll get another contact of the same CSP. This one won't come back, and your answers for it are deleted."),
            without_another,
        ],
        template="quality/replace.html",
        context=beside,
    )


@require_safe
def result(request: UserRequest, review_id: int) -> HttpResponse:
    """A completed review with its calculation: for the CSP, their team leader and the reviewer."""
    found = get_object_or_404(
        Review.objects.completed().visible_to(request.user).select_related("slot__programme__journal"), pk=review_id
    )
    if found.reviewer_id != request.user.person_id:
        looked_at_results(request.user, [found.person_id])
    shown = queries.result_view(found)
    context = {
        "review": found,
        "is_drill": found.is_drill,
        "result": shown,
        "arithmetic": arithmetic(shown),
        "follow_up": follow_up(request.user, found),
        "can_acknowledge": permissions.can_acknowledge(request.user, found) and found.acknowledged_at is None,
        "tabs": tabs_for(request, TABS),
        "is_own": found.person_id == request.user.person_id,
        "is_reviewer": found.reviewer_id == request.user.person_id,
    }
    return page(request, "quality/result.html", context)


@require_POST
def acknowledge(request: UserRequest, review_id: int) -> HttpResponseBase:
    found = get_object_or_404(Review.objects.completed().visible_to(request.user), pk=review_id)
    actions.acknowledge_review(actor=request.user, review=found)
    messages.success(request, _("Thank you. Your team leader can see that you've read it."))
    return go(request, reverse("quality:mine"))


@require_safe
@roles_only(Role.AGENT)
def mine(request: UserRequest) -> HttpResponse:
    """The user's own results."""
    now = clock.now()
    context = {
        "mine": queries.my_results(request.user, now),
        "imported": my_imported_evaluations(request.user, now),
        "tabs": tabs_for(request, TABS),
    }
    return page(request, "quality/mine.html", context)


def _beside(slot: Slot) -> dict[str, Any]:
    return {
        "slot": slot,
        "is_drill": slot.programme.journal.is_drill,
        "programme": queries.programme_title(slot.programme),
        "due": queries.due(slot, clock.now()),
        "card": queries.contact_card(person_id=slot.person_id, interaction_id=slot.interaction_id or 0),
    }
