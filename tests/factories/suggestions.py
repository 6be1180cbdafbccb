"""Suggestions for tests."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from factory.declarations import LazyFunction, Sequence
from factory.django import DjangoModelFactory

from care import suggestion_limits
from care.models import Suggestion, SuggestionVote, random_id
from journal.actions import house_journal
from people.models import Person

KEY = "0123456789abcdef0123456789abcdef"


class SuggestionFactory(DjangoModelFactory[Suggestion]):
    """A delivered anonymous suggestion that nobody has looked at."""

    class Meta:
        model = Suggestion

    id = LazyFunction(random_id)
    journal = LazyFunction(house_journal)
    topic = Suggestion.Topic.WORK
    text = Sequence(lambda n: f"Let us swap shifts ourselves, part {n}")
    receipt_digest = Sequence(lambda n: f"{n:064x}")
    week_on = date(2026, 11, 2)
    is_delivered = True


def looked_at(**fields: Any) -> Suggestion:
    """A suggestion that is being looked at."""
    return SuggestionFactory.create(state=Suggestion.State.LOOKING, **fields)


def answered(*, answered_by: Person, **fields: Any) -> Suggestion:
    """A suggestion that is planned, on the board."""
    values = {
        "state": Suggestion.State.PLANNED,
        "published_text": "Let us swap shifts ourselves",
        "answer": "From May on, in the roster tool.",
        "answered_on": date(2026, 11, 10),
        **fields,
    }
    return SuggestionFactory.create(answered_by=answered_by, **values)


def votes(suggestion: Suggestion, people: Iterable[Person]) -> None:
    SuggestionVote.objects.bulk_create(
        SuggestionVote(pk=random_id(), suggestion=suggestion, person=person) for person in people
    )


def form(*, named: bool = False, **fields: str) -> dict[str, str]:
    """What a browser sends from the form of the suggestion box."""
    suggestion_limits.forget_counts()
    identity = "named" if named else "anonymous"
    text = "The headsets break every month."
    return {"one_time_key": KEY, "identity": identity, "topic": "tools", "text": text, "journal_id": "", **fields}
