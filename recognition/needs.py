"""Nominations that wait for a person's decision."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journal.drills import marked
from people.identity import User
from people.needs import Need
from recognition.queries import to_decide


def nominations_to_decide(user: User) -> list[Need]:
    """One line for all nominations that the user decides on, and one for those of drills."""
    waiting = Counter(to_decide(user).values_list("journal__is_drill", flat=True))
    return [
        Need(
            title=marked(
                ngettext("%(count)d nomination to review", "%(count)d nominations to review", count) % {"count": count},
                is_drill=is_drill,
            ),
            url=reverse("recognition:approvals"),
            symbol="award",
            note=_("Approve or decline"),
        )
        for is_drill, count in sorted(waiting.items())
    ]
