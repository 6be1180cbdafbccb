"""Writing a suggestion. Nothing else is stored about it: no journal entry, no notification, no sent form, no draft."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from care import suggestion_limits, suggestion_subjects
from care.models import Suggestion, random_id
from care.suggestion_receipts import code_of_form, digest_of
from care.weeks import delivery_day, monday_of
from core import clock
from core.refusals import Refused
from journal.actions import house_journal
from people.identity import User
from people.queries.organisation import today
from scripts_library.queries import published_scripts


class BoxRefused(Refused):
    """The suggestion or message can't be taken now, or not about this."""


@dataclass(frozen=True, slots=True)
class SuggestionReceipt:
    """Receipt of an anonymous suggestion: its code, shown once. `is_repeated`: the form was sent before.

    A named suggestion has no code, because its author follows it by name.
    """

    code: str
    is_repeated: bool


@transaction.atomic
def write_suggestion(
    *, actor: User, form_key: str, is_named: bool, topic: str, text: str, journal_id: int | None, script_id: int | None
) -> SuggestionReceipt:
    """Put a suggestion into the box, about everyday work or a case (`journal_id`), and optionally about a script.

    Without a name, the actor is only used for what they may choose and for the daily limit, which is in memory.
    """
    if journal_id is not None and not _may_choose(actor, journal_id):
        raise BoxRefused(_("You can't make a suggestion about this crisis. Choose another one, or everyday work."))
    if script_id is not None and script_id not in published_scripts(actor):
        raise BoxRefused(_("You can't make a suggestion about this script. Choose another one."))
    code = code_of_form(form_key, is_named, topic, text, journal_id, script_id)
    digest = digest_of(code)
    shown = "" if is_named else code
    if Suggestion.objects.filter(receipt_digest=digest).exists():
        return SuggestionReceipt(shown, is_repeated=True)
    _refuse_too_many(actor)
    suggestion = Suggestion(
        pk=random_id(),
        journal_id=journal_id or house_journal().pk,
        script_id=script_id,
        author_id=actor.person_id if is_named else None,
        topic=topic,
        text=text,
        receipt_digest=digest,
        week_on=monday_of(delivery_day(clock.now())),
    )
    # Of two forms sent at the same moment, the second waits for the first and adds nothing.
    Suggestion.objects.bulk_create([suggestion], ignore_conflicts=True)
    is_stored = Suggestion.objects.filter(pk=suggestion.pk).exists()
    return SuggestionReceipt(shown, is_repeated=not is_stored)


def _may_choose(actor: User, journal_id: int) -> bool:
    subject = suggestion_subjects.subjects_for(actor).get(journal_id)
    return subject is not None and subject.is_open


def _refuse_too_many(actor: User) -> None:
    if Suggestion.objects.filter(is_delivered=False).count() >= suggestion_limits.MOST_IN_THE_BOX:
        raise BoxRefused(_("The suggestion box is full. It is emptied every morning, so try again tomorrow."))
    if not suggestion_limits.take_one(actor.person_id, today()):
        raise BoxRefused(
            _("You can make %(most)d suggestions a day. Try again tomorrow.") % {"most": suggestion_limits.MOST_A_DAY}
        )
