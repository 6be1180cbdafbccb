"""The readiness board of a crisis."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.forms import LONGEST_ID
from core.pages import go, page
from journal.queries import journal_with_id
from people.http import UserRequest
from people.tabs import tabs_for
from training import actions, permissions
from training.queries.published import published_refresher
from training.queries.readiness import groups_of, readiness_of
from training.tables import ReadinessGroupsTable, ReadinessTable, ReadyPeopleTable
from training.tabs import TRAINING_TABS


@require_safe
def board(request: UserRequest, journal_id: int) -> HttpResponseBase:
    """People on the team: ready or not, and for trainer, lead and deputy, why not."""
    journal = journal_with_id(journal_id)
    if journal is None or journal.kind != journal.Kind.CASE or not permissions.can_see_readiness(request.user, journal_id):
        raise Http404
    refresher = published_refresher(journal_id)
    context = {"tabs": tabs_for(request, TRAINING_TABS), "journal": journal, "refresher": refresher}
    if refresher is None:
        return page(request, "training/readiness.html", context)
    people = readiness_of(refresher)
    shows_why = permissions.can_see_why(request.user, journal_id)
    table = (ReadinessTable if shows_why else ReadyPeopleTable)(people, request)
    if table.is_download:
        return table.download()
    ready = sum(person.is_ready for person in people)
    shown: dict[str, Any] = {
        "table": table,
        "ready": ready,
        "people": people,
        "groups": ReadinessGroupsTable(groups_of(people)),
    }
    may_train = permissions.can_train(request.user)
    shown["conversations"] = [(person, state) for person in people for state in person.conversations if may_train]
    shown["may_nudge"] = shows_why and ready < len(people)
    return page(request, "training/readiness.html", {**context, **shown})


@require_POST
def nudge(request: UserRequest, journal_id: int) -> HttpResponseBase:
    """Remind one person who isn't ready, or all of them."""
    refresher = published_refresher(journal_id)
    if refresher is None or not permissions.can_see_why(request.user, journal_id):
        raise Http404
    person = request.POST.get("person", "")
    person_id = int(person) if person.isdecimal() and len(person) <= LONGEST_ID else None
    count = actions.nudge(actor=request.user, refresher=refresher, person_id=person_id)
    text = ngettext("%(count)d person is reminded.", "%(count)d people are reminded.", count)
    messages.success(request, text % {"count": count})
    return go(request, reverse("training:readiness", args=[journal_id]))
