"""What every page is held to: no error on the console, nothing missing, readable by everybody, at any width."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request, Response, ViewportSize

from tests.browser.finding import PROJECT_DIR
from tests.browser.reflow import NARROW, lost_when_narrow, plain_links
from tests.browser.statement import NOTES

AXE = PROJECT_DIR / "node_modules" / "axe-core" / "axe.min.js"
LOOKS = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")
# Everything once; again what colours and widths can change, besides the contrast of looks.
EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OF_COLOURS = {"type": "rule", "values": ["link-in-text-block"]}
OF_WIDTH = {"type": "rule", "values": ["target-size", "scrollable-region-focusable", "aria-hidden-focus"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
PHONE: ViewportSize = {"width": 390, "height": 844}

# Chromium and htmx say this of each answer from 400 on; the status is what is looked at.
STATUS_LINES = ("Failed to load resource: the server responded with a status of", "Response Status Error Code")
# htmx says these when a page is left while it still asks for something. Other failures have lines of their own besides.
LEAVING_LINES = ("htmx:sendAbort", "htmx:afterRequest")


@dataclass
class Watch:
    """What went wrong on a page since it was opened: errors on the console (a violated Content-Security-Policy is
    one), exceptions, requests that failed, and answers from 400 on that were not `tolerated`.
    """

    page: Page
    tolerated: frozenset[int] = frozenset()
    wrong: list[str] = field(default_factory=list)
    # Status of the page that was opened last.
    status: int = 0

    def __post_init__(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"exception: {error}"))
        self.page.on("requestfailed", self._on_failure)
        self.page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(STATUS_LINES + LEAVING_LINES):
            self.wrong.append(f"console: {message.text}")

    def _on_failure(self, request: Request) -> None:
        # Leaving a page breaks off what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.wrong.append(f"failed: {request.method} {request.url} ({request.failure})")

    def _on_response(self, response: Response) -> None:
        bad_request = 400
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.status = response.status
        if response.status >= bad_request and response.status not in self.tolerated:
            self.wrong.append(f"status {response.status}: {response.request.method} {response.url}")


# Text in dark pages that had enough contrast, by its colours, size and background: it has so wherever it stands.
_SEEN_LOOKS: set[str] = set()


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its own good practice, as lines to read."""
    load_axe(page)
    return _lines(page.evaluate("options => axe.run(document, options)", _options(rules)))


def faint_looks(page: Page, seen: set[str]) -> list[str]:
    """Texts without enough contrast, as lines to read. Texts that look like one in `seen` are left out; if there are none, the
    looks of this page are added to it.
    """
    load_axe(page)
    looks = f"""async ([seen, options]) => {{
        {LOOKS}
        const looks = newLooks(seen);
        const include = [...looks.values()].flat();
        return [[...looks.keys()], include.length ? await axe.run({{ include }}, options) : {{ violations: [] }}];
    }}"""
    names, result = page.evaluate(looks, [sorted(seen), _options(CONTRAST)])
    found = _lines(result)
    if not found:
        seen.update(names)
    return found


def load_axe(page: Page) -> None:
    """Wait until the page is there, and load axe into it."""
    # A click returns when the next page has begun: what is not there yet is not missing.
    page.wait_for_load_state()
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))


def _options(rules: dict[str, Any]) -> dict[str, Any]:
    # Without fetching the style sheets again, which only a rule about locked orientation reads.
    return {"runOnly": rules, "resultTypes": ["violations"], "preload": False}


def _lines(result: dict[str, Any]) -> list[str]:
    return [
        f"{violation['id']}: {violation['help']}\n    {node['target']} {node['html'][:160]}\n    {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


# Where the answer to a form leaves its sender: at the error summary, or at the notice about what was done.
FAULTS_OF_ANSWER = """(isRefused) => {
  const focused = document.activeElement;
  const summary = document.querySelector("main [data-error-summary]");
  if (!summary) {
    const notice = document.querySelector("body:not(:has([autofocus])) #notices > .alert");
    if (isRefused || document.querySelector('main [aria-invalid="true"]')) return ["there is no error summary"];
    return !notice || notice === focused ? [] : [`the focus is not on “${notice.textContent.trim()}”`];
  }
  const faults = [];
  if (focused !== summary) faults.push(`the focus is on ${focused.cloneNode().outerHTML}`);
  const box = summary.getBoundingClientRect();
  const seen = document.elementFromPoint(box.left + box.width / 2, box.top + 4);
  if (!summary.contains(seen)) faults.push("the error summary is out of view");
  if (!document.title.startsWith(summary.dataset.errorSummary)) faults.push(`the title is “${document.title}”`);
  for (const link of summary.querySelectorAll("a")) {
    const controls = document.querySelectorAll(`[id="${decodeURIComponent(link.hash.slice(1))}"]`);
    if (controls.length !== 1 || !controls[0].matches("input, select, textarea"))
      faults.push(`“${link.textContent}” leads to ${controls.length} elements`);
  }
  return faults;
}"""


def check_answer(page: Page, *, is_refused: bool) -> None:
    """Fail unless the page says what became of a form. If it was refused, its error summary has the focus, is in view, links to
    its fields and is in the title. Otherwise the notice has the focus, if there is one.
    """
    faults = page.evaluate(FAULTS_OF_ANSWER, is_refused)
    assert faults == [], f"{page.url}:\n" + "\n".join(faults)


# Says that the keyboard is through the page ("end") or still at the same control, or whether the focused control is seen.
# A control behind its label, such as an answer, is seen as its label.
PLACE_OF_FOCUS = """() => {
  const focused = document.activeElement;
  if (focused === window.passed.at(-1)) return "same";
  if (focused === document.body || window.passed.includes(focused)) return "end";
  window.passed.push(focused);
  const labels = [...(focused.labels ?? [])];
  const shown = focused.matches(".btn-check") ? labels[0] : focused;
  const box = shown.getClientRects()[0];
  const isSeen = (y) => {
    const top = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), y);
    return top !== null && [shown, ...labels].some((part) => part.contains(top) || top.contains(part));
  };
  const edge = Math.min(4, box.height / 4);
  const isLarge = box.height > innerHeight / 2;
  const [first, middle, last] = [box.top + edge, box.top + box.height / 2, box.bottom - edge].map(isSeen);
  if (isLarge ? first || middle || last || isSeen(innerHeight / 2) : first && middle && last) return "seen";
  const name = (labels[0] ?? focused).innerText.trim().slice(0, 40);
  return `${focused.localName} “${name}” at ${Math.round(box.top)} to ${Math.round(box.bottom)} of ${innerHeight}`;
}"""


def hidden_on_the_way(page: Page, *, key: str = "Tab") -> tuple[int, list[str]]:
    """Number of controls that a key reaches from here, and those that are not in view when they have the focus."""
    page.evaluate("window.passed = []")
    reached, hidden = 0, list[str]()
    while True:
        page.keyboard.press(key)
        place = page.evaluate(PLACE_OF_FOCUS)
        if place == "end":
            return reached, hidden
        if place != "same":
            reached += 1
            hidden += [] if place == "seen" else [place]


def check(page: Page, watch: Watch) -> None:
    """Fail unless the page is right in light and dark, at its width and in a narrow window, also with spaced text."""
    size = page.viewport_size
    check_as_it_stands(page, watch)
    found = []
    page.emulate_media(color_scheme="dark")
    NOTES.saw(page, "dark")
    found += [f"dark: {line}" for line in [*violations(page, OF_COLOURS), *faint_looks(page, _SEEN_LOOKS)]]
    page.set_viewport_size(NARROW)
    NOTES.saw(page, "dark")
    narrow = [*violations(page, OF_WIDTH), *faint_looks(page, _SEEN_LOOKS), *lost_when_narrow(page)]
    found += [f"narrow: {line}" for line in narrow]
    if size:
        page.set_viewport_size(size)
    page.emulate_media(color_scheme="light")
    assert found + watch.wrong == [], f"{page.url}:\n" + "\n".join(found + watch.wrong)


def check_as_it_stands(page: Page, watch: Watch) -> None:
    """Fail unless the page is right in light and at its width: enough for another state of a page that `check` has seen."""
    NOTES.page_views += 1
    NOTES.saw(page, "light")
    found = [f"light: {line}" for line in violations(page, EVERYTHING)]
    NOTES.axe, NOTES.rules = page.evaluate("tags => [axe.version, axe.getRules(tags).length]", EVERYTHING["values"])
    found += [f"only colour tells that this is a link: {line}" for line in plain_links(page)]
    assert found + watch.wrong == [], f"{page.url}:\n" + "\n".join(found + watch.wrong)
