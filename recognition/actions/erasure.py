"""Erasure of the texts about a person's awards. The award history stays, under the new name."""

from django.utils.translation import gettext as _

from people.erasure import Erased, rename_in
from recognition.models import Award, Discretion, Evidence


def forget(erased: Erased) -> None:
    received = Award.objects.filter(nominee__in=erased.records)
    received.update(reason=_("(erased)"))
    received.exclude(decline_reason="").update(decline_reason=_("(erased)"))
    Evidence.objects.filter(award__nominee__in=erased.records).update(text=_("(erased)"))
    rename_in(erased, Award.objects.all(), "reason", "decline_reason")
    rename_in(erased, Evidence.objects.all(), "text")
    for person_id in erased.records:
        Discretion.objects.get_or_create(person_id=person_id)
