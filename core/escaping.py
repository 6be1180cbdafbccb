"""Escaping of untrusted text, with one function per sink."""

import html
import re
import unicodedata

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, emphasis

LONGEST_PLACEHOLDER = 40

# A spreadsheet runs cells that begin with one of these as formulas or commands.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
# But negative numbers must stay numbers.
_SIGNED_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")

_TAGS = {"a", "blockquote", "br", "code", "em", "hr", "li", "mark", "ol", "p", "pre", "strong", "ul"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_DIRECTED = ("blockquote", "ol", "p", "ul")
_VALUES = {tag: {"dir": {"auto"}} for tag in _DIRECTED}
# Text for the agent to fill in, and a phrase that upsets customers.
_CLASSES = {"mark": {"fill-in", "harmful"}}
_SCHEMES = {"http", "https", "mailto", "tel"}


def _placeholder(state: StateInline, silent: bool) -> bool:
    """Rule for markdown-it that turns ``{name of the customer}`` into marked text: up to 40 letters, digits and spaces."""
    if state.src[state.pos] != "{":
        return False
    end = state.src.find("}", state.pos)
    inside = state.src[state.pos + 1 : end]
    if end == -1 or not inside.strip() or len(inside) > LONGEST_PLACEHOLDER or not all(map(_is_in_a_name, inside)):
        return False
    if not silent:
        state.push("mark_open", "mark", 1).attrs["class"] = "fill-in"
        state.push("text", "", 0).content = state.src[state.pos : end + 1]
        state.push("mark_close", "mark", -1)
    state.pos = end + 1
    return True


def _is_in_a_name(character: str) -> bool:
    # Marks are the vowels of many scripts.
    return character == " " or unicodedata.category(character)[0] in "LMN"


def _directed(state: StateCore) -> None:
    """Rule for markdown-it that lets each paragraph and list run in the direction of its own first letter."""
    for token in state.tokens:
        if token.level == 0 and token.nesting == 1 and token.tag in _DIRECTED:
            token.attrs["dir"] = "auto"


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Rule for markdown-it that also treats double asterisks between punctuation and a letter as emphasis.

    CommonMark would show the asterisks of “**Note:**say” and “**重要：**请”, which no author of a script wants.
    """
    start, known = state.pos, len(state.delimiters)
    if not emphasis.tokenize(state, silent):
        return False
    if (runs := state.delimiters[known:]) and len(runs) > 1 and state.src[start] == "*":
        before, after = state.src[start - 1 : start], state.src[state.pos : state.pos + 1]
        for run in runs:
            run.open = run.open or bool(after.strip())
            run.close = run.close or bool(before.strip())
    return True


def markdown_parser() -> MarkdownIt:
    """Parser for the Markdown that people write. What it renders must pass `clean_html`."""
    # Headings would break the outline of the page, images would load from other hosts, and authors don't indent lines
    # to write code.
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.disable(["image", "heading", "lheading", "code", "html_block", "html_inline"])
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler.before("emphasis", "placeholder", _placeholder)
    parser.core.ruler.push("directed", _directed)
    return parser


def clean_html(rendered: str) -> SafeString:
    """Safe HTML from the output of `markdown_parser`: other tags, attributes and links are removed."""
    cleaned = nh3.clean(
        rendered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_VALUES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
    )
    return mark_safe(cleaned)  # noqa: S308 - nh3 has just cleaned it


def csv_cell(value: str) -> str:
    """Text for a CSV cell, escaped so that a spreadsheet never runs it as a formula."""
    is_harmless = not value.startswith(FORMULA_STARTS) or _SIGNED_NUMBER.fullmatch(value)
    harmless = value if is_harmless else f"'{value}"
    return harmless.replace("\0", "")


_SPACE = re.compile(r"\s+")
_ENDS_OF_BLOCKS = re.compile(r"</(?:div|p|li)>|<br>")


def text_of_html(shown: str) -> str:
    """Text of our own HTML in one line, with semicolons between blocks."""
    blocks = strip_tags(_ENDS_OF_BLOCKS.sub("\n\n", _SPACE.sub(" ", shown))).split("\n\n")
    return "; ".join(words for block in blocks if (words := " ".join(html.unescape(block).split())))
