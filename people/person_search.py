"""Suggestions of people while typing: the people whom a field accepts, or everyone when names in a file are matched.

A room registers a source for each kind of field (`PersonField.offer`) with the people whom a user may choose. It is evaluated
at each request, so that the suggestions reveal no one whom the user couldn't choose.
"""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from core.forms import LONGEST_ID
from core.pages import page
from people.fields import persons_in, told_apart
from people.http import UserRequest
from people.identity import User
from people.name_matching import MOST_SHOWN, persons_called, persons_numbered

# People whom a user may choose, by id, for the object with this id (0 for none).
Source = Callable[[User, int], Mapping[int, str]]

_SOURCES: dict[str, Source] = {}
# Sources in which everyone on record may be meant, each with the users who may match names there.
_EVERYONE: dict[str, Callable[[User], bool]] = {}


def register(name: str, source: Source) -> None:
    """Register a source for fields with `offer(…, search=name)`."""
    _SOURCES[name] = source


def register_everyone(name: str, may: Callable[[User], bool]) -> None:
    """Let fields of this source suggest everyone on record, by name or e-mail address, also people who have left."""
    _EVERYONE[name] = may


@require_safe
def find_person(request: UserRequest) -> HttpResponse:
    """Suggestions from a source for the typed text; the first people by name if nothing is typed."""
    asked = request.GET.dict()
    name, about = asked.pop("of", ""), asked.pop("about", "0")
    typed = next(iter(asked.values()), "").strip()
    if name in _EVERYONE:
        found = _called(typed) if _EVERYONE[name](request.user) else []
    elif name in _SOURCES and about.isdecimal() and len(about) <= LONGEST_ID:
        found = _among(_SOURCES[name](request.user, int(about)), typed)
    else:
        raise Http404
    return page(request, "people/_persons_found.html", {"found": found})


def _among(people: Mapping[int, str], typed: str) -> list[tuple[str, str]]:
    """Suggestions among these people, and the teams of namesakes."""
    values = told_apart(people, persons_in(people, typed)[:MOST_SHOWN])
    # Teams tell people with the same name apart.
    namesakes = persons_numbered([person_id for person_id, value in values.items() if value != people[person_id]])
    teams = {match.person_id: match.whereabouts for match in namesakes}
    return [(value, teams.get(pk, "")) for pk, value in values.items()]


def _called(typed: str) -> list[tuple[str, str]]:
    """Suggestions among everyone on record, by name or address; none while nothing is typed."""
    return [(match.handle, match.whereabouts) for match in persons_called(typed.replace("\x00", ""))]
