"""What a reader should know about a version at a glance: read, changed since, or new."""

from django.db.models import Case, Exists, OuterRef, Q, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from scripts_library.models import Acknowledgement


class ReadingMark(TextChoices):
    READ = "read", _("Read")
    CHANGED = "changed", _("Changed since you read it")
    NEW_VERSION = "new_version", _("New version")
    UNREAD = "unread", _("Not read yet")


def acknowledged_by_reader(person_id: int) -> Exists:
    """Annotation: whether the person has acknowledged having read this exact version."""
    return Exists(Acknowledgement.objects.filter(version=OuterRef("pk"), person_id=person_id, what=Acknowledgement.What.READ))


def mark_for(person_id: int) -> Case:
    """Annotation: the mark of a version for this reader."""
    read = Acknowledgement.objects.filter(person_id=person_id, what=Acknowledgement.What.READ)
    return Case(
        When(Exists(read.filter(version=OuterRef("pk"))), then=Value(ReadingMark.READ.value)),
        When(
            Exists(read.filter(version__script=OuterRef("script"), version__number__lt=OuterRef("number"))),
            then=Value(ReadingMark.CHANGED.value),
        ),
        When(Q(number__gt=1), then=Value(ReadingMark.NEW_VERSION.value)),
        default=Value(ReadingMark.UNREAD.value),
    )
