"""The page about the user's own pulse, their coach and a break."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care import actions, permissions
from care.charts import answers_over_time
from care.forms import ChooseCoachForm, ProposeCoachForm
from care.models import BreakRequest, CoachOf, PulseAsked, PulseRound
from care.queries import breaks, coaches, own_pulse
from care.tables import AnswersTable
from care.tabs import CARE_TABS
from core.pages import form_page, go, page
from people.http import UserRequest, only_if
from people.queries.team_leaders import led_person_ids
from people.tabs import tabs_for

# Where the taps were made, so that the person returns there.
AT_HOME = "home"
SKIP = "skip"


@require_safe
@only_if(permissions.can_use_pulse)
def pulse(request: UserRequest) -> HttpResponse:
    """Open questions, the user's own answers over time, what changed, and their coach."""
    answers = own_pulse.own_answers(request.user)
    over_time = answers_over_time(answers)
    is_strained = own_pulse.is_strained(answers)
    coaching = coaches.coach_of(request.user)
    context = {
        "tabs": tabs_for(request, CARE_TABS),
        "pulses": own_pulse.open_pulses(request.user),
        "over_time": over_time if answers else None,
        "answers": AnswersTable(over_time.rows),
        "is_strained": is_strained,
        "receivers": breaks.receivers_for(request.user) if is_strained else [],
        "wishes": breaks.own_breaks(request.user),
        "past": own_pulse.past_rounds(request.user),
        "coaching": coaching,
        "is_able": coaching is not None and coaches.is_able(coaching),
        "proposal": coaches.proposal_to(request.user),
        "may_propose": bool(led_person_ids(request.user) - {request.user.person_id}),
    }
    return page(request, "care/pulse.html", context)


@require_POST
def answer(request: UserRequest, round_id: int) -> HttpResponseBase:
    """One tap: the answer to one question, or “skip”. Both have the same address, which is logged."""
    pulse_round = _asked_round(request, round_id)
    if request.POST.get("tap") == SKIP:
        actions.skip(actor=request.user, pulse_round=pulse_round)
        messages.success(request, _("Skipped. Nothing was saved."))
        return _back(request)
    question, _colon, value = request.POST.get("tap", "").partition(":")
    chosen = int(value) if value in {"1", "2", "3", "4", "5"} else 0
    actions.answer(actor=request.user, pulse_round=pulse_round, question=question, value=chosen)
    open_ = next((each for each in own_pulse.open_pulses(request.user) if each.round_id == round_id), None)
    if open_ is not None and not open_.is_waiting:
        messages.success(request, _("Thank you. You can change your answers until the round ends."))
    return _back(request)


@require_POST
@only_if(permissions.can_use_pulse)
def ask_for_break(request: UserRequest) -> HttpResponseBase:
    """Send a wish for a break to the chosen person."""
    to = request.POST.get("to", "")
    wish = actions.ask_for_break(actor=request.user, to_id=int(to) if to.isdecimal() and len(to) < 19 else 0)  # noqa: PLR2004 - fits a bigint
    messages.success(
        request, _("Sent to %(name)s. They see that you ask for a break, and none of your answers.") % {"name": wish.to}
    )
    return go(request, reverse("care:pulse"))


@require_POST
def take_back_break(request: UserRequest, break_id: int) -> HttpResponseBase:
    wish = get_object_or_404(BreakRequest, pk=break_id, person=request.user.person_id)
    actions.take_back_break(actor=request.user, wish=wish)
    messages.success(request, _("Taken back."))
    return go(request, reverse("care:pulse"))


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(permissions.can_use_pulse)
def choose_coach(request: UserRequest) -> HttpResponseBase:
    """Choose the user's own coach."""
    form = ChooseCoachForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        chosen = actions.choose_coach(actor=request.user, coach_id=form.cleaned_data["coach_id"])
        messages.success(request, _("%(name)s is now your coach.") % {"name": chosen.coach})
        return go(request, reverse("care:pulse"))
    return form_page(
        request,
        form,
        heading=_("Choose your coach"),
        button=_("Choose coach"),
        back=reverse("care:pulse"),
        intro=[
            _("Your coach sees your pulse answers of rounds that end from now on. Nobody else does. You can end it any time."),
            _("If you have a coach already, the new one replaces them."),
        ],
        context={"tabs": tabs_for(request, CARE_TABS)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(lambda user: bool(led_person_ids(user) - {user.person_id}))
def propose_coach(request: UserRequest) -> HttpResponseBase:
    """Propose a coach to someone of the user's team."""
    form = ProposeCoachForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.propose_coach(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Sent. They decide, and you aren't told what they decide."))
        return go(request, reverse("care:pulse"))
    return form_page(
        request,
        form,
        heading=_("Propose a coach"),
        button=_("Send proposal"),
        back=reverse("care:pulse"),
        intro=[_("The agent decides. You aren't told whether they have a coach, or what they answer.")],
        context={"tabs": tabs_for(request, CARE_TABS)},
    )


@require_POST
def answer_proposal(request: UserRequest, coaching_id: int) -> HttpResponseBase:
    """Say yes or no to a proposed coach."""
    proposal = get_object_or_404(CoachOf.objects.of(request.user), pk=coaching_id)
    if request.POST.get("answer") == "yes":
        actions.accept_coach(actor=request.user, proposal=proposal)
        messages.success(request, _("%(name)s is now your coach.") % {"name": proposal.coach})
    else:
        actions.decline_coach(actor=request.user, proposal=proposal)
        messages.success(request, _("Declined. Nobody is told."))
    return go(request, reverse("care:pulse"))


@require_POST
def end_coaching(request: UserRequest, coaching_id: int) -> HttpResponseBase:
    coaching = get_object_or_404(CoachOf.objects.current().between(request.user), pk=coaching_id)
    actions.end_coaching(actor=request.user, coaching=coaching)
    messages.success(request, _("Coaching ended. The coach no longer sees anything of it."))
    return go(request, reverse("care:pulse"))


def _asked_round(request: UserRequest, round_id: int) -> PulseRound:
    """A round in which the user is asked."""
    return get_object_or_404(PulseRound, pk=round_id, pk__in=PulseAsked.objects.of(request.user).values("round"))


def _back(request: UserRequest) -> HttpResponseBase:
    return go(request, reverse("desk:home" if request.POST.get("back") == AT_HOME else "care:pulse"))
