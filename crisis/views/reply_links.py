"""The page behind the link in an e-mail: reply to an invitation without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from core.moments import moment_in
from core.pages import page
from core.refusals import Refused
from core.typing import HtmxRequest
from crisis import actions
from crisis.forms import AcceptForm, ReasonForm
from crisis.models import Consent, Invitation
from crisis.queries.invitations import terms_of
from crisis.queries.reply_links import KEY, BrokenLink, EndedLink, ReplyLink, opened
from people import link_limits
from people.queries.working_hours import working_hours

MISSING, CONFLICT, GONE, INVALID, TOO_MANY = 404, 409, 410, 422, 429


@login_not_required
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HtmxRequest) -> HttpResponseBase:
    """The invitation behind the link. Opening it changes nothing, because e-mail security tools open links; only a POST
    replies. It acts for the invited person, even if another person is signed in.
    """
    try:
        link = opened(request.GET.get(KEY, ""))
        zone = working_hours([link.user.person_id])[link.user.person_id].zone
        with timezone.override(zone):
            return _reply(request, link) if request.method == "POST" else _page(request, link, AcceptForm(initial=_shown(link)))
    except BrokenLink as error:
        if link_limits.count_broken_link(request):
            return _ended(request, _("Too many broken links were opened from your network. Try again in an hour."), TOO_MANY)
        return _ended(request, str(error), MISSING)
    except EndedLink as error:
        return _ended(request, str(error), GONE)


def _reply(request: HtmxRequest, link: ReplyLink) -> HttpResponseBase:
    """Say yes or no for the invited person, then show the same page again."""
    form = AcceptForm(request.POST)
    try:
        if "no" in request.POST:
            reason = ReasonForm(request.POST)
            text = reason.cleaned_data["reason"] if reason.is_valid() else ""
            actions.decline(actor=link.user, invitation=link.invitation, reason=text)
        elif not form.is_valid():
            return _page(request, link, form, status=INVALID)
        else:
            given = form.cleaned_data
            actions.accept(
                actor=link.user,
                invitation=link.invitation,
                terms_version=given["terms_version"],
                confirmations=actions.Confirmations(given["solution"], given["training"], given["timing"]),
                way=Consent.Way.LINK,
            )
    except Refused as refusal:
        # The same reply may have come before, from a double click or a repeated request.
        link = opened(request.GET.get(KEY, ""))
        if link.invitation.state != (Invitation.State.DECLINED if "no" in request.POST else Invitation.State.ACCEPTED):
            return _page(request, link, AcceptForm(initial=_shown(link)), refusal=str(refusal), status=CONFLICT)
    return _guarded(HttpResponseRedirect(request.get_full_path()))


def _shown(link: ReplyLink) -> dict[str, int]:
    terms = terms_of(link.invitation.crisis)
    return {"terms_version": terms.version if terms else 0}


def _page(request: HtmxRequest, link: ReplyLink, form: AcceptForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    invitation = link.invitation
    context = {
        "invitation": invitation,
        "crisis": invitation.crisis,
        "terms": invitation.terms or terms_of(invitation.crisis),
        "contacts": list(invitation.crisis.support_contacts.select_related("person")),
        "name": link.user.person.display_name,
        "deadline": moment_in(invitation.deadline_at, timezone.get_current_timezone()),
        "is_open": link.can_reply,
        "form": form,
        "reason_form": ReasonForm(),
        "refusal": refusal,
    }
    return _guarded(page(request, "crisis/reply.html", context, status=status))


def _ended(request: HtmxRequest, reason: str, status: int) -> HttpResponse:
    return _guarded(page(request, "crisis/reply_ended.html", {"reason": reason}, status=status))


def _guarded(response: HttpResponse) -> HttpResponse:
    """Keep the address from search engines and other sites. Django needs the referrer inside the site for its CSRF check."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "same-origin"
    return response
