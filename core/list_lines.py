"""Lines for components/list.html and components/list_with_actions.html."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LineAction:
    """Button at the end of a line that posts `values`. `of` names the line for screen readers."""

    label: str
    url: str
    of: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """Line of a list: title, link and urgency (`tone`, empty by default).

    `sign` names its state; `note` has the facts below the title.
    """

    title: str
    url: str = ""
    symbol: str = ""
    note: str = ""
    sign: str = ""
    tone: str = ""
    action: LineAction | None = None
