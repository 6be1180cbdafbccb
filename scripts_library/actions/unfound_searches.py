"""Searches that found no script: counted without the people who made them."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.crypto import salted_hmac

from journal.actions import house_journal, record
from people.identity import User
from people.queries.organisation import today
from scripts_library import permissions
from scripts_library.models import UnfoundSearch
from scripts_library.queries import search, unfound_words
from scripts_library.verbs import Verb

# Searches with the same words until the words themselves are stored: a name that was typed once or twice isn't.
SHOWN_FROM = 3
KEPT_FOR = timedelta(days=90)


@transaction.atomic
def count_unfound(*, actor: User, typed: str) -> None:
    """Count a search that found nothing. Nothing is kept of a search with a result, or without a word that may be kept."""
    if not permissions.can_read(actor):
        raise PermissionDenied
    words = unfound_words(typed)
    if not words or search(actor, typed):
        return
    digest = salted_hmac("scripts_library.unfound", words, algorithm="sha256").hexdigest()
    counted, is_new = UnfoundSearch.objects.select_for_update().get_or_create(digest=digest, defaults={"last_on": today()})
    if is_new:
        return
    counted.searches += 1
    counted.last_on = today()
    if counted.searches >= SHOWN_FROM:
        counted.words = words
    counted.save(update_fields=["searches", "last_on", "words"])


@transaction.atomic
def finish_unfound(*, actor: User, search_id: int) -> None:
    """Take a search off the list, for example because there is a script now. Idempotent."""
    if not permissions.can_see_unfound_searches(actor):
        raise PermissionDenied
    locked = UnfoundSearch.objects.select_for_update().filter(pk=search_id).exclude(words="").first()
    if locked is None:
        return
    record(house_journal(), Verb.SEARCH_DONE, actor=actor, subject=locked, texts={"words": locked.words})
    locked.delete()


@transaction.atomic
def delete_old_searches() -> int:
    """Delete searches that nobody has made for a while. Part of the tick."""
    return UnfoundSearch.objects.filter(last_on__lt=today() - KEPT_FOR).delete()[0]
