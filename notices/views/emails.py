"""Pages of a person's choices about e-mails, and of outgoing e-mails."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.mail_outbox import recent
from core.pages import form_page, go, page
from notices import actions
from notices.demo_mail import newest
from notices.forms.preferences import PreferencesForm
from notices.presentation import COUNTED, about_emergencies
from notices.queries import deliveries
from notices.rules import QuietTimes
from notices.tables.emails import OutgoingMailTable
from notices.topics import offered_to
from people.http import UserRequest, roles_only
from people.identity import Role
from people.queries.working_hours import working_hours

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: UserRequest) -> HttpResponseBase:
    """Own choices: topics by e-mail, and quiet hours."""
    person_id = request.user.person_id
    default = deliveries.default_quiet_times(working_hours([person_id])[person_id])
    # Without any tick, nothing but the form itself is sent.
    data = request.POST if request.method == "POST" else None
    form = PreferencesForm(
        data,
        initial=_initial(person_id, default),
        topics=offered_to(request.user),
        default_hours=_hours_text(default),
        may_hide_text=not settings.NOTICES_SHORT_SUBJECTS,
    )
    if request.method == "POST" and form.is_valid():
        _save(request, form.cleaned_data, default)
        messages.success(request, _("Your choices are saved."))
        return go(request, reverse("notices:preferences"))
    intro = [
        _("You see every notification on the page “Notifications”. Choose which ones also come by e-mail."),
        _("E-mails about sign-in security always come, also in quiet hours."),
        *about_emergencies(request.user),
    ]
    return form_page(
        request,
        form,
        heading=_("E-mails and quiet hours"),
        button=_("Save choices"),
        back=reverse("people:notifications"),
        intro=intro,
    )


def _save(request: UserRequest, given: dict[str, Any], default: QuietTimes) -> None:
    own = QuietTimes(default.zone, given["starts_at"], given["ends_at"], weekends=given["with_weekends"])
    quiet = own if given["has_own_hours"] else None
    actions.choose(actor=request.user, by_email=given["by_email"], quiet=quiet, hides_text=given.get("hides_text"))


def _initial(person_id: int, default: QuietTimes) -> dict[str, Any]:
    wishes = deliveries.wishes_of(person_id)
    own = wishes.quiet_hours
    return {
        "timely": wishes.by_email,
        "routine": wishes.by_email,
        "hides_text": wishes.hides_text,
        "has_own_hours": own is not None,
        "starts_at": own.starts_at if own else default.starts_at,
        "ends_at": own.ends_at if own else default.ends_at,
        "with_weekends": own.with_weekends if own else default.weekends,
    }


def _hours_text(default: QuietTimes) -> str:
    return _("Otherwise it's quiet outside your working hours: Monday to Friday, %(start)s to %(end)s, %(zone)s.") % {
        "start": time_format(default.ends_at, "H:i"),
        "end": time_format(default.starts_at, "H:i"),
        "zone": default.zone.key,
    }


@require_safe
@roles_only(Role.ADMINISTRATOR)
def outgoing_mail(request: UserRequest) -> HttpResponseBase:
    """Outgoing e-mails of the last month with their errors. In the demo also their texts."""
    table = OutgoingMailTable(recent(), request, per_page=PER_PAGE)
    if table.is_download:
        return table.download()
    folder = settings.DEMO_MAIL_DIR
    context = {
        "table": table,
        "emergencies": deliveries.emergencies_in_quiet_hours(clock.now() - COUNTED),
        "demo_mails": newest(folder, PER_PAGE) if folder else [],
        "is_demo": folder is not None,
    }
    return page(request, "notices/mail.html", context)
