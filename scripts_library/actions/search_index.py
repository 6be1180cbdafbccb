"""Upkeep of the search index."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import chain
from typing import Any

from django.db import connection, transaction

from scripts_library.models import ScriptVersion, SearchWord, StaleSearchEntry
from scripts_library.queries.blocks import with_blocks
from scripts_library.queries.steps import step_texts
from scripts_library.search_words import search_tokens, signatures
from scripts_library.text_search import configuration_of

# Positions that PostgreSQL keeps for a word in a text.
MOST_POSITIONS = 255
LAST_POSITION = 16_383
MOST_AT_ONCE = 500
# The weight of each text: title A, situation B, what is said and done C. Steps count as C.
# What not to say and the tone aren't searched.
TEXTS_BY_WEIGHT = (("B", ("situation",)), ("C", ("what_to_say", "what_to_ask", "escalation", "plan_b")))

_STORE = """
    INSERT INTO scripts_library_searchentry
        (version_id, language, title_words, situation_words, squashed_title, title_vector, vector)
    VALUES (
        %(version)s, %(language)s, %(title)s::text[], %(situation)s::text[], %(squashed)s,
        %(exact_A)s::tsvector || setweight(to_tsvector(%(configuration)s::regconfig, %(A)s), 'A'),
        %(exact_A)s::tsvector || setweight(to_tsvector(%(configuration)s::regconfig, %(A)s), 'A')
        || %(exact_B)s::tsvector || setweight(to_tsvector(%(configuration)s::regconfig, %(B)s), 'B')
        || %(exact_C)s::tsvector || setweight(to_tsvector(%(configuration)s::regconfig, %(C)s), 'C')
    )
    ON CONFLICT (version_id) DO UPDATE SET
        language = EXCLUDED.language, title_words = EXCLUDED.title_words, situation_words = EXCLUDED.situation_words,
        squashed_title = EXCLUDED.squashed_title, title_vector = EXCLUDED.title_vector, vector = EXCLUDED.vector
"""


def refresh_vectors(script_ids: Collection[int]) -> int:
    """Bring the search entries of all versions of these scripts up to date, in the caller's transaction. Returns their number.

    Triggers list what changed; the tick does the same later for writes that don't call this.
    """
    return _refresh(StaleSearchEntry.objects.filter(version__script__in=script_ids).values_list("pk", flat=True))


@transaction.atomic
def refresh_stale() -> int:
    """Bring the next outdated search entries up to date. Part of the tick."""
    listed = StaleSearchEntry.objects.select_for_update(skip_locked=True).order_by("pk")
    return _refresh(listed.values_list("pk", flat=True)[:MOST_AT_ONCE])


def _refresh(version_ids: Collection[int]) -> int:
    stale = list(version_ids)
    if not stale:
        return 0
    # Removed first: a text that changes from here on is listed again.
    StaleSearchEntry.objects.filter(pk__in=stale).delete()
    versions = ScriptVersion.objects.filter(pk__in=stale).select_related("script")
    rows = [_row(version) for version in versions]
    with connection.cursor() as cursor:
        cursor.executemany(_STORE, rows)
    # In order, so that two transactions don't wait for each other's words.
    words = sorted(set(chain.from_iterable(_all_words(row) for row in rows)))
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, signatures=sorted(signatures(word))) for word in words], ignore_conflicts=True
    )
    return len(rows)


def _row(version: ScriptVersion) -> dict[str, Any]:
    language = version.script.language
    title = search_tokens(version.script.title)
    in_full, texts = with_blocks(version), {"A": title}
    for weight, names in TEXTS_BY_WEIGHT:
        texts[weight] = list(chain.from_iterable(search_tokens(getattr(in_full, name)) for name in names))
    for _label, text in step_texts(version).values():
        texts["C"] += search_tokens(text)
    return {
        "version": version.pk,
        "language": language,
        "configuration": configuration_of(language),
        "title": title,
        "situation": sorted(set(texts["B"])),
        "squashed": "".join(title),
        **{weight: " ".join(words) for weight, words in texts.items()},
        **{f"exact_{weight}": _exact(words, weight) for weight, words in texts.items()},
    }


def _all_words(row: dict[str, Any]) -> Iterator[str]:
    return chain.from_iterable(row[weight].split() for weight in "ABC")


def _exact(words: list[str], weight: str) -> str:
    """The words as a tsvector. Tokens are letters, marks and digits, so quotes around them are enough."""
    positions: dict[str, list[int]] = defaultdict(list)
    for position, word in enumerate(words, start=1):
        if len(positions[word]) < MOST_POSITIONS:
            positions[word].append(min(position, LAST_POSITION))
    return " ".join(f"'{word}':{','.join(f'{at}{weight}' for at in found)}" for word, found in positions.items())
