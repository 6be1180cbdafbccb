"""Pages of a version's release: publishing now or later, confirming, and withdrawing."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.pages import go
from core.templatetags.ecs import moment
from journal.actions import require_open
from people.http import UserRequest
from scripts_library import actions, queries
from scripts_library.forms import PublishForm, WithdrawForm
from scripts_library.lifecycle import LIFECYCLE, Step
from scripts_library.models import Script, ScriptVersion
from scripts_library.views.version_pages import form_of, form_unavailable, kept_version


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: UserRequest, version_id: int) -> HttpResponseBase:
    """Show the effects of publishing, and publish now or later."""
    shown = kept_version(request, version_id)
    require_open(shown.script.journal)
    form = PublishForm(request.POST or None, initial=_planned(shown))
    if request.method == "POST" and form.is_valid():
        return _publish(request, shown, form)
    heading = _("Publish script")
    if not LIFECYCLE.allows(Step.PUBLISH, shown.state):
        return form_unavailable(
            request, shown, form, heading, _("Only an approved version can be published. This version is %(state)s.")
        )
    return form_of(request, shown, form, heading=heading, button=_("Publish"), effects=_effects_of_publishing(shown))


def _planned(shown: ScriptVersion) -> dict[str, object]:
    """What the form begins with: the plan, if there is one, and the review day of the script's kind."""
    first: dict[str, object] = {"review_by_on": shown.review_by_on or queries.usual_review_on(shown.script)}
    return first | ({"publish_at": shown.publish_at} if shown.publish_at else {})


def _publish(request: UserRequest, shown: ScriptVersion, form: PublishForm) -> HttpResponseBase:
    publish_at = form.cleaned_data["publish_at"]
    if publish_at is None:
        actions.publish(actor=request.user, version=shown, **form.release())
        messages.success(request, _("Published. Agents can see it now."))
        return go(request, reverse("scripts_library:script", args=[shown.script_id]))
    actions.schedule(actor=request.user, version=shown, publish_at=publish_at, **form.release())
    messages.success(request, _("Scheduled. It is published on %(at)s.") % {"at": moment(publish_at)})
    return go(request, reverse("scripts_library:version", args=[shown.pk]))


def _effects_of_publishing(shown: ScriptVersion) -> list[str]:
    readers, live = len(queries.readers_of(shown.script)), queries.shown_version(shown.script)
    appears = ngettext(
        "%(count)d agent is asked to read it as soon as it is live.",
        "%(count)d agents are asked to read it as soon as it is live.",
        readers,
    ) % {"count": readers}
    if live is None or not queries.is_live(live, clock.now()):
        return [appears]
    return [appears, _("It replaces version %(number)d.") % {"number": live.number}]


@require_POST
def cancel_schedule(request: UserRequest, version_id: int) -> HttpResponseBase:
    shown = kept_version(request, version_id)
    actions.cancel_schedule(actor=request.user, version=shown)
    messages.success(request, _("The scheduled publication is cancelled. The version stays approved."))
    return go(request, reverse("scripts_library:version", args=[shown.pk]))


@require_POST
def confirm(request: UserRequest, version_id: int) -> HttpResponseBase:
    """One click: the live text is still right."""
    shown = kept_version(request, version_id)
    confirmed = actions.confirm_still_right(actor=request.user, version=shown, read=_day(request.POST.get("read", "")))
    day = date_format(confirmed.review_by_on, "DATE_FORMAT") if confirmed.review_by_on else ""
    messages.success(request, _("Confirmed. The next review is due on %(day)s.") % {"day": day})
    return go(request, reverse("scripts_library:version", args=[shown.pk]))


def _day(typed: str) -> date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: UserRequest, version_id: int) -> HttpResponseBase:
    """Show the effects of withdrawing, and withdraw."""
    shown = kept_version(request, version_id)
    others = (each for each in queries.published_for(request.user) if each.script_id != shown.script_id)
    # Only people who take part in a drill can open its scripts.
    live = {each.script_id: each.title for each in others if shown.script.journal.is_drill or not each.is_drill}
    form = WithdrawForm(request.POST or None, live=live)
    if request.method == "POST" and form.is_valid():
        replacement = Script.objects.filter(pk=form.cleaned_data["replacement"]).first()
        words = {name: form.cleaned_data[name] for name in ("reason", "say_instead")}
        actions.withdraw(actor=request.user, version=shown, replacement=replacement, **words)
        messages.success(request, _("Withdrawn. It disappears from all screens within seconds."))
        return go(request, reverse("scripts_library:version", args=[shown.pk]))
    heading = _("Withdraw script")
    if not LIFECYCLE.allows(Step.WITHDRAW, shown.state):
        return form_unavailable(
            request, shown, form, heading, _("Only a published version can be withdrawn. This version is %(state)s.")
        )
    effects = _effects_of_withdrawing(shown)
    return form_of(request, shown, form, heading=heading, button=_("Withdraw now"), effects=effects, tone="danger")


def _effects_of_withdrawing(shown: ScriptVersion) -> list[str]:
    read, readers = len(queries.reading_of(shown).read), len(queries.readers_of(shown.script))
    told = ngettext(
        "The script disappears from all screens within seconds, and %(count)d agent is told.",
        "The script disappears from all screens within seconds, and %(count)d agents are told.",
        readers,
    )
    effects = [told % {"count": readers}, _("You can't republish it; create a new version instead.")]
    if not read:
        return effects
    confirm_it = ngettext(
        "%(count)d person who read it will be asked to confirm.",
        "%(count)d people who read it will be asked to confirm.",
        read,
    )
    return [*effects, confirm_it % {"count": read}]
