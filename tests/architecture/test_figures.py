"""Scores have one format: the filter `csat` for CSAT and `quality_score` for reviews, both with one decimal."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.rooms import ROOMS, ROOT, sources

CSAT = {
    "adjusted_rate_percent",
    "average_rate_percent",
    "csat_percent",
    "expected_rate_percent",
    "floor_percent",
    "highest_percent",
    "lowest_percent",
    "mean_without_percent",
}
# Scales of charts and progress of work.
NOT_SCORES = {"from_percent", "progress_percent"}
FIGURE = re.compile(r"^(\w*_percent|\w*score|score_\w+)$")
RENDERED = re.compile(r"{{ *([^}]+?) *}}|\b\w+=([\w.]+(?:\|[^\s%]+)?)")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODULES = sources(*ROOMS)


def filters_for(name: str) -> set[str]:
    if not FIGURE.match(name) or name in NOT_SCORES:
        return set()
    if name in CSAT:
        return {"csat"}
    return {"csat", "quality_score", "percent"} if name.endswith("percent") else {"quality_score"}


def unformatted(text: str) -> list[str]:
    """Expressions of a template that show a score without its filter."""
    found = []
    for shown in (plain or argument for plain, argument in RENDERED.findall(text)):
        variable, *filters = shown.split("|")
        if "." not in variable:  # already formatted
            continue
        if (allowed := filters_for(variable.rsplit(".", 1)[-1])) and (len(filters) != 1 or filters[0] not in allowed):
            found.append(shown)
    return found


def test_templates_show_scores_with_their_filters() -> None:
    found = [f"{path.relative_to(ROOT)}: {shown}" for path in TEMPLATES for shown in unformatted(path.read_text())]
    assert found == [], "write CSAT with |csat and scores of reviews with |quality_score"


def written_out(tree: ast.Module) -> Iterator[str]:
    """Expressions that format a score with an f-string, %, str() or number_format()."""
    for node in ast.walk(tree):
        shown: list[ast.expr] = []
        if isinstance(node, ast.FormattedValue):
            shown = [node.value]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            shown = node.right.values if isinstance(node.right, ast.Dict) else [node.right]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"str", "format", "number_format", "floatformat"}:
            shown = node.args[:1]
        for value in shown:
            name = value.attr if isinstance(value, ast.Attribute) else ""
            if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Constant):
                name = str(value.slice.value)
            if filters_for(name):
                yield ast.unparse(value)


def test_modules_write_scores_with_their_functions() -> None:
    found = [f"{path.relative_to(ROOT)}: {shown}" for path in MODULES for shown in written_out(ast.parse(path.read_text()))]
    assert found == [], "write CSAT with csat() and scores of reviews with quality_score()"


def test_check_finds_unformatted_scores() -> None:
    assert unformatted(
        "{{ row.score }} {{ row.score|percent:2 }} {% include 'x' with value=row.csat_percent|percent only %}"
    ) == [
        "row.score",
        "row.score|percent:2",
        "row.csat_percent|percent",
    ]
    source = 'f"{row.score:.2f}"; "%s" % row.mean_score; "%(a)s" % {"a": asked["floor_percent"]}; str(row.csat_percent)'
    assert len(list(written_out(ast.parse(source)))) == 4
    assert unformatted("{{ row.score|quality_score }} {{ row.csat_percent|csat }} {{ part.chosen_percent|percent }}") == []
