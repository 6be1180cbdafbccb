"""Sentences, pages and files name one time zone and use it, regardless of the worker's own zone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db.models import TextChoices
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import clock, work
from crisis import actions
from crisis.models import Crisis
from crisis.queries.timeline import timeline_of
from journal.actions import record
from journal.verbs import Audience
from people.models import Organisation, User
from protocol import actions as protocols
from protocol import pdf, work_kinds
from protocol.assembly import document_of
from protocol.models import Protocol
from scripts_library.models import Script
from selection.models import Selection
from selection.queries.candidates import document_of as selection_document
from tests.factories import crisis as crises
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
ZONES = ("Europe/Amsterdam", "America/New_York", "Asia/Kolkata")
PROCESSES = ("UTC", "Pacific/Auckland", "America/St_Johns")
# The repeated hour of the clock change in Amsterdam, in summer time and in winter time.
SUMMER = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
WINTER = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
LOCAL = {
    "Europe/Amsterdam": ("25 Oct 2026, 02:30 CEST", "25 Oct 2026, 02:30 CET"),
    "America/New_York": ("24 Oct 2026, 20:30 EDT", "24 Oct 2026, 21:30 EDT"),
    "Asia/Kolkata": ("25 Oct 2026, 06:00 IST", "25 Oct 2026, 07:00 IST"),
}
RAW = re.compile(r"\d{4}-\d\d-\d\d")


def every_verb() -> list[TextChoices]:
    modules = [import_module(f"{app.name}.verbs") for app in apps.get_app_configs() if hasattr(app.module, "verbs")]
    return [verb for module in modules if hasattr(module, "Verb") for verb in module.Verb]


def data_for(verb: TextChoices, moment: datetime) -> dict[str, str | int]:
    """Data for an entry of this verb, with the moment in each `_at` field and its day in each `_on` field."""
    # No entry has this number, so no correction replaces an update.
    values: dict[str, str | int] = {"corrects": int(moment.timestamp())} if verb.value == "crisis.update_corrected" else {}
    # A template with a plural form is empty until its count is known.
    template = str(verb.label) or vars(verb.label)["_kw"]["plural"]
    for _text, name, _spec, _conversion in Formatter().parse(template):
        if name and name not in {"actor", "subject", "person"}:
            is_day, is_moment = name.endswith("_on"), name.endswith("_at")
            values[name] = moment.isoformat() if is_moment else moment.date().isoformat() if is_day else 7
    return values


@pytest.mark.parametrize("zone", ZONES)
def test_each_verb_tells_times_in_the_zone_asked_for(personas: Personas, zone: str) -> None:
    crisis = crises.draft(personas)
    verbs = every_verb()
    assert len(verbs) > 100
    for verb in verbs:
        for moment in (SUMMER, WINTER):
            record(crisis.journal, verb, actor=personas.supervisor, subject=crisis, data=data_for(verb, moment))
    told = []
    for process in PROCESSES:
        with timezone.override(ZoneInfo(process)):
            told.append([item.sentence for item in timeline_of(crisis, Audience.NOBODY, zone=ZoneInfo(zone))])
    assert told[0] == told[1] == told[2]
    assert len(told[0]) >= 2 * len(verbs)
    assert [sentence for sentence in told[0] if RAW.search(sentence)] == []
    with_times = sum(name.endswith("_at") for verb in verbs for name in data_for(verb, SUMMER))
    assert with_times > 0
    assert [sum(sentence.count(text) for sentence in told[0]) for text in LOCAL[zone]] == [with_times, with_times]


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    """A crisis that was opened and resolved in the repeated hour of the clock change."""
    Organisation.objects.update(reporting_zone="Europe/Amsterdam")
    with clock.travel(SUMMER):
        crisis, [member] = crises.team(personas, 1, team_size=1)
        version = scripts.published(personas.supervisor, personas.approver, journal=crisis.journal, ends_at=WINTER)
        Crisis.objects.update(opened_at=SUMMER)
    with clock.travel(WINTER):
        actions.resolve(actor=personas.supervisor, crisis=crisis)
    assert (version.ends_at, member.is_active) == (WINTER, True)
    crisis.refresh_from_db()
    return crisis


def compiled(crisis: Crisis) -> Protocol:
    row = work.latest(work_kinds.COMPILE, crisis.pk)
    assert row is not None
    work.run_here(row)
    return Protocol.objects.get(crisis=crisis)


@pytest.mark.parametrize("process", PROCESSES)
def test_files_tell_times_in_the_zone_they_name_wherever_the_worker_is(crisis: Crisis, process: str) -> None:
    with timezone.override(ZoneInfo(process)):
        protocol = compiled(crisis)
        # After a change of the organisation's zone, a compiled protocol keeps its zone and names it.
        Organisation.objects.update(reporting_zone="America/New_York")
        files = {kind: protocols.rendered(protocol, kind).content.decode() for kind in ("md", "json")}
        made = pdf.render(document_of(protocol), language="en")
    for kind, text in files.items():
        plain = text.replace("\\", "")
        assert "Europe/Amsterdam" in plain, kind
        assert [moment in plain for moment in LOCAL["Europe/Amsterdam"]] == [True, True], kind
        assert "00:30" not in plain, kind
        assert RAW.search(plain) is None, kind
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert pdf.render(document_of(protocol), language="en") == made


@pytest.mark.parametrize("process", PROCESSES)
def test_stored_selection_as_json_has_times_with_their_offset(crisis: Crisis, process: str) -> None:
    Selection.objects.update(stored_at=SUMMER)
    with timezone.override(ZoneInfo(process)):
        assert selection_document(crisis.selections.get())["stored_at"] == "2026-10-25T00:30:00+00:00"


@pytest.mark.parametrize("zone", ZONES)
def test_pages_name_the_zone_of_the_reader_once_and_use_it(
    crisis: Crisis, personas: Personas, sign_in: SignIn, zone: str
) -> None:
    personas.supervisor.person.time_zone = zone
    personas.supervisor.person.save()
    client = sign_in(personas.supervisor)
    summer, winter = (re.sub(r" [A-Z]+$", "", text) for text in LOCAL[zone])
    day, hour = winter.split(" 2026, ")
    script = Script.objects.get(journal=crisis.journal)
    pages = {
        reverse("crisis:detail", args=[crisis.pk]): f"{day} {hour}",
        f"{reverse('crisis:detail', args=[crisis.pk])}?all=1": LOCAL[zone][1],
        reverse("crisis:buy_in", args=[crisis.pk]): summer,
        reverse("selection:own"): "",
        reverse("crisis:scripts", args=[crisis.pk]): "",
        reverse("scripts_library:script", args=[script.pk]): LOCAL[zone][0],
        reverse("people:notifications"): "",
        reverse("desk:home"): "",
    }
    for url, shown in pages.items():
        page = " ".join(client.get(url).content.decode().split())
        assert page.count("Times are in") == 1, url
        assert f"Times are in {zone}." in page, url
        assert shown in page, url


def test_protocol_page_has_the_zone_of_the_organisation_alone(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    protocol = compiled(crisis)
    personas.supervisor.person.time_zone = "Asia/Kolkata"
    personas.supervisor.person.save()
    Protocol.objects.filter(pk=protocol.pk).update(
        state="reviewed", reviewed_at=WINTER, reviewed_by=personas.other_supervisor.person
    )
    page = sign_in(personas.supervisor).get(reverse("protocol:detail", args=[crisis.pk])).content.decode()
    assert page.count("Times are in Europe/Amsterdam") == page.count("Times are in") == 1
    assert "Omar Othersupervisor, 25 Oct 2026, 02:30 CET" in page
    assert "Asia/Kolkata" not in page


def test_next_update_is_typed_in_the_zone_of_the_page(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.active(personas)
    personas.supervisor.person.time_zone = "Asia/Kolkata"
    personas.supervisor.person.save()
    client = sign_in(personas.supervisor)
    client.post(reverse("crisis:update", args=[crisis.pk]), {"text": "Dry.", "next_update_at": "2027-01-31T14:30"})
    crisis.refresh_from_db()
    assert crisis.next_update_at == datetime(2027, 1, 31, 9, tzinfo=UTC)
    assert 'value="2027-01-31T14:30"' in client.get(reverse("crisis:detail", args=[crisis.pk])).content.decode()
