"""Pictures of a running installation for docs/pictures: each page at 1280 and 390 pixels, in light and dark.

``python -m tests.browser.pictures --url URL --password PASSWORD NAME=EMAIL:PATH …`` signs in as each person once.
"""

import argparse
import os
from pathlib import Path

from playwright.sync_api import Browser, Page, StorageState, ViewportSize, sync_playwright

from tests.browser import finding

FOLDER = finding.PROJECT_DIR / "docs" / "pictures"
SIZES: dict[int, ViewportSize] = {1280: {"width": 1280, "height": 800}, 390: {"width": 390, "height": 844}}


def sign_in(browser: Browser, url: str, email: str, password: str) -> StorageState:
    page = browser.new_page(base_url=url)
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/accounts/login" not in address)
    state = page.context.storage_state()
    page.context.close()
    return state


def take(browser: Browser, url: str, state: StorageState, name: str, path: str) -> list[Path]:
    taken = []
    for width, size in SIZES.items():
        for scheme in ("light", "dark"):
            page = browser.new_page(base_url=url, storage_state=state, viewport=size, reduced_motion="reduce")
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.goto(path)
            taken.append(FOLDER / f"{name}-{width}-{scheme}.png")
            shoot(page, taken[-1])
            page.context.close()
    return taken


def shoot(page: Page, target: Path) -> None:
    page.wait_for_load_state("load")
    # Hiding the caret, as Playwright would, is an inline style, which the Content-Security-Policy forbids.
    page.screenshot(path=target, full_page=True, caret="initial")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("pictures", nargs="+", metavar="NAME=EMAIL:PATH")
    options = parser.parse_args()
    os.environ.setdefault("ECS_DATA_DIR", str(finding.PROJECT_DIR / ".data" / "test"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    states: dict[str, StorageState] = {}
    with sync_playwright() as playwright:
        browser = finding.find(playwright).launch(playwright)
        for wanted in options.pictures:
            name, _, rest = wanted.partition("=")
            email, _, path = rest.partition(":")
            if email not in states:
                states[email] = sign_in(browser, options.url, email, options.password)
            for target in take(browser, options.url, states[email], name, path):
                print(target.relative_to(finding.PROJECT_DIR))  # noqa: T201 - what the command made
        browser.close()


if __name__ == "__main__":
    main()
