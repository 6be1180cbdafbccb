"""Numbers that a form accepts fit into the database: what is too large is refused with a sentence, never by a constraint."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.db.models import CheckConstraint, Q

from core.forms import StyledForm

import_module(settings.ROOT_URLCONF)


def limits_in(condition: Q) -> Iterator[tuple[str, int]]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from limits_in(child)
        elif isinstance(child, tuple) and child[0].endswith("__lte") and isinstance(child[1], int):
            yield child[0].removesuffix("__lte"), child[1]


def limits_of_the_database() -> dict[str, int]:
    """The largest number of each column that a constraint bounds, and the smallest of them where two columns share a name."""
    found: dict[str, int] = {}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, CheckConstraint) and isinstance(constraint.condition, Q):
                for name, limit in limits_in(constraint.condition):
                    found[name] = min(limit, found.get(name, limit))
    return found


def all_forms(form: type[StyledForm] = StyledForm) -> Iterator[type[StyledForm]]:
    for child in form.__subclasses__():
        yield child
        yield from all_forms(child)


BOUNDED = sorted(
    (
        (form, name, limit)
        for form in all_forms()
        for name, limit in limits_of_the_database().items()
        if isinstance(form.base_fields.get(name), forms.IntegerField)
    ),
    key=str,
)


@pytest.mark.parametrize(("form", "name", "limit"), BOUNDED)
def test_form_accepts_no_number_above_the_limit_of_its_column(form: type[StyledForm], name: str, limit: int) -> None:
    field = form.base_fields[name]
    with pytest.raises(forms.ValidationError):
        field.clean(limit + 1)


def test_team_sizes_of_both_forms_are_compared() -> None:
    assert {form.__name__ for form, name, _limit in BOUNDED if name == "team_size"} >= {"CriteriaForm"}
    assert limits_of_the_database()["team_size"] == 500
