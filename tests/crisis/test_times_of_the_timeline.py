"""Times in timeline sentences are in the requested zone, not in that of the process."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from crisis.queries.timeline import timeline_of
from journal.actions import record
from journal.verbs import Audience
from protocol.sections import compile_sections
from scripts_library.verbs import Verb
from tests.factories import crisis as crises
from tests.factories.people import Personas

BEFORE_THE_CHANGE = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
AFTER_THE_CHANGE = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("process", ["UTC", "Pacific/Auckland"])
@pytest.mark.parametrize(
    ("zone", "moment", "said"),
    [
        ("Europe/Amsterdam", BEFORE_THE_CHANGE, "25 Oct 2026, 02:30 CEST"),
        ("Europe/Amsterdam", AFTER_THE_CHANGE, "25 Oct 2026, 02:30 CET"),
        ("America/New_York", AFTER_THE_CHANGE, "24 Oct 2026, 21:30 EDT"),
        ("Asia/Kolkata", BEFORE_THE_CHANGE, "25 Oct 2026, 06:00 IST"),
    ],
)
def test_sentence_tells_the_time_in_the_zone_asked_for(
    personas: Personas, process: str, zone: str, moment: datetime, said: str
) -> None:
    crisis = crises.active(personas)
    data = {"version": 1, "ends_at": moment.isoformat()}
    record(crisis.journal, Verb.PUBLISHED, actor=personas.supervisor, subject=crisis, data=data, texts={"title": "Delays"})
    with timezone.override(ZoneInfo(process)):
        newest = timeline_of(crisis, Audience.LEADS, zone=ZoneInfo(zone))[0]
    assert said in newest.sentence


@pytest.mark.parametrize(
    ("zone", "said"), [("Europe/Amsterdam", "25 Oct 2026, 02:30 CEST"), ("Asia/Kolkata", "25 Oct 2026, 06:00 IST")]
)
def test_protocol_tells_times_in_the_zone_it_is_compiled_in(personas: Personas, zone: str, said: str) -> None:
    crisis = crises.active(personas)
    data = {"version": 1, "ends_at": BEFORE_THE_CHANGE.isoformat()}
    record(crisis.journal, Verb.PUBLISHED, actor=personas.supervisor, subject=crisis, data=data, texts={"title": "Delays"})
    with timezone.override(ZoneInfo("Pacific/Auckland")):
        assert said in str(compile_sections(crisis, ZoneInfo(zone)))
