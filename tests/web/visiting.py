"""What tests of pages share beside fixtures: where things lie, and what a visit notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

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


VisitPage = Callable[..., Visit]
