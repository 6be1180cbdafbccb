"""Topics of notifications in docs/notices.md, and the keys of the notifications that the code writes.

``python -m tests.architecture.topics`` writes the topics into the document.
"""

import ast
import os
from collections.abc import Iterator

from tests.architecture.rooms import ROOMS, ROOT, sources

DOCUMENT = ROOT / "docs" / "notices.md"
BEGIN, END = "<!-- topics: written by `python -m tests.architecture.topics` -->\n", "<!-- end of topics -->\n"
SAMPLE = "x"


def table() -> str:
    from notices.topics import all_topics

    rows = [f"| {topic.title} | {topic.why} | {_when(topic)} |" for topic in all_topics()]
    return "\n".join(["| e-mail | why people get it | when it is sent |", "| --- | --- | --- |", *rows]) + "\n"


def _when(topic: object) -> str:
    from notices.topics import Topic

    assert isinstance(topic, Topic)
    if topic.is_mailed_elsewhere:
        return "Immediately, also in quiet hours, and separately. Can’t be turned off."
    choice = "" if topic.is_choice else " Can’t be turned off."
    return f"{topic.urgency.label}{choice}{'' if topic.is_on else ' Off unless you turn it on.'}"


def with_table(text: str) -> str:
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return before + BEGIN + table() + END + after


def keys_written() -> dict[str, str]:
    """Sample keys of all notifications that the rooms write, with the place of each."""
    found: dict[str, str] = {}
    for path in sources(*ROOMS):
        text = path.read_text(encoding="utf-8")
        # Few sources write any, and parsing all of them takes seconds.
        tree = ast.parse(text if "notify" in text else "")
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in {"notify", "notify_all"}:
                for value in (each.value for each in call.keywords if each.arg == "key"):
                    if ast.unparse(value) != "key":  # `notify` passes on its own argument
                        found |= {key: f"{path.relative_to(ROOT)}:{call.lineno}" for key in _samples(value, tree)}
                    elif path.name != "notifications.py":
                        found |= {key: f"{path.relative_to(ROOT)}:{call.lineno}" for key in _samples_named("key", tree)}
    return found


def _samples(value: ast.expr, tree: ast.Module) -> list[str]:
    """Keys that an expression can give: an f-string, a text, or a call of a function of this module."""
    if isinstance(value, ast.Constant):
        return [str(value.value)]
    if isinstance(value, ast.JoinedStr):
        keys = [""]
        for part in value.values:
            texts = [str(part.value)] if isinstance(part, ast.Constant) else _samples_inside(part, tree)
            keys = [key + text for key in keys for text in texts]
        return keys
    if isinstance(value, ast.Call):
        return [key for result in _results(ast.unparse(value.func), tree) for key in _samples(result, tree)]
    raise AssertionError(f"Write the key of the notification as an f-string, not as {ast.unparse(value)}.")


def _samples_inside(part: ast.expr, tree: ast.Module) -> list[str]:
    assert isinstance(part, ast.FormattedValue)
    inside = part.value
    if isinstance(inside, ast.Call) and list(_results(ast.unparse(inside.func), tree)):
        return _samples(inside, tree)
    return [SAMPLE]


def _samples_named(name: str, tree: ast.Module) -> list[str]:
    values = [each.value for each in ast.walk(tree) if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == name]
    return [key for value in values for key in _samples(value, tree)]


def _results(function: str, tree: ast.Module) -> Iterator[ast.expr]:
    for each in ast.walk(tree):
        if isinstance(each, ast.FunctionDef) and each.name == function:
            for inside in ast.walk(each):
                if isinstance(inside, ast.Return) and isinstance(inside.value, ast.JoinedStr):
                    yield inside.value


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    DOCUMENT.write_text(with_table(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
