"""Pages in a real browser: Debian's chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, sync_playwright
from visiting import AXE, BUNDLE, WATCH_POLICY, Visit, VisitPage, settle

from serving import Server

_OPEN = pytest.StashKey[tuple[ExitStack, Browser]]()


@pytest.fixture
def browser(request: pytest.FixtureRequest) -> Browser:
    """A browser for all tests of this room: it takes 2 s of the processor to start one."""
    if _OPEN not in request.config.stash:
        assert BUNDLE.exists(), "The scripts of the pages are not built; run: make web"
        chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        assert chromium, "There is no chromium; install the package of that name, or run: make test"
        with ExitStack() as opening:
            playwright = opening.enter_context(sync_playwright())
            started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            opening.callback(started.close)
            request.config.stash[_OPEN] = opening.pop_all(), started
    return request.config.stash[_OPEN][1]


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """End the browser before other rooms: `asyncio.run` there must find no loop of Playwright's."""
    stays = nextitem is not None and Path(__file__).parent in nextitem.path.parents
    if not stays and _OPEN in item.config.stash:
        item.config.stash[_OPEN][0].close()
        del item.config.stash[_OPEN]


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
        answer = page.goto(path)
        # A page that comes again by itself would take the scripts of a test with it.
        while answer is not None and "refresh" in answer.headers:
            page.wait_for_timeout(50)
            answer = page.reload()
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
