"""The search across rooms, for scripts, crises, protocols and people."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.list_lines import Line
from crisis.queries.crises import crises_for
from desk.homes.building_blocks import HomeSection
from feedback.queries.cards import readable_person_ids
from journal.drills import marked
from people.identity import Role, User
from people.queries.persons import names, people_list
from protocol.queries import protocols_for
from scripts_library import permissions as scripts
from scripts_library.queries import search as search_scripts

LONGEST_SEARCH = 100
MOST_FOUND = 10

Find = Callable[[User, str], Iterable[Line]]


def found_by(user: User, words: str) -> list[HomeSection]:
    """What the user may see and the words match, by kind; kinds without a match are left out."""
    words = words.strip()[:LONGEST_SEARCH]
    if not words:
        return []
    found = [HomeSection(key, str(title), list(find(user, words)), "", symbol) for key, title, symbol, find in KINDS]
    return [section for section in found if section.items]


def is_cut(sections: list[HomeSection]) -> bool:
    """True if there may be more matches than are shown."""
    return any(len(section.items) >= MOST_FOUND for section in sections)


def _scripts(user: User, words: str) -> Iterable[Line]:
    if not scripts.can_read(user):
        return
    for version in search_scripts(user, words)[:MOST_FOUND]:
        title = marked(version.script.title, is_drill=version.script.journal.is_drill)
        yield Line(title, reverse("scripts_library:script", args=[version.script_id]), "message-2", version.situation)


def _crises(user: User, words: str) -> Iterable[Line]:
    for crisis in crises_for(user).filter(title__icontains=words)[:MOST_FOUND]:
        title = marked(crisis.title, is_drill=crisis.is_drill)
        yield Line(title, reverse("crisis:detail", args=[crisis.pk]), "urgent", sign=crisis.get_state_display())


def _protocols(user: User, words: str) -> Iterable[Line]:
    if not user.has_role(Role.SUPERVISOR, Role.OPS):
        return
    for protocol in protocols_for(user).filter(crisis__title__icontains=words)[:MOST_FOUND]:
        title = marked(protocol.crisis.title, is_drill=protocol.crisis.is_drill)
        yield Line(title, reverse("protocol:detail", args=[protocol.crisis_id]), "file-text", sign=protocol.get_state_display())


def _people(user: User, words: str) -> Iterable[Line]:
    """Everyone for administrators; people in their teams for team leaders, with a link to the card."""
    if user.has_role(Role.ADMINISTRATOR):
        for person in people_list(words)[:MOST_FOUND]:
            yield Line(person.display_name, reverse("people:detail", args=[person.pk]), "user", _("Record"))
    if user.has_role(Role.SUPERVISOR):
        readable = names(readable_person_ids(user) - {user.person_id})
        matching = [(name, person_id) for person_id, name in readable.items() if words.casefold() in name.casefold()]
        for name, person_id in sorted(matching)[:MOST_FOUND]:
            yield Line(name, reverse("feedback:card", args=[person_id]), "id", _("Card"))


KINDS: tuple[tuple[str, object, str, Find], ...] = (
    ("scripts", gettext_lazy("Scripts"), "message-2", _scripts),
    ("crises", gettext_lazy("Crises"), "urgent", _crises),
    ("protocols", gettext_lazy("Protocols"), "file-text", _protocols),
    ("people", gettext_lazy("People"), "users", _people),
)
