"""Rights that administrators give themselves: another administrator decides, or all supervisors are told."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.refusals import Refused
from people.actions.notifications import notify
from people.models import Person, Role, User
from people.queries.roles import holders_of


class AskAnotherAdministrator(Refused):
    """Another administrator has to do this."""


def refuse_for_oneself(actor: User | None, person: Person) -> None:
    """Refuse if the actor is the person and another administrator could do it."""
    if actor is None or actor.person_id != person.pk:
        return
    others = sorted(name for pk, name in holders_of(Role.ADMINISTRATOR).items() if pk != person.pk)
    if others:
        raise AskAnotherAdministrator(
            _("You can't do this for yourself. Ask another administrator: %(names)s.") % {"names": ", ".join(others)}
        )


def announce_for_oneself(actor: User | None, person: Person, entry_id: int, text: str) -> None:
    """Notify administrators and supervisors that the only administrator gave themselves rights. Once per journal entry."""
    if actor is None or actor.person_id != person.pk:
        return
    for person_id in holders_of(Role.ADMINISTRATOR, Role.SUPERVISOR):
        notify(person_id=person_id, key=f"own-rights:{entry_id}", text=text, url=reverse("people:notifications"))
