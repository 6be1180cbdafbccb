"""Forms refuse numbers and texts that don't fit into the database with a message, before a constraint does."""

from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.test import Client
from django.urls import reverse

from core.forms import StyledForm
from people.models import User
from tests.factories.people import Personas, PersonFactory

import_module(settings.ROOT_URLCONF)


def limits_in(condition: Q) -> Iterator[tuple[str, int]]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from limits_in(child)
        elif isinstance(child, tuple) and child[0].endswith("__lte") and isinstance(child[1], int):
            yield child[0].removesuffix("__lte"), child[1]


def limits_of_the_database() -> dict[str, int]:
    """Largest number per column name that constraints allow; the smaller one if two columns share a name."""
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
def test_form_refuses_numbers_above_the_limit_of_the_column(form: type[StyledForm], name: str, limit: int) -> None:
    field = form.base_fields[name]
    with pytest.raises(forms.ValidationError):
        field.clean(limit + 1)


TEXTS = sorted(
    (
        (form, name)
        for form in all_forms()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and apps.is_installed(form.__module__.split(".")[0])
    ),
    key=str,
)


def length_of_column(form: type[StyledForm], name: str) -> int | None:
    """Largest length of the columns with this name in the form's room, because a form may be for any of them."""
    columns = (
        column
        for model in apps.get_app_config(form.__module__.split(".")[0]).get_models()
        for column in model._meta.concrete_fields
        if column.name == name and isinstance(column, (models.CharField, models.TextField))
    )
    lengths = [column.max_length for column in columns]
    return max((length for length in lengths if length is not None), default=None) if None not in lengths else None


@pytest.mark.parametrize(("form", "name"), TEXTS)
def test_form_refuses_texts_longer_than_the_column(form: type[StyledForm], name: str) -> None:
    accepted = form.base_fields[name].max_length  # type: ignore[attr-defined] # a text field
    assert accepted is not None
    assert accepted <= (length_of_column(form, name) or accepted)


def test_too_long_address_is_refused_with_a_message(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    email = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example"
    url = reverse("people:give-sign-in", args=[PersonFactory.create().pk])
    answer = sign_in(personas.administrator).post(url, {"email": email})
    assert answer.status_code == 422
    assert "at most 254 characters" in answer.content.decode()


def test_all_forms_with_a_team_size_are_checked() -> None:
    assert {(form.__name__, limit) for form, name, limit in BOUNDED if name == "team_size"} == {
        ("CriteriaForm", 500),
        ("SetUpForm", 500),
        ("UnrankedForm", 500),
    }
