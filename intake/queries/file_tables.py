"""First rows of an uploaded file, for choosing its table."""

from intake.installation_limits import limits
from intake.models import Import
from intake.reading.first_rows import FirstRows, first_rows
from intake.reading.layouts import Layout
from intake.upload_storage import place_of


def first_rows_of(imported: Import, sheet: int) -> FirstRows:
    """First rows of the file, or of a sheet. Raises `Unreadable`."""
    with place_of(imported.path).open("rb") as file:
        return first_rows(file, Layout.from_json(imported.layout), limits(), sheet=sheet)
