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


def register(name: str, source: Source) -> None:
    """Register a source for fields with `offer(…, search=name)`."""
    _SOURCES[name] = source


@require_safe
def find_person(request: UserRequest) -> HttpResponse:
    """Suggestions from a source for the typed text; the first people by name if nothing is typed."""
    asked = request.GET.dict()
    source, about = _SOURCES.get(asked.pop("of", "")), asked.pop("about", "0")
    if source is None or not about.isdecimal() or len(about) > LONGEST_ID:
        raise Http404
    people = source(request.user, int(about))
    values = told_apart(people, persons_in(people, next(iter(asked.values()), "").strip())[:MOST_SHOWN])
    # Teams tell people with the same name apart.
    namesakes = persons_numbered([person_id for person_id, value in values.items() if value != people[person_id]])
    teams = {match.person_id: match.whereabouts for match in namesakes}
    return page(request, "people/_persons_found.html", {"found": [(value, teams.get(pk, "")) for pk, value in values.items()]})


def persons_found(request: UserRequest) -> HttpResponse:
    """Suggestions among all people for the text typed into one of the fields `other_…`."""
    typed = next((str(value) for name, value in request.GET.items() if name.startswith("other_")), "")
    found = persons_called(typed.replace("\x00", "").strip())
    return page(request, "people/_persons_found.html", {"found": [(match.handle, match.whereabouts) for match in found]})
