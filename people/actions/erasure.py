"""Erasure of a former colleague's name, addresses and texts about them. The record of decisions stays."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, mail_outbox
from core.refusals import Refused
from journal.actions import erase_texts_about, house_journal, record
from people import permissions
from people.actions.locks import locked_person
from people.actions.notifications import notify
from people.erasure import Erased, rename_in, rooms
from people.models import (
    FormDraft,
    Leave,
    Look,
    Notification,
    Organisation,
    Person,
    PersonMerge,
    Role,
    RosteredShift,
    SourceIdentity,
    StaffChange,
    User,
)
from people.queries.organisation import today
from people.queries.persons import records_of
from people.queries.roles import holders_of
from people.verbs import Verb


class NotErasable(Refused):
    """The person still works here or was already erased."""


@transaction.atomic
def erase_person(*, actor: User | None, person: Person) -> Person:
    """Erase the personal data of a former colleague in all rooms. It can't be undone."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = locked_person(person)
    if locked.left_on is None or locked.left_on > today():
        raise NotErasable(_("%(name)s still works here. Record their last day first.") % {"name": locked})
    if locked.erased_at is not None:
        raise NotErasable(_("This person's data has already been erased."))
    erased = _erased(locked)
    for forget in (_forget_sign_in, _forget_messages, *rooms(), _forget_record):
        forget(erased)
    erase_texts_about(erased.records, naming=erased.mentioned_in("text"))
    record(house_journal(), Verb.PERSON_ERASED, actor=actor, subject=locked)
    locked.refresh_from_db()
    return locked


def ask_for_erasure(*, actor: User) -> None:
    """Ask the administrators to erase the user's own data. At most one message per day."""
    text = _("%(name)s asked you to erase their personal data. You can do this once they have left.") % {"name": actor.person}
    for person_id in holders_of(Role.ADMINISTRATOR):
        notify(
            person_id=person_id,
            key=f"erasure-asked:{actor.person_id}:{today().isoformat()}",
            text=text,
            url=reverse("people:detail", args=[actor.person_id]),
        )


def _erased(person: Person) -> Erased:
    records = records_of(person.pk)
    known = set(Person.objects.filter(pk__in=records).values_list("display_name", flat=True))
    labels = SourceIdentity.objects.filter(person__in=records).values_list("label", flat=True)
    # Single words can mean anything, and a name that others share can mean them, so these aren't replaced in texts.
    known = {name for name in {*known, *labels} if " " in name.strip()} - _names_of_others(records) | _addresses(records)
    # Longest first, so that no part of a name is left.
    names = tuple(sorted(known, key=len, reverse=True))
    return Erased(frozenset(records), names, _("Former colleague %(number)d") % {"number": person.pk})


def _names_of_others(records: Collection[int]) -> set[str]:
    return set(Person.objects.exclude(pk__in=records).values_list("display_name", flat=True))


def _addresses(records: Collection[int]) -> set[str]:
    users = User.objects.filter(person__in=records).values_list("email", flat=True)
    persons = Person.objects.filter(pk__in=records).values_list("email", flat=True)
    return {address for address in (*users, *persons) if address}


def _forget_sign_in(erased: Erased) -> None:
    mail_outbox.forget_letters(_addresses(erased.records))
    User.objects.filter(person__in=erased.records).delete()


def _forget_messages(erased: Erased) -> None:
    Notification.objects.filter(Q(person__in=erased.records) | erased.mentioned_in("text")).delete()
    Look.objects.filter(person__in=erased.records).delete()
    drafts = FormDraft.objects.alias(typed=Cast("fields", TextField()))
    drafts.filter(Q(person__in=erased.records) | erased.mentioned_in("typed")).delete()


def _forget_record(erased: Erased) -> None:
    Leave.objects.filter(person__in=erased.records).delete()
    RosteredShift.objects.filter(person__in=erased.records).delete()
    StaffChange.objects.filter(person__in=erased.records).delete()
    SourceIdentity.objects.filter(person__in=erased.records).delete()
    rename_in(erased, Organisation.objects.all(), "privacy_contact", "legal_basis", "works_agreement")
    PersonMerge.objects.filter(kept__in=erased.records).update(kept_email="", merged_email="")
    Person.objects.filter(pk__in=erased.records).update(
        display_name=erased.pseudonym,
        email=None,
        languages=[],
        channels=[],
        contract_hours=None,
        shift=None,
        time_zone="",
        work_starts_at=None,
        work_ends_at=None,
        erased_at=clock.now(),
    )
