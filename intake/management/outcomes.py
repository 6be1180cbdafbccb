"""Result of the command `import_feedback`, as data and in words."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.finding_sentences import choices, described
from intake.findings import Decision, Kind, Level
from intake.kinds import kind_called, kind_of
from intake.models import Import
from intake.queries.files import unused_cells
from intake.queries.findings import findings_of
from intake.queries.imports import EXCEPTIONS
from intake.queries.rejections import rejections, rejections_by_reason
from intake.queries.same_files import published_before
from intake.question_sentences import ITS_OWN_SOURCE

REJECTIONS_SHOWN = 20


def outcome_of(imported: Import) -> dict[str, Any]:
    """Result of an import as plain data."""
    return {
        "import": imported.pk,
        "kind": imported.kind,
        "path": imported.path,
        "file": imported.file_name,
        "state": imported.state,
        "source": imported.source,
        **{name: imported.counts.get(name, 0) for name in kind_of(imported).counts},
        "published_before": [
            {"import": each.pk, "source": each.source, "at": each.published_at.isoformat() if each.published_at else ""}
            for each in published_before(imported)
        ],
        "findings": [
            {
                "kind": finding.kind,
                "level": finding.level,
                "title": finding.title,
                "text": finding.text,
                "examples": [f"{each.external_id}: {each.known} → {each.here}" for each in finding.examples],
                "decided": finding.decided,
            }
            for finding in described(findings_of(imported))
        ],
        "left_out_cells": [
            {"column": cells.column, "count": cells.count, "example": cells.example, "sentence": cells.sentence}
            for cells in unused_cells(imported)
        ],
        "reasons": [
            {"reason": group.reason, "column": group.column, "count": group.count, "value": group.value}
            | {"sentence": group.sentence}
            for group in rejections_by_reason(imported.pk)
        ],
        "rejections": [
            {"line": bad.line, "column": bad.column, "value": bad.value, "reason": bad.reason, "sentence": bad.sentence}
            for bad in rejections(imported.pk, at_most=REJECTIONS_SHOWN)
        ],
    }


def in_words(outcome: dict[str, Any]) -> str:
    """Result for people: counts, what was found, and why rows were rejected."""
    return "\n".join(_lines(outcome))


def _lines(outcome: dict[str, Any]) -> Iterator[str]:
    labels = kind_called(outcome["kind"]).counts
    yield from (f"{outcome[name]:>10,}  {label}" for name, label in labels.items() if outcome[name] or name not in EXCEPTIONS)
    yield from _known_before(outcome)
    yield from _remarks(outcome)
    yield from _rejected(outcome)
    if outcome["state"] == Import.State.NEEDS_PEOPLE:
        yield _("Nothing is published yet. Match the unknown names on the Imports page.")
    if outcome.get("dry_run"):
        yield _("Dry run: nothing was changed.")


def _known_before(outcome: dict[str, Any]) -> Iterator[str]:
    for before in outcome["published_before"]:
        yield _("The same file was published before: source %(source)s, import %(number)s, %(at)s.") % {
            "source": before["source"],
            "number": before["import"],
            "at": before["at"][:10],
        }


def _remarks(outcome: dict[str, Any]) -> Iterator[str]:
    """Notes and decided questions, and cells that were left out."""
    for finding in outcome["findings"]:
        if finding["level"] == Level.NOTE or finding["decided"]:
            yield " ".join(filter(None, (f"{finding['title']}.", finding["text"], finding["decided"])))
    for cells in outcome["left_out_cells"]:
        yield _("%(column)s, %(count)s cells left out, such as “%(example)s”: %(sentence)s") % {
            **cells,
            "count": f"{cells['count']:,}",
        }


def _rejected(outcome: dict[str, Any]) -> Iterator[str]:
    if len(outcome["rejections"]) > 1:
        for group in outcome["reasons"]:
            rows = ngettext("%(count)s row", "%(count)s rows", group["count"]) % group
            yield ": ".join(filter(None, (rows, group["column"], group["sentence"])))
    for bad in outcome["rejections"]:
        yield ": ".join(filter(None, (_place(bad), bad["value"], bad["sentence"])))


def open_questions(outcome: dict[str, Any]) -> str:
    """Refusal that names the open questions with examples, and how to answer each."""
    lines = []
    for finding in outcome["findings"]:
        if finding["level"] != Level.NOTE and not finding["decided"]:
            lines.append(f"{finding['title']}. {finding['text']}")
            lines += [f"  {example}" for example in finding["examples"]]
            lines += [f"  {_option(finding['kind'], answer)}: {label}" for answer, label in _answers(finding)]
            if finding["kind"] == Kind.OTHER_QUESTION:
                lines.append(f"  --source NAME: {ITS_OWN_SOURCE}")
    if not outcome.get("dry_run"):
        lines.append(_("Nothing is published. Import %(number)s waits on the Imports page.") % {"number": outcome["import"]})
    return "\n".join(lines)


def _answers(finding: dict[str, Any]) -> list[tuple[str, str]]:
    """Answers that the command takes. Which values are no ratings is decided on the page."""
    can_be_told = finding["level"] == Level.QUESTION and finding["kind"] != Kind.RATINGS_REJECTED
    return choices(finding["kind"]) if can_be_told else []


def _option(kind: str, answer: str) -> str:
    if kind in {Kind.REASSIGNED, Kind.PERHAPS_KNOWN}:
        return f"--{kind.replace('_', '-')} {answer}"
    if kind in {Kind.SAME_CONTACTS, Kind.PUBLISHED_BEFORE}:
        return f"--same-contacts {Decision.PUBLISH}"
    return f"--confirm {kind.replace('_', '-')}"


def _place(bad: dict[str, Any]) -> str:
    place = _("line %(line)s") % {"line": bad["line"]}
    return f"{place}, {bad['column']}" if bad["column"] else place
