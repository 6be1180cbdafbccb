"""Tools whose evaluations can be imported: how their records are recognised and read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from quality.evaluations import amazon_connect, genesys, zendesk_qa
from quality.evaluations.records import Evaluation
from quality.evaluations.values import LONGEST_ID, text_of


class EvaluationReader(Protocol):
    """Reader of a record. Raises `UnfitEvaluation`, or `Withheld` if earlier versions may no longer be shown."""

    def __call__(self, record: Mapping[str, Any], *, now: datetime, longest_text: int) -> Evaluation: ...


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, known in the database by its `source`. `marker` is near the beginning of each of its files.

    `parts` yields the evaluations of a record that holds several.
    """

    source: str
    title: str
    marker: str
    recognises: Callable[[Mapping[str, Any]], bool]
    evaluation_of: EvaluationReader
    id_field: str = "id"
    parts: Callable[[Mapping[str, Any]], Iterator[Any]] | None = None

    def id_of(self, value: Any) -> str:
        """The record's id if it has one, for the list of evaluations that weren't imported."""
        return text_of(value.get(self.id_field))[:LONGEST_ID] if isinstance(value, dict) else ""


# Product names, which aren't translated.
TOOLS = (
    Tool("genesys", "Genesys", "evaluationForm", genesys.is_evaluation, genesys.evaluation_of),
    Tool("zendesk-qa", "Zendesk QA", "reviews", zendesk_qa.is_conversation, zendesk_qa.review_of, parts=zendesk_qa.reviews_in),
    Tool(
        "amazon-connect",
        "Amazon Connect",
        "evaluationId",
        amazon_connect.is_evaluation,
        amazon_connect.evaluation_of,
        id_field="evaluationId",
    ),
)


def tool_of(value: Any) -> Tool | None:
    """The tool that a record comes from, or None if it isn't an evaluation."""
    return next((tool for tool in TOOLS if isinstance(value, dict) and tool.recognises(value)), None)


MARKERS = tuple(tool.marker.encode() for tool in TOOLS)
_BY_SOURCE = {tool.source: tool for tool in TOOLS}


def tool_called(source: str) -> Tool:
    return _BY_SOURCE[source]
