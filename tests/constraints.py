"""For tests of what the database refuses, from both sides."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, transaction


@contextmanager
def refused_by(constraint: str) -> Iterator[None]:
    """The block breaks exactly this constraint; the surrounding transaction goes on."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        yield
    cause = caught.value.__cause__
    assert isinstance(cause, psycopg.Error)
    assert cause.diag.constraint_name == constraint


@contextmanager
def refused_by_trigger(sentence: str) -> Iterator[None]:
    """A trigger refuses the block with this sentence; the surrounding transaction goes on."""
    with pytest.raises(DatabaseError, match=sentence), transaction.atomic():
        yield
