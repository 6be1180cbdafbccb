"""What administrators give themselves: another one decides, or where there is none, everyone who runs crises hears of it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.refusals import Refused
from people.actions.notifications import notify
from people.models import Person, Role, User
from people.queries.roles import holders_of


class AskAnotherAdministrator(Refused):
    """Nobody gives themselves rights unnoticed."""


def refuse_for_oneself(actor: User | None, person: Person) -> None:
    """Refuse what an administrator gives themselves if another one could do it."""
    if actor is None or actor.person_id != person.pk:
        return
    others = sorted(name for pk, name in holders_of(Role.ADMINISTRATOR).items() if pk != person.pk)
    if others:
        raise AskAnotherAdministrator(
            _("You can't do this for yourself. Ask another administrator: %(names)s.") % {"names": ", ".join(others)}
        )


def announce_for_oneself(actor: User | None, person: Person, entry_id: int, text: str) -> None:
    """Tell administrators and supervisors what the only administrator gave themselves: once for each journal entry."""
    if actor is None or actor.person_id != person.pk:
        return
    for person_id in holders_of(Role.ADMINISTRATOR, Role.SUPERVISOR):
        notify(person_id=person_id, key=f"own-rights:{entry_id}", text=text, url=reverse("people:notifications"))
