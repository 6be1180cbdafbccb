from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.escaping import markdown_as_html
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
    """HTML parser that fails on anything active."""

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


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Note:**say", "<strong>Note:</strong>say"),
        ("**重要：**请", "<strong>重要：</strong>请"),
        ("请**“立即”**挂断", "请<strong>“立即”</strong>挂断"),
        ("**注意。**これは**「重要」**です", "<strong>注意。</strong>これは<strong>「重要」</strong>です"),
        ("say **“now”**", "say <strong>“now”</strong>"),
        ("***Stop!***then", "<em><strong>Stop!</strong></em>then"),
        ("**`call 112`**", "<strong><code>call 112</code></strong>"),
        ("**Dear {name}**", "<strong>Dear <mark>{name}</mark></strong>"),
        # Plain text stays plain.
        ("**a ** b", "**a ** b"),
        ("** b c**", "** b c**"),
        ("2 ** 3 ** 4", "2 ** 3 ** 4"),
        ("** not bold **", "** not bold **"),
        ("from 5*, to 6*", "from 5*, to 6*"),
        ("snake__case__name", "snake__case__name"),
        (r"\*\*Note:\*\*say", "**Note:**say"),
        ("`**Note:**say`", "<code>**Note:**say</code>"),
        ("**Note:", "**Note:"),
    ],
)
def test_double_asterisks_next_to_punctuation_are_bold(text: str, html: str) -> None:
    assert markdown_as_html(text) == f"<p>{html}</p>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*now*", "<p><em>now</em></p>"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("```\nas it is\n```", "<pre><code>as it is\n</code></pre>"),
        ("one\n\n---\n\ntwo", "<p>one</p>\n<hr>\n<p>two</p>"),
    ],
)
def test_each_kind_of_text_keeps_its_tag(text: str, html: str) -> None:
    assert markdown_as_html(text).rstrip() == html


@pytest.mark.parametrize("address", ["http://example.org", "https://example.org", "mailto:desk@example.org", "tel:112"])
def test_links_lead_to_pages_letters_and_calls(address: str) -> None:
    assert f'<a href="{address}" rel="noopener noreferrer">there</a>' in markdown_as_html(f"[there]({address})")


def test_placeholders_are_marked() -> None:
    assert markdown_as_html("Good day, {name & title}.") == "<p>Good day, <mark>{name &amp; title}</mark>.</p>\n"


@pytest.mark.parametrize("text", ["{x}", "{" + "x" * 60 + "}", "{first}{last}", "{first} {last}"])
def test_every_placeholder_is_marked(text: str) -> None:
    marked = text.replace("{", "<mark>{").replace("}", "}</mark>")
    assert markdown_as_html(text) == f"<p>{marked}</p>\n"


@pytest.mark.parametrize("text", ["{", "{}", "a { b", "{two\nlines}", "{" + "x" * 61 + "}", "~a}", "!a}"])
def test_a_lonely_brace_is_only_a_brace(text: str) -> None:
    assert markdown_as_html(text).startswith("<p>")
    assert "<mark>" not in markdown_as_html(text)


def test_placeholder_begins_at_the_last_of_two_braces() -> None:
    assert markdown_as_html("{{a}") == "<p>{<mark>{a}</mark></p>\n"


def test_placeholder_in_a_link_is_marked_once() -> None:
    assert markdown_as_html("[{name}](https://example.org)").count("<mark>{name}</mark>") == 1


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Big", "# Big"),
        ("Big\n===", "Big<br>\n==="),
        ("one\n\n    two", "one</p>\n<p>two"),
        ("![x](/1.gif)", '!<a href="/1.gif" rel="noopener noreferrer">x</a>'),
    ],
)
def test_headings_pictures_and_indented_lines_stay_text(text: str, html: str) -> None:
    assert markdown_as_html(text) == f"<p>{html}</p>\n"


def test_good_links_open_without_giving_the_page_away() -> None:
    assert 'href="https://example.org" rel="noopener noreferrer"' in markdown_as_html("[plan](https://example.org)")


def test_the_filter_is_the_same_function() -> None:
    assert markdown("*a*") == markdown_as_html("*a*")
