"""Form fields for people, with search as you type among the people that the field accepts."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import LONGEST_ID
from people.queries.persons import names

MOST_NAMED = 5
# A person's number, alone or after a name that several people share.
_NUMBERED = re.compile(rf"(.*?)\s*#(\d{{1,{LONGEST_ID}}})", re.ASCII)


class PersonInput(forms.TextInput):
    """Text input with suggestions from the source `search`, for the object `about` if the source needs one."""

    template_name = "components/person_input.html"
    search = ""
    about = 0

    def __init__(self) -> None:
        super().__init__(attrs={"class": "form-control", "autocomplete": "off", "placeholder": gettext_lazy("Type a name")})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        of = {"of": self.search, **({"about": str(self.about)} if self.about else {})}
        found = f"{context['widget']['attrs'].get('id', name)}_found"
        context["found"] = found
        context["widget"]["attrs"] |= {
            "list": found,
            "hx-get": f"{reverse('people:find-person')}?{urlencode(of)}",
            "hx-trigger": "input changed delay:250ms, focus once",
            "hx-target": f"#{found}",
            # Without this the field would inherit `outerHTML` from a live part of the page around it.
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }
        return context


class PersonField(forms.CharField):
    """Id of one of the people in `offer`, chosen by name, by an unambiguous part of it, or by “#” and their number.

    A bare number is refused, because it may be a typing mistake. If several people match, the error lists them.
    """

    widget: PersonInput = PersonInput  # type: ignore[assignment] # Django makes an instance of it

    def __init__(self, *, required: bool = False, **options: Any) -> None:
        super().__init__(required=required, max_length=160, **options)
        self.people: dict[int, str] = {}

    def offer(self, people: Mapping[int, str], *, search: str, about: int = 0, present: int | None = None) -> None:
        """Accept these people, and the `present` value even if that person has left or lost the role.

        `search` is the source in `people.person_search` that suggests the people.
        """
        self.people = dict(people) if present is None or present in people else {**people, **names([present])}
        self.widget.search, self.widget.about = search, about

    def prepare_value(self, value: Any) -> Any:
        return told_apart(self.people, [value])[value] if isinstance(value, int) and value in self.people else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(f"#{value}" if isinstance(value, int) else value)
        if not text:
            return None
        found = persons_in(self.people, text)
        if not found:
            raise forms.ValidationError(
                _("“%(text)s” doesn't match anyone you can choose here. Type part of a name."), params={"text": text}
            )
        if len(found) > 1:
            several = "; ".join(told_apart(self.people, found[:MOST_NAMED]).values())
            more = "; …" if len(found) > MOST_NAMED else ""
            raise forms.ValidationError(
                _("“%(text)s” matches several people. Type one of these: %(names)s"),
                params={"text": text, "names": several + more},
            )
        return found[0]


def persons_in(people: Mapping[int, str], text: str) -> list[int]:
    """Ids of the people who match the text: by full name, else by number (with a matching name), else by part of a name."""
    typed = text.casefold()
    if alike := [person_id for person_id, name in people.items() if name.casefold() == typed]:
        return _by_name(people, alike)
    if chosen := _NUMBERED.fullmatch(typed):
        name, person_id = chosen[1], int(chosen[2])
        return [person_id] if person_id in people and is_called(people[person_id], name) else []
    return _by_name(people, [person_id for person_id, name in people.items() if is_called(name, typed)])


def is_called(name: str, typed: str) -> bool:
    """Whether each typed word starts a word of the name, or the typed text is part of the name."""
    folded = name.casefold()
    words = folded.split()
    return typed in folded or all(any(word.startswith(part) for word in words) for part in typed.split())


def told_apart(people: Mapping[int, str], ids: Iterable[int]) -> dict[int, str]:
    """Names of these people by id, with a number where several people have the same name."""
    shared = Counter(name.casefold() for name in people.values())
    chosen = {person_id: people[person_id] for person_id in ids}
    return {person_id: f"{name} #{person_id}" if shared[name.casefold()] > 1 else name for person_id, name in chosen.items()}


def _by_name(people: Mapping[int, str], ids: Iterable[int]) -> list[int]:
    return sorted(ids, key=lambda person_id: (people[person_id].casefold(), person_id))
