"""Persons for what is being typed: the people whom a field accepts, or everyone where the names of a file are matched.

A room registers a source for each kind of field (`PersonField.offer`): the people whom a user may choose there. The source
decides at each request, so nobody is told of people whom they could not choose.
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

# The people whom a user may choose, by id, about the object with this id (0 without one); empty if they may choose nobody.
Source = Callable[[User, int], Mapping[int, str]]

_SOURCES: dict[str, Source] = {}
# Sources in which everyone on record may be meant, each with the users who may match names there.
_EVERYONE: dict[str, Callable[[User], bool]] = {}


def register(name: str, source: Source) -> None:
    """Let fields that `offer(…, search=name)` suggest the people of this source."""
    _SOURCES[name] = source


def register_everyone(name: str, may: Callable[[User], bool]) -> None:
    """Let fields of this source suggest everyone on record, by name or e-mail address, also people who have left."""
    _EVERYONE[name] = may


@require_safe
def find_person(request: UserRequest) -> HttpResponse:
    """Those of a source who may be meant; the first of all while nothing is typed."""
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
    """What the field says of each of these people who may be meant, and where namesakes are."""
    values = told_apart(people, persons_in(people, typed)[:MOST_SHOWN])
    # Their teams tell people of one name apart; of others the name is enough.
    namesakes = persons_numbered([person_id for person_id, value in values.items() if value != people[person_id]])
    teams = {match.person_id: match.whereabouts for match in namesakes}
    return [(value, teams.get(pk, "")) for pk, value in values.items()]


def _called(typed: str) -> list[tuple[str, str]]:
    """The same for everyone on record, in whose names or addresses the text is; nobody while nothing is typed."""
    return [(match.handle, match.whereabouts) for match in persons_called(typed.replace("\x00", ""))]
