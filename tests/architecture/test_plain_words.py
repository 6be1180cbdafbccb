"""The worst of the old phrasing stays out of messages, docstrings, comments and docs. docs/glossary.md has the terms."""

import ast
import io
import re
import shutil
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from translations.catalogues import PLACEHOLDER, texts_of
from translations.messages import PROJECT_DIR, messages

GIT = shutil.which("git") or "git"

# A phrase as a pattern, and what to say instead.
EVERYWHERE = {
    r"who(m)?ever": "name the person, or “anyone who”",
    r"somebody": "name the person, “someone” or “a person”",
    r"nobody but": "“only”",
    r"by (itself|themselves)": "“automatically”",
    r"(take|takes|took|taken|taking) in (a|an|the|files?|reviews?|it)": "“import”",
    r"(bring|brings|brought|bringing) in (a|an|the|files?)": "“import”",
    r"for ever": "“permanently”, or leave it out",
    r"stands? (beside|below|above|in the tree)": "“is next to”, “below”",
    r"cannot be told apart": "“too close to call”",
    r"handed (out|on)": "“assigned”, “reassigned”",
    r"made elsewhere": "“imported evaluations”",
    r"leave[sd]? to the rule": "say what happens",
    r"the house": "“the organisation”",
    r"thereby|whereby|wherein|therein": "two sentences",
    r"anew": "“again”",
    r"lest|ere|hitherto": "plain words",
}
MESSAGES_ONLY = {
    r"house": "“organisation”",
    r"floor": "“minimum CSAT”",
    r"band": "“too close to call”",
    r"voices": "“team leader input”",
    r"mend(s|ed|ing)?": "“fix”",
    r"meanwhile": "say when",
    r"shall": "“should”, or an imperative",
    r"store[ds]? (a|the|this) selection": "“save the team”",
}


def _pattern(phrases: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])({'|'.join(phrases)})(?![\w-])", re.IGNORECASE)


def _sources() -> list[Path]:
    listed = subprocess.run([GIT, "ls-files", "*.py"], cwd=PROJECT_DIR, check=True, capture_output=True, text=True)
    here = Path(__file__).relative_to(PROJECT_DIR).as_posix()
    return [PROJECT_DIR / path for path in listed.stdout.split() if path != here and "/migrations/" not in path]


def _docstrings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""


def _comments(text: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def _told(path: Path, refused: re.Pattern[str]) -> Iterator[str]:
    """What a source file or a document says to its readers, of files that may say something refused."""
    text = path.read_text(encoding="utf-8")
    # Parsing all sources takes seconds. A backslash can stand for a part of a word, or for none.
    if not refused.search(text) and "\\" not in text:
        return
    if path.suffix == ".py":
        yield from _docstrings(ast.parse(text))
        yield from _comments(text)
    else:
        yield text


def test_messages_use_plain_words() -> None:
    refused = _pattern({**EVERYWHERE, **MESSAGES_ONLY})
    found = [
        f"{message.locations[0][0]}: “{match[0]}” in “{text}”"
        for message in messages()
        for text in texts_of(message.id)
        if (match := refused.search(PLACEHOLDER.sub("", text)))
    ]
    assert not found, f"{len(found)} messages\n" + "\n".join(found)


@pytest.mark.parametrize("files", ["sources", "documents"])
def test_docstrings_comments_and_docs_use_plain_words(files: str) -> None:
    refused = _pattern(EVERYWHERE)
    documents = [*PROJECT_DIR.glob("*.md"), *PROJECT_DIR.glob("docs/**/*.md")]
    paths = _sources() if files == "sources" else [path for path in documents if path.name != "glossary.md"]
    found = [
        f"{path.relative_to(PROJECT_DIR)}: “{match[0]}” in “{told[max(0, match.start() - 60) : match.end() + 40]}”"
        for path in paths
        for told in _told(path, refused)
        if (match := refused.search(told))
    ]
    assert not found, f"{len(found)} texts\n" + "\n".join(found)


@pytest.mark.parametrize("phrase", ["Whoever has it can use it.", "They are handed on by themselves.", "Take in reviews"])
def test_old_phrasing_is_found(phrase: str) -> None:
    assert _pattern(EVERYWHERE).search(phrase)
