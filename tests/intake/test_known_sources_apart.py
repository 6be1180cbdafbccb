"""No known source takes the file of another one."""

from io import BytesIO

import pytest

from intake.profile_wording import TOOLS
from intake.reading.column_guesses import sample
from intake.reading.file_limits import Limits
from intake.reading.known_sources import KNOWN
from intake.reading.layouts import layout_of
from tests.intake.known import profile_of
from tests.intake.samples import SAMPLES

# The general profile for ratings in the words of Help Scout also fits these. It is used only if no other one fits.
BOTH_FIT = {"help-scout-json": {"help-scout"}, "zoho-desk": {"help-scout"}}


def test_every_known_source_has_a_sample() -> None:
    assert SAMPLES.keys() == {source.name for source in KNOWN}


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_is_recognised_as_its_own_source(name: str) -> None:
    profile = profile_of(SAMPLES[name])
    assert profile is not None
    assert profile.name == name


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_fits_no_other_source(name: str) -> None:
    file = BytesIO(SAMPLES[name])
    layout = layout_of(file, Limits())
    rows = [cells for _line, cells in sample(file, layout, Limits())]
    fitting = {source.name for source in KNOWN if source.recognised(layout.header, rows)}
    assert fitting - BOTH_FIT.get(name, set()) == {name}


@pytest.mark.parametrize("name", SAMPLES)
def test_profile_survives_storing(name: str) -> None:
    profile = profile_of(SAMPLES[name])
    assert profile is not None
    assert type(profile).from_json(profile.as_json()) == profile


def test_every_known_source_has_a_name() -> None:
    assert TOOLS.keys() == {source.name for source in KNOWN}
