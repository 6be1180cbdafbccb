"""Erasure of a person's texts in this room. Times on a team stay."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from core.refusals import Refused
from crisis.models import Crisis, Goal, GoalEntry, HelpRequest, Invitation, LineShift, SupportContact, Terms
from crisis.verbs import Verb
from journal.actions import erase_texts_of
from journal.queries import subjects_naming
from people.erasure import Erased, rename_in

# Texts of the terms, in the set-up and in each version.
AGREED = ("solution", "expectations", "duration", "shifts", "reward")


class StillResponsible(Refused):
    """The person is lead, deputy or support contact of an unfinished crisis."""


def forget(erased: Erased) -> None:
    people = erased.records
    _refuse_while_needed(erased)
    Invitation.objects.filter(person__in=people).update(reason="", farewell="")
    rename_in(erased, Invitation.objects.all(), "reason", "farewell")
    _forget_how_to_reach(people)
    _forget_reasons_of_corrections(people)
    HelpRequest.objects.filter(person__in=people).delete()
    rename_in(erased, HelpRequest.objects.all(), "note")
    rename_in(erased, Crisis.objects.all(), "cause", *AGREED)
    rename_in(erased, Terms.objects.all(), *AGREED)
    rename_in(erased, Goal.objects.all(), "measure", "target", "achievable", "relevant")
    rename_in(erased, GoalEntry.objects.all(), "note")


def _forget_how_to_reach(people: Collection[int]) -> None:
    """Erase how to reach them as a support contact, also in the journal, where a removed contact can be restored from."""
    contacts = SupportContact.objects.filter(person__in=people)
    removed = subjects_naming(people, verb=Verb.CONTACT_REMOVED)
    erase_texts_of("crisis.SupportContact", {*contacts.values_list("pk", flat=True), *removed})
    contacts.update(reach="–", phone="")


def _forget_reasons_of_corrections(people: Collection[int]) -> None:
    """Erase why their hours on the line were corrected. The hours stay, as the times on a team do."""
    theirs = LineShift.objects.filter(person__in=people)
    erase_texts_of("crisis.LineShift", set(theirs.values_list("pk", flat=True)))


def _refuse_while_needed(erased: Erased) -> None:
    leads = Q(lead__in=erased.records) | Q(deputy__in=erased.records)
    crisis = Crisis.objects.unfinished().filter(leads | Q(support_contacts__person__in=erased.records)).first()
    if crisis is not None:
        raise StillResponsible(
            _("“%(title)s” still names this person as lead, deputy or support contact. Name someone else first.")
            % {"title": crisis.title}
        )
