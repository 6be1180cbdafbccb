"""What the database refuses in the suggestion box, from both sides."""

from datetime import date
from typing import Any

import pytest

from care.models import Suggestion, SuggestionBox, SuggestionMessage, SuggestionVote, random_id
from tests.constraints import refused_by
from tests.factories import suggestions
from tests.factories.people import PersonFactory

DAY = date(2026, 11, 10)


def person() -> Any:
    return PersonFactory.create()


@pytest.mark.parametrize("topic", ["work", "customers", "scripts", "tools", "team", "other"])
def test_known_topics_are_accepted(topic: str, db: None) -> None:
    suggestions.SuggestionFactory.create(topic=topic)
    with refused_by("suggestion_topic_known"):
        suggestions.SuggestionFactory.create(topic=f"{topic}s")


@pytest.mark.parametrize("state", ["planned", "done", "not_now"])
def test_answered_suggestion_has_answer_text_person_and_day(state: str, db: None) -> None:
    suggestions.answered(answered_by=person(), state=state)
    for missing in ({"answer": ""}, {"published_text": ""}, {"answered_on": None}):
        with refused_by("suggestion_answer_matches_state"):
            suggestions.answered(answered_by=person(), **{"state": state, **missing})
    with refused_by("suggestion_answer_matches_state"):
        suggestions.answered(answered_by=None, state=state)  # type: ignore[arg-type] # what is tried


@pytest.mark.parametrize("fields", [{"answer": "Yes"}, {"answered_on": DAY}, {"state": "lost"}])
def test_open_suggestion_has_no_answer(fields: dict[str, Any], db: None) -> None:
    suggestions.looked_at()
    with refused_by("suggestion_answer_matches_state"):
        suggestions.SuggestionFactory.create(**{"state": "looking", **fields})


def test_merged_suggestion_names_another_one(db: None) -> None:
    target, decided = suggestions.looked_at(), {"answered_by": person(), "answered_on": DAY}
    merged = suggestions.SuggestionFactory.create(state="merged", merged_into=target, **decided)
    with refused_by("suggestion_merged_into_matches_state"):
        suggestions.SuggestionFactory.create(state="merged", **decided)
    with refused_by("suggestion_merged_into_matches_state"):
        suggestions.looked_at(merged_into=target)
    with refused_by("suggestion_not_merged_into_itself"):
        Suggestion.objects.filter(pk=merged.pk).update(merged_into=merged)


def test_text_is_deleted_only_after_the_answer(db: None) -> None:
    suggestions.answered(answered_by=person(), text="")
    with refused_by("suggestion_has_its_text_until_answered"):
        suggestions.looked_at(text="")


def test_new_suggestion_is_not_published_and_only_a_delivered_one_looked_at(db: None) -> None:
    suggestions.looked_at(published_text="Shown")
    suggestions.SuggestionFactory.create(is_delivered=False)
    with refused_by("suggestion_looked_at_before_published"):
        suggestions.SuggestionFactory.create(published_text="Shown")
    with refused_by("suggestion_delivered_before_triage"):
        suggestions.looked_at(is_delivered=False)


def test_only_published_text_is_edited(db: None) -> None:
    suggestions.looked_at(published_text="Shown", is_edited=True)
    with refused_by("suggestion_edited_only_if_published"):
        suggestions.looked_at(is_edited=True)


@pytest.mark.parametrize("day", range(3, 9))
def test_only_the_monday_of_the_week_is_kept(day: int, db: None) -> None:
    with refused_by("suggestion_week_begins_on_monday"):
        suggestions.SuggestionFactory.create(week_on=date(2026, 11, day))


def test_author_does_not_answer(db: None) -> None:
    author = person()
    suggestions.answered(answered_by=person(), author=author)
    with refused_by("suggestion_answered_by_another_person"):
        suggestions.answered(answered_by=author, author=author)


def test_person_votes_once(db: None) -> None:
    suggestion, voter = suggestions.looked_at(published_text="Shown"), person()
    suggestions.votes(suggestion, [voter, person()])
    with refused_by("suggestion_vote_once"):
        SuggestionVote.objects.create(pk=random_id(), suggestion=suggestion, person=voter)


def message(**fields: Any) -> SuggestionMessage:
    values = {
        "suggestion": suggestions.looked_at(),
        "number": 1,
        "text": "Hello",
        "form_digest": f"{random_id():064}",
        **fields,
    }
    return SuggestionMessage.objects.create(pk=random_id(), **values)


def test_messages_are_of_one_side_numbered_and_not_empty(db: None) -> None:
    first = message()
    message(sender=person(), form_digest=None, is_delivered=True)
    message(suggestion=first.suggestion, number=40)
    with refused_by("suggestion_message_number_once"):
        message(suggestion=first.suggestion)
    with refused_by("suggestion_message_has_a_text"):
        message(text="")
    for number in (0, 41):
        with refused_by("suggestion_message_number_in_range"):
            message(number=number)
    for fields in (
        {"form_digest": None},
        {"sender": person(), "is_delivered": True},
        {"sender": person(), "form_digest": None},
    ):
        with refused_by("suggestion_message_of_one_side"):
            message(**fields)


def test_there_is_one_box(db: None) -> None:
    SuggestionBox.objects.create(emptied_on=DAY)
    with refused_by("suggestion_box_one"):
        SuggestionBox.objects.create(pk=2, emptied_on=DAY)
