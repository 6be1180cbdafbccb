"""The library: scripts in order, and the search for the right one while a customer waits."""

from typing import Literal, overload

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from core import clock
from people.identity import User
from scripts_library import permissions
from scripts_library.models import USUAL_LANGUAGE, ScriptVersion
from scripts_library.queries.marks import mark_for
from scripts_library.queries.search import best_matches, searched_words

LIVE, ENDED = "live", "ended"
# Shelves of the library: the live one for readers, the others for writers and approvers.
SHELVES = {
    LIVE: (ScriptVersion.State.PUBLISHED,),
    "draft": (ScriptVersion.State.DRAFT,),
    "in_review": (ScriptVersion.State.IN_REVIEW,),
    "approved": (ScriptVersion.State.APPROVED,),
    ENDED: (ScriptVersion.State.EXPIRED, ScriptVersion.State.WITHDRAWN),
}


@overload
def search(user: User, words: Literal[""] = "", shelf: str = LIVE) -> QuerySet[ScriptVersion]: ...


@overload
def search(user: User, words: str, shelf: str = LIVE) -> QuerySet[ScriptVersion] | list[ScriptVersion]: ...


def search(user: User, words: str = "", shelf: str = LIVE) -> QuerySet[ScriptVersion] | list[ScriptVersion]:
    """Versions on a shelf that the user may see, annotated with `mark`: the best matches of the words, or all by
    title without any. At most three queries.

    Readers always search the live shelf. Beginnings and forms of words match, and so do words with typing errors.
    """
    shown = shelf if permissions.sees_every_version(user) else LIVE
    allowed = ScriptVersion.objects.visible_to(user).filter(_on(shown))
    rows = allowed.select_related("script__journal", "author").annotate(mark=mark_for(user.person_id))
    searched = searched_words(words)
    if not searched:
        return rows.order_by("script__title", "-number")
    matches = best_matches(searched, allowed, languages=languages_of(user))
    found = rows.filter(pk__in=matches).defer(*ScriptVersion.TEXTS[1:]).in_bulk()
    return [found[pk] for pk in matches if pk in found]


def languages_of(user: User) -> list[str]:
    """Language codes of the user: those of their record, or else that of the page."""
    return list(user.person.languages) or [get_language() or USUAL_LANGUAGE]


def shelf_counts() -> dict[str, int]:
    """Number of versions on each shelf."""
    return ScriptVersion.objects.aggregate(**{name: Count("pk", filter=_on(name)) for name in SHELVES})


def _on(shelf: str) -> Q:
    if shelf == LIVE:
        now = clock.now()
        return Q(state=ScriptVersion.State.PUBLISHED, starts_at__lte=now, ends_at__gt=now)
    standing = Q(state__in=SHELVES.get(shelf, ()), script__archived_at=None)
    # Drafts of closed cases are left out, because nobody continues them.
    return standing if shelf == ENDED else standing & Q(script__journal__closed_at=None)
