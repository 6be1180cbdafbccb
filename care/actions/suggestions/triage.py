"""What supervisors do with suggestions. The lock order is suggestion, journal."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from care import permissions
from care.actions.suggestions.writing import BoxRefused
from care.lifecycle import SUGGESTION_LIFECYCLE, SuggestionStep
from care.models import Suggestion, SuggestionVote, random_id
from care.queries.suggestions import merge_targets
from care.verbs import SuggestionVerb
from journal.actions import record
from people.actions import notify
from people.identity import User
from people.queries.organisation import today
from scripts_library.queries import scripts_to_link


@transaction.atomic
def look_at_suggestion(*, actor: User, suggestion: Suggestion) -> None:
    """Say that the suggestion is being looked at."""
    locked = _decidable(actor, suggestion)
    SUGGESTION_LIFECYCLE.move(locked, SuggestionStep.LOOK)
    locked.save(update_fields=["state"])
    _record(SuggestionVerb.SUGGESTION_LOOKED_AT, locked, actor)


@transaction.atomic
def publish_suggestion(*, actor: User, suggestion: Suggestion, published_text: str) -> None:
    """Put the suggestion on the board before it is answered, in words that identify nobody."""
    locked = _decidable(actor, suggestion)
    if locked.state != Suggestion.State.LOOKING:
        raise BoxRefused(_("Start looking at the suggestion before you publish it. An answered one is on the board already."))
    _publish(locked, published_text)
    locked.save(update_fields=["published_text", "is_edited"])
    _record(SuggestionVerb.SUGGESTION_PUBLISHED, locked, actor)


@transaction.atomic
def answer_suggestion(
    *,
    actor: User,
    suggestion: Suggestion,
    step: SuggestionStep,
    answer: str,
    published_text: str,
    script_id: int | None = None,
) -> None:
    """Answer the suggestion on the board: planned, done or not now. `script_id` is the script that it changes, if any."""
    locked = _decidable(actor, suggestion)
    if script_id not in {None, locked.script_id} and script_id not in scripts_to_link(actor):
        raise BoxRefused(_("You can't link this script. Choose another one."))
    SUGGESTION_LIFECYCLE.move(locked, step)
    _publish(locked, published_text)
    locked.answer, locked.script_id = answer, script_id
    locked.answered_by_id, locked.answered_on = actor.person_id, today()
    locked.save(update_fields=["state", "published_text", "is_edited", "answer", "script", "answered_by", "answered_on"])
    _record(SuggestionVerb.SUGGESTION_ANSWERED, locked, actor, state=str(locked.get_state_display()))
    for each in [locked, *locked.merged.all()]:
        text = _("Your suggestion was answered: %(state)s.") % {"state": locked.get_state_display()}
        _tell_author(each, what=f"{locked.state}-{locked.pk}", text=text)


@transaction.atomic
def merge_suggestion(*, actor: User, suggestion: Suggestion, target_id: int) -> None:
    """Merge a suggestion that says the same into another one, with its votes. Its author follows the other one from now on."""
    # Locked in the order of their ids, as the delivery does it, so that two actions can't wait for each other.
    pair = Q(pk__in=[suggestion.pk, target_id]) | Q(merged_into=suggestion.pk)
    found = {each.pk: each for each in Suggestion.objects.select_for_update().filter(pair).order_by("pk")}
    locked, target = found[suggestion.pk], found.get(target_id)
    if not permissions.can_decide_suggestion(actor, locked):
        raise PermissionDenied
    if target is None or target_id not in merge_targets(actor, locked):
        raise BoxRefused(_("You can't merge into this suggestion. Choose one that isn't merged itself and that isn't yours."))
    SUGGESTION_LIFECYCLE.move(locked, SuggestionStep.MERGE)
    locked.merged_into, locked.published_text, locked.is_edited = target, "", False
    locked.answered_by_id, locked.answered_on = actor.person_id, today()
    locked.save(update_fields=["state", "merged_into", "published_text", "is_edited", "answered_by", "answered_on"])
    locked.merged.update(merged_into=target)
    _move_votes(locked, target)
    _record(SuggestionVerb.SUGGESTION_MERGED, locked, actor)
    _tell_author(locked, what=f"merged-{target.pk}", text=_("Your suggestion was merged into a similar one."))


def _decidable(actor: User, suggestion: Suggestion) -> Suggestion:
    locked = Suggestion.objects.select_for_update(of=("self",)).select_related("journal").get(pk=suggestion.pk)
    if not permissions.can_decide_suggestion(actor, locked):
        raise PermissionDenied
    return locked


def _publish(locked: Suggestion, published_text: str) -> None:
    """Set the public text. Once edited, always marked: the original may be gone when it is edited again."""
    before = locked.text or locked.published_text
    locked.is_edited = locked.is_edited or published_text.split() != before.split()
    locked.published_text = published_text


def _move_votes(locked: Suggestion, target: Suggestion) -> None:
    """Move the votes, also to a suggestion that isn't published yet: then their number is shown once it is."""
    voters = locked.votes.exclude(person=target.author_id).values_list("person_id", flat=True)
    votes = [SuggestionVote(pk=random_id(), suggestion=target, person_id=person_id) for person_id in voters]
    SuggestionVote.objects.bulk_create(votes, ignore_conflicts=True)
    locked.votes.all().delete()


def _tell_author(suggestion: Suggestion, *, what: str, text: str) -> None:
    if suggestion.author_id is not None:
        url = reverse("care:suggestion", args=[suggestion.pk])
        notify(person_id=suggestion.author_id, key=f"suggestion:{suggestion.pk}:{what}", text=text, url=url)


def _record(verb: SuggestionVerb, suggestion: Suggestion, actor: User, **texts: str) -> None:
    record(suggestion.journal, verb, actor=actor, subject=suggestion, texts=texts, follows_through=True)
