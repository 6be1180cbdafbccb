"""A script as a Markdown file: front matter in YAML, and a second-level heading for each text."""

import re

import yaml
from django.utils.translation import gettext as _

from scripts_library.script_files.contents import HEADINGS, ProblemError, ScriptFile, checked, normal, refuse_control_characters

LONGEST_FRONT_MATTER = 4000
_FENCE = "---"
_HEADING = re.compile(r"##[ \t]+(.+?)[ \t#]*")
# A line of a text that looks like a heading of the file gets a backslash, which Markdown doesn't show.
_TO_ESCAPE = re.compile(r"^(\\*##[ \t])", re.MULTILINE)
_ESCAPED = re.compile(r"^\\(\\*##[ \t])", re.MULTILINE)
_NAMES = {heading.casefold(): name for name, heading in HEADINGS.items()} | {name: name for name in HEADINGS}


class _PlainLoader(yaml.SafeLoader):
    """YAML in which every value is text, so that the language “no” isn't false. Aliases are refused."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as in PyYAML

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("alias")
        return super().compose_node(parent, index)


def as_markdown(script: ScriptFile) -> str:
    """The file of a script. Blank texts are left out."""
    facts = {
        "title": script.title,
        "owner": script.owner,
        "channel": script.channel,
        "language": script.language,
        "state": script.state,
        "variant of": script.variant_of,
    }
    front = yaml.safe_dump(
        {name: value for name, value in facts.items() if value}, allow_unicode=True, sort_keys=False, width=LONGEST_FRONT_MATTER
    )
    escaped = {name: _TO_ESCAPE.sub(r"\\\1", normal(script.texts.get(name, ""))) for name in HEADINGS}
    texts = [f"## {heading}\n\n{escaped[name]}\n" for name, heading in HEADINGS.items() if escaped[name]]
    return "\n".join([f"{_FENCE}\n{front}{_FENCE}\n", *texts])


def read_markdown(text: str, *, source: str) -> ScriptFile:
    """The script in a file, or `ProblemError` with the line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].rstrip() != _FENCE:
        raise ProblemError(_("The file must start with a line of three hyphens and the fields, such as “title”."), 1)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        raise ProblemError(_("The line of three hyphens that ends the fields is missing."), 1)
    return checked(_facts("\n".join(lines[1:end])), _texts(lines, end + 1), source=source)


def _facts(front: str) -> dict[str, str]:
    if len(front) > LONGEST_FRONT_MATTER:
        raise ProblemError(_("The fields are longer than %(most)d characters.") % {"most": LONGEST_FRONT_MATTER}, 2)
    try:
        facts = yaml.load(front, _PlainLoader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, RecursionError, ValueError, KeyError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ProblemError(
            _("The fields can't be read as YAML. Put a text with a colon in quotation marks."), mark.line + 2 if mark else 2
        ) from error
    if not isinstance(facts, dict) or not all(isinstance(each, str) for pair in facts.items() for each in pair):
        raise ProblemError(_("Each field needs a name, a colon and a text on one line."), 2)
    return facts


def _texts(lines: list[str], start: int) -> dict[str, str]:
    texts: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(lines[start:], start + 1):
        if found := _HEADING.fullmatch(line):
            refuse_control_characters([found[1]], number)
            name = _NAMES.get(found[1].strip().casefold())
            if name is None:
                raise ProblemError(
                    _("There is no text called “%(name)s”. Texts are %(known)s.")
                    % {"name": found[1][:60], "known": ", ".join(HEADINGS.values())},
                    number,
                )
            if name in texts:
                raise ProblemError(_("The text “%(name)s” is there twice.") % {"name": found[1][:60]}, number)
            current = texts[name] = []
        elif current is not None:
            current.append(line)
        elif line.strip():
            raise ProblemError(_("This line comes before the first heading, so it belongs to no text."), number)
    return {name: _ESCAPED.sub(r"\1", "\n".join(parts)) for name, parts in texts.items()}
