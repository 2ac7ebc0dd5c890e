"""Pages in a real browser: Debian's chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request, sync_playwright
from visiting import AXE, BUNDLE, WATCH_POLICY, Visit, VisitPage, settle

from serving import Server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of a module.

    Playwright's event loop runs as long: `asyncio.run` of other rooms has to find none.
    """
    assert BUNDLE.exists(), "The scripts of the pages are not built; run: make web"
    chromium = shutil.which("chromium")
    assert chromium, "There is no chromium; install the package of that name, or run: make test"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[VisitPage]:
    """Open pages; note messages on the console, foreign requests and breaches of the policy."""
    contexts = []

    def open_page(
        path: str,
        *,
        width: int = 1280,
        scheme: str = "light",
        scripts: bool = True,
        url: str | None = None,
    ) -> Visit:
        base = (url or server.url).rstrip("/")
        context = browser.new_context(
            base_url=base,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        visit = Visit(page)

        under_way: set[Request] = set()

        def on_request(request: Request) -> None:
            under_way.add(request)
            if not request.url.startswith((base, "data:", "blob:")):
                visit.problems.append(f"request to {request.url}")

        def on_answer(request: Request) -> None:
            under_way.discard(request)

        page.on("console", lambda message: visit.problems.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: visit.problems.append(f"error: {error}"))
        page.on("request", on_request)
        page.on("requestfinished", on_answer)
        page.on("requestfailed", on_answer)
        if scripts:
            page.add_init_script(WATCH_POLICY)
        page.goto(path)
        if scripts:
            settle(page, under_way)
        return visit

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of the accessibility checker."""
    return AXE.read_text(encoding="utf-8")
