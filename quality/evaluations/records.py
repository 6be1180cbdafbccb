"""A finished evaluation, whichever tool it comes from."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from datetime import datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An evaluation with scores in percent. `identity` identifies the agent in the source, `agent` is the label shown there.

    All versions of an evaluation have the same `context_id`, and `version` orders them (0 if the source has no versions).
    `retracts` is the id of the version that this one replaces, if the source names it.
    """

    external_id: str
    context_id: str
    identity: str
    agent: str
    total_score: Decimal
    changed_at: datetime
    version: int = 0
    retracts: str = ""
    evaluator: str = ""
    form: str = ""
    conversation_id: str = ""
    critical_score: Decimal | None = None
    is_red_flagged: bool = False
    is_disputed: bool = False
    comment: str = ""
    groups: tuple[Mapping[str, Any], ...] = field(default=())
    conversation_at: datetime | None = None
    released_at: datetime | None = None

    @property
    def digest(self) -> str:
        """Hash of the content: equal for two files with the same evaluation."""
        return blake2b(repr(astuple(self)).encode(), digest_size=16).hexdigest()
