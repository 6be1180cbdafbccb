"""What a check of an import finds, and which decisions each kind allows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from intake.models import Finding

Kind = Finding.Kind
Level = Finding.Level
Decision = Finding.Decision


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Result of a check, before it is stored as a `Finding`."""

    kind: Kind
    level: Level
    count: int
    about: Mapping[str, Any] = field(default_factory=dict)
    token: str = ""


def options(kind: str) -> tuple[Decision, ...]:
    """Possible decisions about a question of this kind."""
    if kind == Kind.REASSIGNED:
        return (Decision.KEEP, Decision.MOVE)
    if kind == Kind.PERHAPS_KNOWN:
        return (Decision.SAME, Decision.PUBLISH)
    return (Decision.UNRATED,) if kind == Kind.RATINGS_REJECTED else (Decision.PUBLISH,)
