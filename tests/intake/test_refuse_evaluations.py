"""Quality evaluations of other tools are never read as customers' answers."""

import json
from io import BytesIO
from typing import Any

import pytest

from intake.reading.file_limits import Limits
from intake.reading.layouts import layout_of
from intake.reading.reasons import FileTrouble, Unreadable
from tests.intake.forms import lines_of

REVIEW = {
    "id": "r1", "reviewer": {"email": "rev@example.org"}, "reviewee": {"email": "nia@example.org"}, "score": 80,
    "ratings": [{"categoryId": "1", "categoryName": "Tone", "score": 100}], "created": "2026-01-05T09:00:00Z",
}  # fmt: skip
CONVERSATION = {"externalId": "7", "url": "https://qa.example.org/7", "reviews": [REVIEW], "createdAt": "2026-01-05T08:00:00Z"}
CONNECT = {
    "schemaVersion": "3.1", "evaluationId": "e-1",
    "metadata": {"contactId": "c-1", "agentId": "a-1", "evaluationSubmitTimestamp": "2026-01-05T09:00:00Z",
                 "score": {"percentage": 90}},
    "sections": [{"sectionRefId": "s1", "score": {"percentage": 90}}],
    "questions": [{"questionRefId": "q1", "answer": {"value": "Yes"}, "score": {"percentage": 100}}],
}  # fmt: skip
DESCRIBED = {
    "Evaluation": {"EvaluationId": "e-1", "Answers": {}, "Status": "SUBMITTED"},
    "EvaluationForm": {"EvaluationFormId": "f-1"},
}
GENESYS = {"id": "g-1", "evaluationForm": {"id": "f"}, "answers": {"totalScore": 90}, "status": "FINISHED"}


@pytest.mark.parametrize("record", [CONVERSATION, CONNECT, DESCRIBED, GENESYS])
@pytest.mark.parametrize("form", ["one", "list", "page", "lines", "airbyte"])
def test_evaluations_are_sent_to_their_import(record: dict[str, Any], form: str) -> None:
    content = {
        "one": json.dumps(record).encode(),
        "list": json.dumps([record, record]).encode(),
        "page": json.dumps({"conversations": [record], "total": 1}).encode(),
        "lines": lines_of([record, record]),
        "airbyte": lines_of([{"_airbyte_raw_id": "1", "_airbyte_data": record}]),
    }[form]
    with pytest.raises(Unreadable) as refused:
        layout_of(BytesIO(content), Limits())
    assert refused.value.trouble is FileTrouble.EVALUATIONS
