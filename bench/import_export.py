"""Import of a file through the whole pipeline, compared with django-import-export in bulk mode with the same rows.

The reference is set up as fast as possible while it also changes nothing when the same file comes again: bulk creation in large
batches and no diffs. The library's own loaders find existing rows (contacts in one query; the loader for several columns needs
a query per row), and dictionaries find persons and contacts. Its file has ISO moments and plain numbers, its best format. It
keeps no rollups, no staging and no rejections.
"""

import csv
import tempfile
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any, ClassVar

import tablib
from django.db import transaction
from import_export import fields, resources, widgets
from import_export.instance_loaders import CachedInstanceLoader

from bench.harness import Row
from bench.import_file import empty, make_file, ours
from feedback.models import Interaction, SurveyResponse
from feedback.sql.rollups import execute
from people.models import Person

ROWS = 50_000
REPETITIONS = 2


class Known(widgets.Widget):
    """Id of the object that a cell names, from a dictionary instead of a query for each row."""

    def __init__(self, ids: Mapping[str, int]) -> None:
        super().__init__()
        self.ids = ids

    def clean(self, value: str, **_options: Any) -> int | None:
        return self.ids.get(value)


class Moment(widgets.Widget):
    def clean(self, value: str, **_options: Any) -> datetime:
        return datetime.fromisoformat(value)


class Bulk:
    """The library's options for large files."""

    use_bulk = True
    batch_size = 5_000
    skip_diff = True
    skip_html_diff = True
    use_transactions = True


class Contacts(resources.ModelResource):
    """The contacts of the file; the persons are known beforehand."""

    person_id = fields.Field(column_name="agent", attribute="person_id")
    started_at = fields.Field(column_name="started_at", attribute="started_at", widget=Moment())
    hour_band = fields.Field(column_name="hour", attribute="hour_band", widget=widgets.IntegerWidget())

    class Meta(Bulk):
        model = Interaction
        import_id_fields: ClassVar = ["external_id"]
        instance_loader_class = CachedInstanceLoader
        fields = (
            "source", "external_id", "person_id", "channel", "topic", "started_at", "hour_band", "response_seconds",
            "handle_seconds", "is_resolved",
        )  # fmt: skip

    def __init__(self, persons: Mapping[str, int]) -> None:
        super().__init__()
        self.fields["person_id"].widget = Known(persons)


class Responses(resources.ModelResource):
    """The responses of the file, after its contacts."""

    interaction_id = fields.Field(column_name="external_id", attribute="interaction_id")
    responded_at = fields.Field(column_name="started_at", attribute="responded_at", widget=Moment())

    class Meta(Bulk):
        model = SurveyResponse
        fields = ("interaction_id", "instrument", "value", "responded_at")
        import_id_fields: ClassVar = ["interaction_id", "instrument", "value", "responded_at"]

    def __init__(self, contacts: Mapping[str, int]) -> None:
        super().__init__()
        self.fields["interaction_id"].widget = Known(contacts)


HEADER = (
    "source", "external_id", "agent", "channel", "topic", "started_at", "hour", "response_seconds", "handle_seconds",
    "is_resolved", "instrument", "value",
)  # fmt: skip


def write_plainly(path: Path) -> None:
    """Write the rows of the last import in the form that the reference reads best."""
    found = SurveyResponse.objects.order_by("pk").values_list(
        "interaction__source", "interaction__external_id", "interaction__person__display_name", "interaction__channel",
        "interaction__topic", "interaction__started_at", "interaction__hour_band", "interaction__response_seconds",
        "interaction__handle_seconds", "interaction__is_resolved", "instrument", "value",
    )  # fmt: skip
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for *told, started_at, hour, replied, handled, is_resolved, instrument, value in found:
            resolved = "" if is_resolved is None else int(is_resolved)
            writer.writerow([*told, started_at, hour, replied, handled, resolved, instrument, value])


def reference(path: Path) -> float:
    """Seconds for the same contacts and responses, from empty tables."""
    empty()
    started = time.perf_counter()
    dataset = tablib.Dataset().load(path.read_text(encoding="utf-8"), format="csv")
    with transaction.atomic():
        persons = dict(Person.objects.values_list("display_name", "pk"))
        Contacts(persons).import_data(dataset, raise_errors=True)
        contacts = dict(Interaction.objects.values_list("external_id", "pk"))
        Responses(contacts).import_data(dataset, raise_errors=True)
    return time.perf_counter() - started


def rows() -> list[Row]:
    """One row: medians of runs in turns, after checking that both leave the same rows."""
    with tempfile.TemporaryDirectory() as folder:
        path, plain = Path(folder) / "calls.csv", Path(folder) / "plain.csv"
        make_file(path, rows=ROWS)
        pairs = []
        for _ in range(REPETITIONS):
            first = ours(path)
            write_plainly(plain)
            before = what_is_there()
            pairs.append((first, reference(plain)))
            # Our import analyses the tables; the reference leaves it to the server to notice later that they have grown.
            execute("ANALYZE")
            if what_is_there() != before:
                raise AssertionError("The two imports left different rows, so there is nothing to compare.")
    return [
        Row(
            name=f"import of {ROWS:,} rows, whole pipeline",
            reference_name="django-import-export in bulk mode, same rows",
            ours=median(pair[0] for pair in pairs),
            reference=median(pair[1] for pair in pairs),
            direction="at_least",
            goal=20,
        )
    ]


def what_is_there() -> set[tuple[Any, ...]]:
    """Contacts and their responses, as tuples of values."""
    return set(
        SurveyResponse.objects.values_list(
            "interaction__external_id", "interaction__person", "interaction__topic", "interaction__started_at",
            "interaction__response_seconds", "interaction__handle_seconds", "interaction__is_resolved", "instrument", "value",
            "responded_at", "state",
        )
    )  # fmt: skip
