"""Texts of scripts as HTML: Markdown with placeholders and building blocks. Pure functions."""

import re
from collections.abc import Iterable, Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from core.escaping import clean_html, markdown_parser

# A reference to a building block has a line of its own.
BLOCK_LINE = re.compile(r"\{\{block:([a-z0-9]+(?:-[a-z0-9]+)*)\}\}")

# Characters for private use show where a marked passage starts and ends while its Markdown is parsed.
_START, _END = "\ue000", "\ue001"
_SIGNS = {ord(_START): None, ord(_END): None}
_ENCODED_SIGNS = re.compile("%EE%80%8[01]")


def rendered(
    text: str,
    blocks: Mapping[str, str] | None = None,
    *,
    is_for_writers: bool = False,
    harmful: Iterable[tuple[int, int]] = (),
) -> SafeString:
    """Safe HTML of a script's text. Placeholders are badges, so that agents don't read them out.

    `blocks` are texts of building blocks by key. A reference to an unknown one is left out for agents and shown as a note to
    writers. `harmful` are the starts and ends of passages to mark, in order and without overlaps.
    """
    env = {"blocks": blocks or {}, "is_for_writers": is_for_writers}
    return clean_html(_parser.render(_with_signs(text, harmful), env))


def _with_signs(text: str, passages: Iterable[tuple[int, int]]) -> str:
    parts, position = [], 0
    for start, end in passages:
        parts += [text[position:start].translate(_SIGNS), _START, text[start:end].translate(_SIGNS), _END]
        position = end
    return "".join([*parts, text[position:].translate(_SIGNS)])


def _block(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:
    """Rule for markdown-it that replaces the line ``{{block:key}}`` by the text of the building block."""
    first, last = state.bMarks[start_line] + state.tShift[start_line], state.eMarks[start_line]
    found = BLOCK_LINE.fullmatch(state.src[first:last].translate(_SIGNS).rstrip())
    if not found or state.env.get("is_inside_block"):
        return False
    if silent:
        return True
    state.line = start_line + 1
    text = state.env["blocks"].get(found[1])
    if text is not None:
        # A block inside a block isn't replaced, so no two blocks can contain each other.
        state.env["is_inside_block"] = True
        normal = text.translate(_SIGNS).replace("\r\n", "\n").replace("\r", "\n")
        state.md.block.parse(normal, state.md, state.env, state.tokens)
        state.env["is_inside_block"] = False
    elif state.env["is_for_writers"]:
        state.push("block_note", "", 0).content = _("There is no building block named “%(key)s”.") % {"key": found[1]}
    return True


def _show_note(_renderer: object, tokens: list[Token], index: int, _options: object, _env: object) -> str:
    return f"<p><em>{escape(tokens[index].content)}</em></p>\n"


def _mark(state: StateCore) -> None:
    """Rule for markdown-it that turns the signs into marks. A mark never crosses another tag: it is closed and opened again."""
    is_open = False
    for token in state.tokens:
        token.content = token.content.translate(_SIGNS) if token.type != "inline" else token.content
        if token.children:
            token.children, is_open = _marked(token.children, is_open)


def _marked(tokens: list[Token], is_open: bool) -> tuple[list[Token], bool]:
    out: list[Token] = []
    for token in tokens:
        if "href" in token.attrs:
            token.attrs["href"] = _ENCODED_SIGNS.sub("", str(token.attrs["href"]))
        if token.type != "text":
            token.content = token.content.translate(_SIGNS)
            out.append(token)
            continue
        for piece in re.split(f"([{_START}{_END}])", token.content):
            if piece in {_START, _END}:
                is_open = piece == _START
            elif piece:
                out += _in_a_mark(piece) if is_open else [Token("text", "", 0, content=piece)]
    return out, is_open


def _in_a_mark(text: str) -> list[Token]:
    opening = Token("mark_open", "mark", 1, attrs={"class": "harmful"})
    return [opening, Token("text", "", 0, content=text), Token("mark_close", "mark", -1)]


def _script_parser() -> MarkdownIt:
    parser = markdown_parser()
    parser.block.ruler.before("paragraph", "block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.core.ruler.push("mark", _mark)
    parser.add_render_rule("block_note", _show_note)
    return parser


_parser = _script_parser()
