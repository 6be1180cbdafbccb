"""Searches that found no script."""

from scripts_library.models import UnfoundSearch
from scripts_library.queries.search import LONGEST_SEARCH, searched_words

MOST_LISTED = 200
LONGEST_KEPT = 100


def unfound_words(typed: str) -> str:
    """The words of a query that may be kept: without numbers and addresses, which could tell who a customer is."""
    parts = [part for part in typed[:LONGEST_SEARCH].split() if "@" not in part and not any(sign.isdigit() for sign in part)]
    kept = ""
    for word in searched_words(" ".join(parts)):
        longer = f"{kept} {word}".strip()
        if len(longer) <= LONGEST_KEPT:
            kept = longer
    return kept


def unfound_searches() -> list[UnfoundSearch]:
    """Words of several searches that found nothing, the most frequent first."""
    return list(UnfoundSearch.objects.exclude(words="").order_by("-searches", "words")[:MOST_LISTED])
