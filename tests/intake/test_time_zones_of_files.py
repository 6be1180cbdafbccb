"""Time zones of files: from titles, cells, the file itself, the profile and a person."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from intake.models import Import
from intake.reading.moments import Moments
from intake.reading.profiles import DateRule, Field, Profile
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.zone_guesses import carry_offsets, with_zone, with_zone_as_written
from intake.reading.zones import UnknownZone, without_zone_in_title, zone_in_title, zone_name, zone_named
from people.models import User
from tests.factories import feedback
from tests.factories.people import Personas, organisation
from tests.intake.dirty import BERLIN

AT = datetime(2026, 7, 1, 10)  # noqa: DTZ001 - a local time


@pytest.mark.parametrize(
    ("title", "zone"),
    [
        ("Opened (UTC)", "UTC"),
        ("opened_at_utc", "UTC"),
        ("openedAtUtc", "UTC"),
        ("Opened GMT", "UTC"),
        ("Opened [GMT+0]", "UTC"),
        ("Opened (in UTC)", "UTC"),
        ("Opened (Asia/Tokyo)", "Asia/Tokyo"),
        ("Opened (Time zone: America/New York)", "America/New_York"),
        ("Opened (UTC+2)", "UTC+02:00"),
        ("Opened (GMT-03:30)", "UTC-03:30"),
        ("Opened UTC+5", "UTC+05:00"),
        ("Opened (CET)", "Europe/Berlin"),
        ("Opened (ET)", "America/New_York"),
        ("Opened (Eastern Time (US & Canada))", ""),
        ("Creation date Europe/Warsaw", "Europe/Warsaw"),
        ("Opened", ""),
        ("Opened (local)", ""),
        ("Opened (yes/no)", ""),
        ("Opened (dd/mm/yyyy)", ""),
        ("Output", ""),
        ("Survey date (CSAT)", ""),
    ],
)
def test_titles_name_the_zone(title: str, zone: str) -> None:
    assert zone_in_title(title) == zone
    assert (without_zone_in_title(title) == title) == (not zone)


@pytest.mark.parametrize(
    "title", ["Opened (IST)", "Opened (CST)", "Opened (Europe/Atlantis)", "Opened (UTC+27)", "Opened Europe/Atlantis"]
)
def test_unknown_zone_in_a_title_is_refused(title: str) -> None:
    with pytest.raises(UnknownZone):
        zone_in_title(title)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("amsterdam", "Europe/Amsterdam"),
        ("new york", "America/New_York"),
        ("europe/paris", "Europe/Paris"),
        ("+05:45", "UTC+05:45"),
    ],
)
def test_people_can_write_cities_and_offsets(written: str, name: str) -> None:
    assert zone_name(written) == name
    assert zone_named(name).utcoffset(AT) is not None


@pytest.mark.parametrize("written", ["Atlantis", "UTC+", "EST5", "/etc/passwd", "../UTC", "x" * 300])
def test_other_names_are_unknown(written: str) -> None:
    with pytest.raises(UnknownZone):
        zone_name(written)


def columns(**titles: str) -> Profile:
    return Profile(name="p", source="s", columns={Field(column): title for column, title in titles.items()})


def test_columns_can_be_in_different_zones() -> None:
    profile = with_zone(columns(started="Opened (Asia/Tokyo)", responded="Rated (UTC)", ended="Closed"), "")
    assert (profile.dates.zone, profile.dates.zones) == ("Asia/Tokyo", {Field.RESPONDED: "UTC"})
    # A person who corrects the zone of the start means all columns that have it.
    same = with_zone(columns(started="Opened (UTC)", responded="Rated (UTC)"), "Europe/Paris")
    assert (same.dates.zone, same.dates.zones) == ("Europe/Paris", {})
    assert Profile.from_json(profile.as_json()) == profile


def test_file_then_profile_then_title_decide() -> None:
    header, rows = ("Opened (Asia/Tokyo)",), [["2026-01-05 10:00"]]
    plain = columns(started="Opened (Asia/Tokyo)")
    own = with_zone(plain, "Europe/Paris")
    assert with_zone_as_written(own, "America/Lima", header, rows).dates.zone == "America/Lima"
    assert with_zone_as_written(own, "", header, rows).dates.zone == "Europe/Paris"
    assert with_zone_as_written(plain, "", header, rows).dates.zone == "Asia/Tokyo"


def test_column_with_a_zone_decides_after_the_title() -> None:
    header, rows = ("opened", "Opened (UTC)", "Time zone"), [["2026-01-05 10:00", "2026-01-05 15:00", "America/Lima"]] * 2
    assert with_zone_as_written(columns(started="opened"), "", header, rows).dates.zone == "America/Lima"
    assert with_zone_as_written(columns(started="opened"), "Asia/Tokyo", header, rows).dates.zone == "Asia/Tokyo"
    assert with_zone_as_written(columns(started="Opened (UTC)"), "", header, rows).dates.zone == "UTC"


@pytest.mark.parametrize("second", ["Asia/Tokyo", "IST"])
def test_column_with_several_or_unknown_zones_is_asked_about(second: str) -> None:
    header, rows = ("opened", "timezone"), [["2026-01-05 10:00", "America/Lima"], ["2026-01-06 10:00", second]]
    with pytest.raises(Unreadable, match=FileTrouble.ZONE_UNKNOWN):
        with_zone_as_written(columns(started="opened"), "", header, rows)
    own_offset = [["2026-01-05T10:00:00Z", zone] for _day, zone in rows]
    assert with_zone_as_written(columns(started="opened"), "", header, own_offset).dates.zone == ""


def test_unknown_zone_matters_only_without_offsets() -> None:
    profile, header = columns(started="Opened (IST)"), ("Opened (IST)",)
    with pytest.raises(Unreadable, match=FileTrouble.ZONE_UNKNOWN):
        with_zone_as_written(profile, "", header, [["2026-01-05 10:00"]])
    assert with_zone_as_written(profile, "", header, [["2026-01-05T10:00:00+05:30"]]).dates.zone == ""


@pytest.mark.parametrize(
    ("value", "has_offset"),
    [
        ("2026-01-05T10:00:00Z", True),
        ("2026-01-05 10:00:00 +0100", True),
        ("20260105T100000Z", True),
        ("1767607200", True),
        ("05.01.2026 10:00 CET", True),
        ("2026-01-05T10:00:00+01:00[Europe/Paris]", True),
        ("2026-01-05 10:00:00", False),
        ("01/05/2026 10:00 AM", False),
        ("2026-01-05", False),
        ("20260105", False),
        ("05-01-2026", False),
    ],
)
def test_offsets_in_cells_are_recognised(value: str, has_offset: bool) -> None:
    assert carry_offsets([value, ""]) is has_offset


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-10-12T10:00:00+02:00[Europe/Amsterdam]", 8),
        ("2026-10-12 10:00:00 CEST", 8),
        ("2026-10-12 10:00:00 PDT", 17),
        ("2026-10-12 10:00:00 EST", 15),
    ],
)
def test_offset_of_a_cell_wins(text: str, hour: int) -> None:
    moment, _precise = Moments(DateRule(zone="Asia/Tokyo"), BERLIN).of_cell(text)
    assert moment == datetime(2026, 10, 12, hour, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-10-12 10:00:00 IST", "2026-10-12 10:00:00 XYZ"])
def test_unknown_abbreviation_in_a_cell_is_never_local_time(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the reader's
        Moments(DateRule(), BERLIN).of_cell(text)


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        # Twice: the first of the two.
        ("Europe/Amsterdam", "2026-10-25 02:30", "2026-10-25T00:30"),
        ("Europe/Amsterdam", "2026-10-25 03:30", "2026-10-25T02:30"),
        # Skipped: as if the clock had not been changed.
        ("Europe/Amsterdam", "2026-03-29 02:30", "2026-03-29T01:30"),
        # The midnight itself is skipped.
        ("America/Santiago", "2026-09-06 10:00", "2026-09-06T13:00"),
        ("Africa/Cairo", "2026-04-24 10:00", "2026-04-24T07:00"),
    ],
)
@pytest.mark.parametrize("style", ["iso", "%d/%m/%Y"])
def test_times_at_clock_changes(zone: str, local: str, utc: str, style: str) -> None:
    moments = Moments(DateRule(date=style, zone=zone), BERLIN)
    day, clock = local.split()
    written = local if style == "iso" else "/".join(reversed(day.split("-"))) + f" {clock}"
    assert moments.of_cell(written)[0] == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_every_hour_of_a_year_is_read_as_the_zone_says() -> None:
    zone = ZoneInfo("America/Santiago")
    moments = Moments(DateRule(zone="America/Santiago"), BERLIN)
    for hours in range(0, 24 * 365, 5):
        local = datetime(2026, 1, 1) + timedelta(hours=hours)  # noqa: DTZ001 - a local time
        assert moments.of_cell(f"{local:%Y-%m-%d %H:%M:%S}")[0] == local.replace(tzinfo=zone).astimezone(UTC)


FILE = b"id,opened (UTC),agent,rating\nz1,2026-08-31 22:30:00,Nia,5\n"


@pytest.mark.django_db
def test_command_reads_the_zone_of_the_title_or_the_one_given() -> None:
    organisation()
    assert feedback.received(FILE, profile_name="generic").profile["dates"]["zone"] == "UTC"
    given = feedback.received(FILE, profile_name="generic", zone="Asia/Tokyo")
    assert given.profile["dates"]["zone"] == "Asia/Tokyo"


@pytest.mark.django_db
def test_command_refuses_an_unknown_zone() -> None:
    organisation()
    with pytest.raises(CommandError, match="no known time zone"):
        call_command("import_feedback", __file__, zone="Atlantis")


@pytest.mark.django_db
def test_zone_is_a_field_of_the_page_and_of_the_saved_profile(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(personas.ops)
    imported = feedback.received(FILE, goes_on=False)
    url = reverse("intake:import_columns", args=[imported.pk])
    form = client.get(url).context["form"]
    assert (form.initial["zone"], form.initial["column_started"]) == ("UTC", "opened (UTC)")
    answers = {name: value for name, value in form.initial.items() if value not in {"", False}} | {"source": "shop"}
    assert client.post(url, {**answers, "zone": "Atlantis"}).status_code == 422
    preview = client.post(url, {**answers, "zone": "Tokyo", "preview": "1"}).content.decode()
    assert "The title of “opened (UTC)” says UTC, but you chose Asia/Tokyo." in preview
    assert client.post(url, {**answers, "zone": "UTC", "remember_as": "Desk"}).status_code == 302
    assert Import.objects.get().profile["dates"]["zone"] == "UTC"
    assert feedback.worked(Import.objects.get()).staged.get().started_at == datetime(2026, 8, 31, 22, 30, tzinfo=UTC)
    again = feedback.received(FILE.replace(b"z1", b"z2"), goes_on=False)
    assert (again.profile["name"], again.profile["dates"]["zone"]) == ("Desk", "UTC")
