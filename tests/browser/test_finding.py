"""Tests find a browser on every machine, also where none is installed."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser import finding


def test_the_packed_browser_starts(playwright: Playwright, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECS_BROWSER", "packed")
    found = finding.find(playwright)
    assert "browser" in found.path.parts
    browser = found.launch(playwright)
    page = browser.new_page()
    page.set_content("<h1>Hello</h1>")
    # Text that has no font has no height, and then no text.
    assert page.inner_text("h1") == "Hello"
    browser.close()


def test_without_any_browser_one_is_told_what_to_do(
    playwright: Playwright, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ECS_BROWSER", "packed")
    monkeypatch.setattr(finding, "PACKAGE_DIR", tmp_path / "missing")
    with pytest.raises(finding.NoBrowser, match="make test"):
        finding.find(playwright)


def test_a_system_browser_comes_first(playwright: Playwright, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chromium = tmp_path / "chromium"
    chromium.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("ECS_BROWSER", raising=False)
    assert finding.find(playwright).path == chromium
