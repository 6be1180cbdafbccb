from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.escapes import markdown_as_html
from core.templatetags.ecs import markdown

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "[click](vbscript:msgbox)",
    "![x](https://elsewhere.example/pixel.gif)",
    '<a href="https://x" onmouseover="alert(1)">x</a>',
    "{<img src=x onerror=alert(1)>}",
    '[a](https://x "onmouseover=alert(1)")',
    "<style>body{display:none}</style>",
    "<iframe src=https://elsewhere.example></iframe>",
]
HARMLESS = {"a", "blockquote", "br", "code", "em", "hr", "li", "mark", "ol", "p", "pre", "strong", "ul"}


class Browser(HTMLParser):
    """Reads HTML as a browser does, and accepts nothing that could act."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in HARMLESS
        for name, value in attrs:
            assert name in {"href", "rel", "start", "title"}
            if name == "href":
                assert urlsplit(value or "").scheme in {"", "http", "https", "mailto", "tel"}


def assert_harmless(html: str) -> None:
    Browser().feed(html)


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_come_out_as_text(attack: str) -> None:
    assert_harmless(markdown_as_html(attack))


@given(st.text(alphabet=st.sampled_from(list("<>\"'{}[]()!*_`# \n\tajscript:onerror=/&;&#x3c"))))
def test_no_text_becomes_a_harmful_tag(text: str) -> None:
    assert_harmless(markdown_as_html(text))


def test_markdown_is_rendered_and_lines_are_kept() -> None:
    assert markdown_as_html("**Now**\nthen\n\n- one\n- two") == (
        "<p><strong>Now</strong><br>\nthen</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
    )


def test_placeholders_are_marked() -> None:
    assert markdown_as_html("Good day, {name & title}.") == "<p>Good day, <mark>{name &amp; title}</mark>.</p>\n"


@pytest.mark.parametrize("text", ["{", "{}", "a { b", "{two\nlines}", "{" + "x" * 61 + "}", "{{a}"])
def test_a_lonely_brace_is_only_a_brace(text: str) -> None:
    assert markdown_as_html(text).startswith("<p>")
    assert markdown_as_html(text).count("<mark>") == (1 if text == "{{a}" else 0)


def test_headings_stay_text_so_that_the_page_keeps_its_own() -> None:
    assert "<h1" not in markdown_as_html("# Big\n\nBig\n===\n")


def test_good_links_open_without_giving_the_page_away() -> None:
    assert 'href="https://example.org" rel="noopener noreferrer"' in markdown_as_html("[plan](https://example.org)")


def test_the_filter_is_the_same_function() -> None:
    assert markdown("*a*") == markdown_as_html("*a*")
