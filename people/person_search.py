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


def register(name: str, source: Source) -> None:
    """Let fields that `offer(…, search=name)` suggest the people of this source."""
    _SOURCES[name] = source


@require_safe
def find_person(request: UserRequest) -> HttpResponse:
    """Those of a source who may be meant; the first of all while nothing is typed."""
    asked = request.GET.dict()
    source, about = _SOURCES.get(asked.pop("of", "")), asked.pop("about", "0")
    if source is None or not about.isdecimal() or len(about) > LONGEST_ID:
        raise Http404
    people = source(request.user, int(about))
    values = told_apart(people, persons_in(people, next(iter(asked.values()), "").strip())[:MOST_SHOWN])
    # Their teams tell people of one name apart; of others the name is enough.
    namesakes = persons_numbered([person_id for person_id, value in values.items() if value != people[person_id]])
    teams = {match.person_id: match.whereabouts for match in namesakes}
    return page(request, "people/_persons_found.html", {"found": [(value, teams.get(pk, "")) for pk, value in values.items()]})


def persons_found(request: UserRequest) -> HttpResponse:
    """The persons who may be meant by what is being typed into one of the fields `other_…`."""
    typed = next((str(value) for name, value in request.GET.items() if name.startswith("other_")), "")
    found = persons_called(typed.replace("\x00", "").strip())
    return page(request, "people/_persons_found.html", {"found": [(match.handle, match.whereabouts) for match in found]})
