"""Erasure of a person's texts in this room. Times on a team stay."""

from django.db.models import Q
from django.utils.translation import gettext as _

from core.refusals import Refused
from crisis.models import Crisis, Goal, Invitation, SupportContact, Terms
from people.erasure import Erased, rename_in


class StillResponsible(Refused):
    """The person is lead, deputy or support contact of an unfinished crisis."""


def forget(erased: Erased) -> None:
    people = erased.records
    _refuse_while_needed(erased)
    Invitation.objects.filter(person__in=people).exclude(reason="").update(reason="")
    SupportContact.objects.filter(person__in=people).update(reach="–", phone="")
    rename_in(erased, Crisis.objects.all(), "cause", "solution", "expectations")
    rename_in(erased, Terms.objects.all(), "solution", "expectations")
    rename_in(erased, Goal.objects.all(), "measure", "target")


def _refuse_while_needed(erased: Erased) -> None:
    leads = Q(lead__in=erased.records) | Q(deputy__in=erased.records)
    crisis = Crisis.objects.unfinished().filter(leads | Q(support_contacts__person__in=erased.records)).first()
    if crisis is not None:
        raise StillResponsible(
            _("“%(title)s” still names this person as lead, deputy or support contact. Name someone else first.")
            % {"title": crisis.title}
        )
