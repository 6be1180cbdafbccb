"""Fields of forms that name people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NOBODY = ("", _("Nobody yet"))


class PersonField(forms.TypedChoiceField):
    """One of the given people, by id; the ids a forged form might send are refused as no choice."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, empty_value=None, required=False, **options)

    def offer(self, people: dict[int, str]) -> None:
        self.choices = [NOBODY, *sorted(people.items(), key=lambda item: item[1].casefold())]
