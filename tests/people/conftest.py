"""Fixtures of the tests of people."""

import pytest

from people.models import Person
from tests.factories.people import PersonFactory, organisation


@pytest.fixture
def two() -> tuple[Person, Person]:
    """The record to keep and the one to merge into it."""
    organisation()
    return PersonFactory.create(display_name="Nia Berg"), PersonFactory.create(display_name="N. Berg")
