"""Lines of a list, as components/list.html and components/list_with_actions.html show them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LineAction:
    """A button at the end of a line that posts `values`. `of` says to screen readers what it is about."""

    label: str
    url: str
    of: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: its title, the page it links to, and how urgent it is (`tone`, empty for everyday things).

    `sign` names its state; `note` holds the facts below the title.
    """

    title: str
    url: str = ""
    symbol: str = ""
    note: str = ""
    sign: str = ""
    tone: str = ""
    action: LineAction | None = None
