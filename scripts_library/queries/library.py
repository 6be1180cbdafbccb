"""The library: scripts in order, and the search for the right one while a customer waits."""

import re

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramWordSimilarity
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from core import clock
from people.identity import User
from scripts_library import permissions
from scripts_library.models import Acknowledgement, ScriptVersion

LONGEST_SEARCH = 100
MOST_WORDS = 8
# Share of common trigrams from which a mistyped word still matches a title.
LIKE_ENOUGH = 0.5

LIVE, ENDED = "live", "ended"
# Shelves of the library: the live one for readers, the others for writers and approvers.
SHELVES = {
    LIVE: (ScriptVersion.State.PUBLISHED,),
    "draft": (ScriptVersion.State.DRAFT,),
    "in_review": (ScriptVersion.State.IN_REVIEW,),
    "approved": (ScriptVersion.State.APPROVED,),
    ENDED: (ScriptVersion.State.EXPIRED, ScriptVersion.State.WITHDRAWN),
}


def search(user: User, words: str = "", shelf: str = LIVE) -> QuerySet[ScriptVersion]:
    """Versions on a shelf that the user may see, annotated with `is_acknowledged`: best match first, or by title without a
    query.

    Readers always search the live shelf. Prefixes of words match, and so do mistyped titles.
    """
    shown = shelf if permissions.sees_every_version(user) else LIVE
    rows = ScriptVersion.objects.visible_to(user).filter(_on(shown))
    rows = rows.select_related("script__journal", "author").annotate(is_acknowledged=acknowledged_by_reader(user.person_id))
    return _matching(rows, words)


def shelf_counts() -> dict[str, int]:
    """Number of versions on each shelf."""
    return ScriptVersion.objects.aggregate(**{name: Count("pk", filter=_on(name)) for name in SHELVES})


def acknowledged_by_reader(person_id: int) -> Exists:
    """Annotation: whether the person has acknowledged having read this exact version."""
    return Exists(Acknowledgement.objects.filter(version=OuterRef("pk"), person_id=person_id, what=Acknowledgement.What.READ))


def _on(shelf: str) -> Q:
    if shelf == LIVE:
        now = clock.now()
        return Q(state=ScriptVersion.State.PUBLISHED, starts_at__lte=now, ends_at__gt=now)
    standing = Q(state__in=SHELVES.get(shelf, ()), script__archived_at=None)
    # Drafts of closed cases are left out, because nobody continues them.
    return standing if shelf == ENDED else standing & Q(script__journal__closed_at=None)


def _matching(rows: QuerySet[ScriptVersion], words: str) -> QuerySet[ScriptVersion]:
    order = ("script__title", "-number")
    searched = re.findall(r"\w+", words[:LONGEST_SEARCH])[:MOST_WORDS]
    if not searched:
        return rows.order_by(*order)
    query = SearchQuery(" & ".join(f"{word}:*" for word in searched), search_type="raw", config="simple")
    vector = SearchVector("script__title", weight="A", config="simple") + SearchVector(
        "situation", "what_to_say", "what_to_ask", "plan_b", weight="C", config="simple"
    )
    return (
        rows.annotate(vector=vector, likeness=TrigramWordSimilarity(" ".join(searched), "script__title"))
        .filter(Q(vector=query) | Q(likeness__gte=LIKE_ENOUGH))
        .annotate(rank=Greatest(SearchRank(F("vector"), query), F("likeness")))
        .defer(*ScriptVersion.TEXTS[1:])
        .order_by("-rank", *order)
    )
