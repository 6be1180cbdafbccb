"""Topics and languages as real files write them: whole sentences, and names where others have codes."""

from dataclasses import replace

import pytest

from feedback.models import Interaction, MonthlyScore
from feedback.queries.rollups import rollup_differences
from intake.reading.profiles import Field
from tests.factories import api
from tests.factories.people import organisation
from tests.intake.dirty import PLAIN, parsed, understood

PROFILE = replace(PLAIN, columns={**PLAIN.columns, Field.TOPIC: "topic", Field.LANGUAGE: "language"})
LONG = "Billing and payments: " + "x" * 178
PORTUGUESE = "Portuguese (as it is spoken in Brazil)"


def row(topic: str, language: str) -> bytes:
    return f"id,agent,date,rating,topic,language\n1,A,2026-01-05 10:00,4,{topic},{language}\n".encode()


def test_long_topics_and_language_names_are_imported() -> None:
    (taken,) = parsed(understood(row(LONG, PORTUGUESE), PROFILE))
    assert (taken.topic, taken.language) == (LONG, PORTUGUESE)


@pytest.mark.parametrize(("topic", "language"), [("t" * 201, "de"), ("Billing", "l" * 41)])
def test_too_long_topic_or_language_is_left_out(topic: str, language: str) -> None:
    (taken,) = parsed(understood(row(topic, language), PROFILE))
    assert (taken.topic, taken.language, taken.value) == (
        "" if len(topic) > 200 else topic,
        language if language == "de" else "",
        4,
    )


@pytest.mark.django_db
def test_long_topics_reach_the_scores() -> None:
    organisation()
    response = api.post_batch(api.secret(), [api.record("T1", topic=LONG, language=PORTUGUESE)])
    assert response.status_code == 202
    api.publish_all()
    # Another word on the same contact, so that what each said is written down.
    api.post_batch(api.secret(), [api.record("T1", topic=LONG, language=PORTUGUESE, handle_seconds=60)])
    api.publish_all()
    assert Interaction.objects.values_list("topic", "language").get() == (LONG, PORTUGUESE)
    assert MonthlyScore.objects.values_list("topic", "language").get() == (LONG, PORTUGUESE)
    assert rollup_differences() == []
