"""Persons for what somebody types: the answer to a field that asks while one writes."""

from django.http import HttpResponse

from core.pages import page
from people.http import UserRequest
from people.name_matching import persons_called


def persons_found(request: UserRequest) -> HttpResponse:
    """The persons who may be meant by what is being typed into one of the fields `other_…`."""
    typed = next((str(value) for name, value in request.GET.items() if name.startswith("other_")), "")
    return page(request, "people/_persons_found.html", {"found": persons_called(typed.replace("\x00", "").strip())})
