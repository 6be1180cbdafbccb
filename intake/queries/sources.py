"""Sources of imports: the names in use, and the one to suggest for a file."""

from collections.abc import Sequence

from intake.models import Import, WebhookEndpoint
from intake.reading.profiles import GENERIC
from intake.reading.row_parsing import DOWNLOADED


def sources() -> list[str]:
    """Sources of all imports."""
    return list(Import.objects.exclude(source="").order_by("source").values_list("source", flat=True).distinct())


def sources_to_choose() -> list[str]:
    """Names that a file can get as its source: those of imports and webhooks, sorted."""
    named = {*sources(), *WebhookEndpoint.objects.values_list("source", flat=True)}
    return sorted(source for source in named if is_source(source))


def is_source(name: str) -> bool:
    """True for the name of a source. Files used to be imported as “generic” if they had none."""
    return bool(name) and name.casefold() != GENERIC


def as_spelled(name: str) -> str:
    """The name as this source is spelled already, so that it doesn't become a second source."""
    name = " ".join(name.split())
    return next((known for known in sources_to_choose() if known.casefold() == name.casefold()), name)


def last_source_for(header: Sequence[str]) -> str:
    """Source of the latest file with these column titles, in any order; empty if there is none. A file of downloaded rejections
    has the titles of its import, and more.
    """
    titles = [title for title in dict.fromkeys(header) if title not in DOWNLOADED]
    files = Import.objects.filter(token=None, endpoint=None, layout__header__contains=titles)
    same = files.filter(layout__header__contained_by=[*titles, *DOWNLOADED]).exclude(source__in=("", GENERIC))
    return same.order_by("-pk").values_list("source", flat=True).first() or ""
