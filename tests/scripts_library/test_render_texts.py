from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_library.rendering import rendered
from scripts_library.templatetags.script_texts import script_text, script_text_for_writers

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
PLACEHOLDER = '<mark class="fill-in">'
HARMLESS = {"a", "blockquote", "br", "code", "em", "hr", "li", "mark", "ol", "p", "pre", "strong", "ul"}


class Browser(HTMLParser):
    """HTML parser that fails on anything active."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in HARMLESS
        for name, value in attrs:
            assert name in {"class", "dir", "href", "rel", "start", "title"}
            assert name != "class" or value in {"", "harmful", "fill-in"}
            assert name != "dir" or value == "auto"
            if name == "href":
                assert urlsplit(value or "").scheme in {"", "http", "https", "mailto", "tel"}


def assert_harmless(html: str) -> None:
    Browser().feed(html)


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_come_out_as_text(attack: str) -> None:
    assert_harmless(rendered(attack))


@given(st.text(alphabet=st.sampled_from(list("<>\"'{}[]()!*_`# \n\tajscript:onerror=/&;&#x3c"))))
def test_no_text_becomes_a_harmful_tag(text: str) -> None:
    assert_harmless(rendered(text))


def test_markdown_is_rendered_and_lines_are_kept() -> None:
    assert rendered("**Now**\nthen\n\n- one\n- two") == (
        '<p dir="auto"><strong>Now</strong><br>\nthen</p>\n<ul dir="auto">\n<li>one</li>\n<li>two</li>\n</ul>\n'
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
        ("**Dear {name}**", f"<strong>Dear {PLACEHOLDER}{{name}}</mark></strong>"),
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
    assert rendered(text) == f'<p dir="auto">{html}</p>\n'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*now*", '<p dir="auto"><em>now</em></p>'),
        ("1. one\n2. two", '<ol dir="auto">\n<li>one</li>\n<li>two</li>\n</ol>'),
        ("3. three", '<ol start="3" dir="auto">\n<li>three</li>\n</ol>'),
        ("> said", '<blockquote dir="auto">\n<p>said</p>\n</blockquote>'),
        ("```\nas it is\n```", "<pre><code>as it is\n</code></pre>"),
        ("one\n\n---\n\ntwo", '<p dir="auto">one</p>\n<hr>\n<p dir="auto">two</p>'),
    ],
)
def test_each_kind_of_text_keeps_its_tag(text: str, html: str) -> None:
    assert rendered(text).rstrip() == html


@pytest.mark.parametrize("address", ["http://example.org", "https://example.org", "mailto:desk@example.org", "tel:112"])
def test_links_lead_to_pages_letters_and_calls(address: str) -> None:
    assert f'<a href="{address}" rel="noopener noreferrer">there</a>' in rendered(f"[there]({address})")


def test_placeholders_are_badges() -> None:
    expected = f'<p dir="auto">Good day, {PLACEHOLDER}{{customer name 2}}</mark>.</p>\n'
    assert rendered("Good day, {customer name 2}.") == expected


@pytest.mark.parametrize(
    "text", ["{x}", "{" + "x" * 40 + "}", "{first}{last}", "{first} {last}", "{客户姓名}", "{اسم العميل}", "{ग्राहक का नाम}"]
)
def test_every_placeholder_is_a_badge(text: str) -> None:
    marked = text.replace("{", PLACEHOLDER + "{").replace("}", "}</mark>")
    assert rendered(text) == f'<p dir="auto">{marked}</p>\n'


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        "{ }",
        "a { b",
        "{two\nlines}",
        "{" + "x" * 41 + "}",
        "~a}",
        "!a}",
        "{a:b}",
        "{<b>}",
        "`{name}`",
        "```\n{name}\n```",
    ],
)
def test_other_braces_are_only_braces(text: str) -> None:
    assert "<mark" not in rendered(text)
    assert "{" in rendered(text) or "}" in rendered(text)


def test_placeholder_begins_at_the_last_of_two_braces() -> None:
    assert rendered("{{a}") == f'<p dir="auto">{{{PLACEHOLDER}{{a}}</mark></p>\n'


def test_placeholder_in_a_link_is_marked_once_and_its_address_stays() -> None:
    html = rendered("[{name}](https://example.org/{name})")
    assert html.count(PLACEHOLDER) == 1
    assert 'href="https://example.org/%7Bname%7D"' in html


def test_each_paragraph_and_list_has_its_own_direction() -> None:
    html = rendered("Hello\n\nأهلا وسهلا\n\n- نعم\n  - لا")
    assert html.count('<p dir="auto">') == 2
    assert html.count('dir="auto"') == 3


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Big", "# Big"),
        ("Big\n===", "Big<br>\n==="),
        ("one\n\n    two", 'one</p>\n<p dir="auto">two'),
        ("![x](/1.gif)", '!<a href="/1.gif" rel="noopener noreferrer">x</a>'),
    ],
)
def test_headings_pictures_and_indented_lines_stay_text(text: str, html: str) -> None:
    assert rendered(text) == f'<p dir="auto">{html}</p>\n'


def test_good_links_open_without_giving_the_page_away() -> None:
    assert 'href="https://example.org" rel="noopener noreferrer"' in rendered("[plan](https://example.org)")


def test_the_filters_are_the_same_function() -> None:
    assert script_text("*a*") == rendered("*a*")
    assert script_text("{{block:a}}", {"a": "*b*"}) == rendered("*b*")
    assert script_text_for_writers("{{block:a}}") == rendered("{{block:a}}", is_for_writers=True)


BLOCKS = {"greeting": "Good day.\r\n\r\n- Your *name*?", "open-end": "```\nnever closed", "outer": "{{block:greeting}}"}


def test_block_is_replaced_by_its_text_between_two_paragraphs() -> None:
    html = rendered("Before\n{{block:greeting}}\nafter", BLOCKS)
    assert html == rendered("Before") + rendered(BLOCKS["greeting"]) + rendered("after")


def test_block_that_opens_code_does_not_swallow_the_rest_of_the_script() -> None:
    assert rendered("{{block:open-end}}\n\nafter", BLOCKS).endswith('<p dir="auto">after</p>\n')


@pytest.mark.parametrize("text", ["- one\n- {{block:greeting}}", "> {{block:greeting}}", "  {{block:greeting}}  "])
def test_block_in_a_list_or_a_quote_is_replaced(text: str) -> None:
    assert "<em>name</em>" in rendered(text, BLOCKS)


@pytest.mark.parametrize("text", ["say {{block:greeting}}", "`{{block:greeting}}`", "```\n{{block:greeting}}\n```"])
def test_block_inside_a_line_or_in_code_stays_text(text: str) -> None:
    assert "{{block:greeting}}" in rendered(text, BLOCKS)


def test_block_inside_a_block_stays_text() -> None:
    assert "{{block:greeting}}" in rendered("{{block:outer}}", BLOCKS)
    assert "Good day" in rendered("{{block:outer}}\n\n{{block:greeting}}", BLOCKS)


def test_unknown_block_is_left_out_for_agents_and_noted_for_writers() -> None:
    assert rendered("a\n\n{{block:gone}}\n\nb") == '<p dir="auto">a</p>\n<p dir="auto">b</p>\n'
    assert "no building block named “gone”" in rendered("{{block:gone}}", is_for_writers=True)


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_in_a_block_come_out_as_text(attack: str) -> None:
    assert_harmless(rendered("{{block:bad}}", {"bad": attack}))


HARMFUL = '<mark class="harmful">'


@pytest.mark.parametrize(
    ("text", "passage", "html"),
    [
        ("Please calm down.", "calm down", f"Please {HARMFUL}calm down</mark>."),
        ("Please *calm* down", "calm* down", f"Please <em>{HARMFUL}calm</mark></em>{HARMFUL} down</mark>"),
        ("calm\ndown", "calm\ndown", f"{HARMFUL}calm</mark><br>\n{HARMFUL}down</mark>"),
        ("`calm down`", "calm down", "<code>calm down</code>"),
        (
            "[x](https://example.org/calm)",
            "calm",
            '<a href="https://example.org/calm" rel="noopener noreferrer">x</a>',
        ),
        ("\ue001a\ue000 calm", "calm", f"a {HARMFUL}calm</mark>"),
    ],
)
def test_marked_passage_is_shown_and_never_crosses_a_tag(text: str, passage: str, html: str) -> None:
    start = text.index(passage)
    assert rendered(text, harmful=[(start, start + len(passage))]) == f'<p dir="auto">{html}</p>\n'


@given(
    st.text(alphabet=st.sampled_from(list("<>\"'{}[]()!*_`# \n\tab:\ue000\ue001")), max_size=60),
    st.lists(st.integers(0, 60), unique=True, max_size=6).map(sorted),
)
def test_no_marked_passage_makes_a_harmful_tag_or_leaves_a_sign(text: str, edges: list[int]) -> None:
    inside = [edge for edge in edges if edge <= len(text)]
    html = rendered(text, harmful=list(zip(inside[::2], inside[1::2], strict=False)))
    assert_harmless(html)
    assert not {"\ue000", "\ue001"} & set(html)
