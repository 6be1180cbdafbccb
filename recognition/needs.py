"""Nominations that wait for a person's decision."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.identity import User
from people.needs import Need
from recognition.queries import to_decide


def nominations_to_decide(user: User) -> list[Need]:
    """One line for all nominations that the user decides on."""
    count = to_decide(user).count()
    if not count:
        return []
    title = ngettext("%(count)d nomination to review", "%(count)d nominations to review", count) % {"count": count}
    return [Need(title, reverse("recognition:approvals"), "award", _("Approve or decline."))]
