"""What tests of pages share beside fixtures: where things lie, and what a visit notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, Request

ROOT = Path(__file__).parents[2]
BUNDLE = ROOT / "app" / "rolegraph" / "web" / "static" / "dist" / "built"
AXE = ROOT / "app" / "web" / "node_modules" / "axe-core" / "axe.min.js"

WATCH_POLICY = """
document.addEventListener('securitypolicyviolation', (event) =>
  console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
"""


@dataclass
class Visit:
    """A page with what went wrong on it."""

    page: Page
    problems: list[str] = field(default_factory=list)


def settle(page: Page, under_way: set[Request]) -> None:
    """Wait until a loaded page has nothing to do and nothing under way, three times in a row.

    Playwright's `networkidle` does the same with half a second of silence, a minute for all tests.
    """
    calm = 0
    while calm < 3:
        page.evaluate(
            "() => new Promise((done) => requestIdleCallback(() => done(), { timeout: 2000 }))"
        )
        page.wait_for_timeout(20)
        calm = 0 if under_way else calm + 1


VisitPage = Callable[..., Visit]
