"""Reading scripts. Other rooms ask here and never import the models."""

from scripts_library.queries.reading import (
    OpenAcknowledgement,
    Reading,
    acknowledged_by,
    is_live,
    news_version,
    open_acknowledgements,
    readers_count,
    reading_of,
    shown_stamp,
    shown_version,
)
from scripts_library.queries.search import LIVE, SHELVES, search, shelf_counts
from scripts_library.queries.summaries import (
    APPROVAL_CHECKS,
    LiveScript,
    ScriptSummary,
    VersionSummary,
    published_for,
    scripts_of,
    versions_of,
)
from scripts_library.queries.texts import (
    TextChanges,
    TextRemarks,
    base_of,
    changes_between,
    labelled_texts,
    remarks_on,
    texts_of,
)

__all__ = [
    "APPROVAL_CHECKS",
    "LIVE",
    "SHELVES",
    "LiveScript",
    "OpenAcknowledgement",
    "Reading",
    "ScriptSummary",
    "TextChanges",
    "TextRemarks",
    "VersionSummary",
    "acknowledged_by",
    "base_of",
    "changes_between",
    "is_live",
    "labelled_texts",
    "news_version",
    "open_acknowledgements",
    "published_for",
    "readers_count",
    "reading_of",
    "remarks_on",
    "scripts_of",
    "search",
    "shelf_counts",
    "shown_stamp",
    "shown_version",
    "texts_of",
    "versions_of",
]
