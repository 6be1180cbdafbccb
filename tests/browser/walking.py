"""A person at a browser: what they open, fill in, press and see. Every page is checked like `check_page` does."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Download, FilePayload, Page, expect

from tests.browser.checking import Watch, check, check_answer, check_as_it_stands

REFUSED = 422

# A worker or the beat has to do something first.
WORK_MILLISECONDS = 45_000

# What tells one page from another, and from itself in another state: what is said and can be done there.
SAYING = "title, h1, h2, label, button, [role=alert]"
LANDMARKS = f"() => [...document.querySelectorAll('{SAYING}')].map(element => element.textContent.trim()).join('|')"


@dataclass
class Walker:
    """One person in a browser of their own."""

    page: Page
    watch: Watch
    seen: set[tuple[int, str]]

    def look(self) -> None:
        """Check the page as it stands, unless a page with the same texts was checked at this width.

        In the dark and on a phone only once for each place: its other states have the same colours and frame.
        """
        width = self.page.viewport_size["width"] if self.page.viewport_size else 0
        place = (width, re.sub(r"\d+", "0", urlsplit(self.page.url).path))
        state = (width, str(self.page.evaluate(LANDMARKS)))
        if state not in self.seen:
            checked = check_as_it_stands if place in self.seen else check
            self.seen |= {place, state}
            checked(self.page, self.watch)

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def follow(self, name: str, *, within: str = "main, header") -> None:
        """Click a link and look at where it leads."""
        self._leaving(self.page.locator(within).get_by_role("link", name=name).first.click)

    def press(self, name: str, *, within: str = "main") -> None:
        """Press a button that sends its form, and look at the answer."""
        self._leaving(self.page.locator(within).get_by_role("button", name=name, exact=True).click)

    def fill(self, values: Mapping[str, str | bool], *, within: str = "main") -> None:
        """Fill in fields by how their labels begin: a text, a choice by its words, or whether a box is ticked."""
        for label, value in values.items():
            begins = re.compile(r"^\s*" + r"\s+".join(re.escape(word) for word in label.split()))
            control = self.page.locator(within).get_by_label(begins)
            if isinstance(value, bool):
                control.set_checked(value)
            elif control.evaluate("control => control.tagName") == "SELECT":
                control.select_option(label=value)
            else:
                control.fill(value)

    def upload(self, label: str, name: str, content: bytes) -> None:
        file = FilePayload(name=name, mimeType="text/csv", buffer=content)
        self.page.get_by_label(label).set_input_files(file)

    def sees(self, *texts: str, within: str = "main", work: bool = False) -> None:
        """Wait until the page says all of this; `work` where a worker or the beat must have done something."""
        for text in texts:
            expect(self.page.locator(within)).to_contain_text(text, timeout=WORK_MILLISECONDS if work else None)

    def is_told(self, text: str) -> None:
        expect(self.page.locator("#notices, main").get_by_text(text).first).to_be_visible()

    def downloads(self, name: str) -> Download:
        with self.page.expect_download() as started:
            self.page.get_by_role("link", name=name).click()
        return started.value

    def waits_for(self, text: str, *, at: str) -> None:
        """Reload a page that does not update automatically until a worker or the beat has brought this about."""
        deadline = time.monotonic() + WORK_MILLISECONDS / 1000
        self.page.goto(at)
        while text not in self.page.locator("main").inner_text():
            assert time.monotonic() < deadline, f"{at} never said “{text}”, but: {self.page.locator('main').inner_text()}"
            self.page.wait_for_timeout(250)
            self.page.reload()
        self.look()

    def _leaving(self, act: Callable[[], None]) -> None:
        with self.page.expect_event("load"):
            act()
        check_answer(self.page, is_refused=self.watch.status == REFUSED)
        self.look()
