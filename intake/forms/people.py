"""Form for matching unknown names to people."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext

from core.forms import LONGEST_ID, StyledForm
from intake.kinds import WaitingName
from people.fields import PersonInput
from people.name_matching import Likely, persons_meant, persons_numbered

LIKELY_ENOUGH = 0.6


def key_of(label: str) -> str:
    """Key of a name's fields. Not its position in the list, which changes if someone else matches names at the same time."""
    return blake2b(label.encode(), digest_size=9).hexdigest()


# Where the fields look for people while the reader types; see `people.person_search`.
SEARCH = "intake.names"


class PeopleForm(StyledForm):
    """Form with a person for each name: a likely match, a typed person, or (if `may_be_new`) a new agent or no one.

    The best match is preselected. With `only_certain`, only exact matches are.
    """

    NEW, NOBODY = "new", "nobody"

    def __init__(self, data: Any, *, names: Sequence[WaitingName], may_be_new: bool = True, only_certain: bool = False) -> None:
        super().__init__(data)
        self._for_nobody = [("", gettext("Decide later"))]
        if may_be_new:
            self._for_nobody += [
                (self.NEW, gettext("Add as a new agent")),
                (self.NOBODY, gettext("Not a person: contacts are unassigned")),
            ]
        self.names = [name for name in names if data is None or f"who_{key_of(name.label)}" in data]
        chosen = self._chosen_elsewhere()
        for name in self.names:
            who, other = self._fields_of(name)
            matches = {match.person_id: match for match in [*name.likely, *chosen.get(who, ())]}
            self.fields[who] = forms.ChoiceField(
                label=name.label,
                choices=self._choices(matches.values()),
                initial=name.certain_id or "" if only_certain else _first_guess(name, self.NEW if may_be_new else ""),
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[other] = forms.CharField(label=name.label, required=False, max_length=160, widget=_typed_person())

    @property
    def rows(self) -> list[tuple[WaitingName, BoundField, BoundField]]:
        """Names, each with its two fields."""
        return [(name, *(self[field] for field in self._fields_of(name))) for name in self.names]  # type: ignore[misc] # two fields

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.names:
            _who, other = self._fields_of(name)
            if typed := cleaned.get(other):
                self._find(name, typed)
        return cleaned

    def decisions(self) -> tuple[dict[str, int | None], list[str]]:
        """People by name, None for a name that is not a person, and the names to add as new agents."""
        chosen = {name.label: self.cleaned_data[f"who_{key_of(name.label)}"] for name in self.names}
        people = {
            name: None if choice == self.NOBODY else int(choice)
            for name, choice in chosen.items()
            if choice not in {"", self.NEW}
        }
        return people, [name for name, choice in chosen.items() if choice == self.NEW]

    def _fields_of(self, name: WaitingName) -> tuple[str, str]:
        return f"who_{key_of(name.label)}", f"other_{key_of(name.label)}"

    def _choices(self, matches: Iterable[Likely]) -> list[tuple[str, str]]:
        people = [(str(match.person_id), _in_words(match)) for match in matches]
        return [*self._for_nobody, *people]

    def _find(self, name: WaitingName, typed: str) -> None:
        """Choose the person that the text identifies. If there are several, offer them in the list."""
        who, other = self._fields_of(name)
        found = persons_meant(typed)
        if len(found) == 1:
            self.cleaned_data[who] = str(found[0].person_id)
        elif found:
            offered = self.fields[who]
            assert isinstance(offered, forms.ChoiceField)  # noqa: S101 - tells the type checker what is made above
            offered.choices = self._choices(found)
            self._forget(who, other)
            self.add_error(who, gettext("Several people have that name. Choose one from this list."))
        else:
            self.add_error(other, gettext("No one matches “%(text)s”. Try part of the name or e-mail.") % {"text": typed})

    def _forget(self, *fields: str) -> None:
        """Show these fields empty."""
        self.data = {**{name: self.data[name] for name in self.data}, **dict.fromkeys(fields, "")}

    def _chosen_elsewhere(self) -> Mapping[str, list[Likely]]:
        """Chosen people who are not among the likely matches, because they were found by typing."""
        given = {who: self.data.get(who, "") for who, _other in map(self._fields_of, self.names)}
        ids = {who: int(value) for who, value in given.items() if value.isdecimal() and len(value) <= LONGEST_ID}
        people = {person.person_id: person for person in persons_numbered(ids.values())} if ids else {}
        return {who: [people[pk]] for who, pk in ids.items() if pk in people}


def _typed_person() -> PersonInput:
    widget = PersonInput()
    widget.search = SEARCH
    widget.attrs["placeholder"] = gettext("Someone else")
    return widget


def _in_words(match: Likely) -> str:
    """Label of a match: name, details that tell namesakes apart, and the reason."""
    parts = [match.name, match.whereabouts, match.reason if match.similarity else ""]
    return " · ".join(part for part in parts if part)


def _first_guess(name: WaitingName, nobody: str) -> str:
    """The exact match, or else the single best match. `nobody` if no one is similar, empty if it is unclear."""
    if name.certain_id is not None:
        return str(name.certain_id)
    best = [match for match in name.likely if match.similarity >= LIKELY_ENOUGH]
    if not best:
        return nobody
    is_clear = len(best) == 1 or best[0].similarity > best[1].similarity
    return str(best[0].person_id) if is_clear else ""
