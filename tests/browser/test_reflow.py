"""What readers change about a page: narrow windows, spaced text and their own colours. Each fault is found when it is made."""

import pytest
from playwright.sync_api import Page

from people.actions.notifications import notify
from tests.browser.checking import faint_looks
from tests.browser.conftest import OpenPage
from tests.browser.reflow import NARROW, lost_when_narrow, plain_links
from tests.factories.people import Personas

BORDER = "element => getComputedStyle(element).borderTopWidth"
OUTLINE = "element => getComputedStyle(element).outlineStyle"


STYLES = """.wide { width: 357px; } .low { height: 1rem; overflow: hidden; }
.tight { height: 1.2em; line-height: 1.2; overflow: hidden; }
.faint { color: #999; } .grey { background: #777; } .over { position: absolute; background: #777; }"""

FAULTS = {
    "<p>A sentence with <a href='/'>a link</a> in it.</p>": [],
    "<div class='wide'>A card</div>": ["wider than the window"],
    "<p class='low'>One<br>two</p>": ["cut off"],
    "<p class='tight'>One</p>": ["cut off when text is spaced"],
    "<b class='text-nowrap'>Answered at an unusual time on a day</b>": ["wider than the window when text is spaced"],
    "<div class='table-responsive'><table class='stacked wide'><td>A file</table></div>": ["cut off"],
    "<a href='/'>9 Nov</a><br><a href='/'>8 Nov</a>": ["too close to another target"] * 2,
    "<a class='target' href='/'>9 Nov</a><br><a class='target' href='/'>8 Nov</a>": [],
}


def put(page: Page, html: str) -> None:
    """Replace the page's content."""
    page.evaluate("html => { document.querySelector('main .container-xl').innerHTML = html }", html)


@pytest.fixture
def home(personas: Personas, open_page: OpenPage) -> Page:
    page = open_page(personas.agent)
    page.set_viewport_size(NARROW)
    page.goto("/")
    page.evaluate("css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }", STYLES)
    return page


def test_each_fault_of_a_narrow_page_is_found(home: Page) -> None:
    found = {}
    for html in FAULTS:
        put(home, html)
        found[html] = [fault.split(":")[0] for fault in lost_when_narrow(home)]
    assert found == FAULTS


def test_text_without_contrast_is_found_beside_text_that_was_seen(home: Page) -> None:
    text, seen = "<p>One</p>", set[str]()
    put(home, text)
    assert faint_looks(home, seen) == []
    put(home, text * 2)
    assert faint_looks(home, seen) == []
    looks = set(seen)
    for faint in ("<p class='faint'>Two</p>", f"<div class='grey'>{text}</div>", f"<div class='over'>{text}</div>"):
        for _time in range(2):
            put(home, text + faint)
            assert [line.split(":")[0] for line in faint_looks(home, seen)] == ["color-contrast"], faint
    assert seen == looks


def test_a_link_in_a_sentence_needs_an_underline(home: Page) -> None:
    put(home, "<div>Read <a href='/'>the rules</a> first.</div><div><a href='/'>Rules</a> <a href='/'>Terms</a></div>")
    assert plain_links(home) == ['<a href="/">the rules</a>']


@pytest.mark.usefixtures("gallery")
def test_forced_colours_keep_badges_the_current_step_and_focus(personas: Personas, open_page: OpenPage) -> None:
    notify(person_id=personas.supervisor.person_id, key="one", text="A message")
    page = open_page(personas.supervisor)
    page.emulate_media(forced_colors="active")
    page.goto("/gallery")
    for mark in (".sign", ".topbar-count", ".course-sign", ".progress", ".avatar"):
        assert page.locator(mark).first.evaluate(BORDER) == "1px", mark
    assert page.locator(".course-step.is-current").evaluate(BORDER) == "3px"
    assert page.locator(".course-step:not(.is-current)").first.evaluate(BORDER) == "1px"
    for control in ("main input[type=text]", "main select", "main input[type=checkbox]", "main .btn", "main summary"):
        page.locator(control).first.focus()
        page.keyboard.press("Shift")
        assert page.locator(control).first.evaluate(OUTLINE) == "solid", control
