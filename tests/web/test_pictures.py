"""Pictures: no label is cut or lies upon another, with four roles and with two hundred."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from visiting import ROOT, VisitPage

from rolegraph import resources
from rolegraph.generate import generate
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads
from serving import Server

KEEP = os.environ.get("ROLEGRAPH_SCREENSHOTS")
"""Set to keep the pictures of the README (`make screenshots`)."""

COLLISIONS = """
() => [...document.querySelectorAll('svg.picture')].filter((svg) => svg.clientWidth).flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('tspan, text:not(:has(tspan))')]
    .filter((text) => text.textContent.trim())
    .map((text) => {
      const box = text.getBoundingClientRect();
      return {name: text.textContent, left: box.left, right: box.right,
              top: box.top + box.height * 0.2, bottom: box.bottom - box.height * 0.2};
    });
  const wrong = texts
    .filter((t) => t.left < frame.left - 1 || t.right > frame.right + 1 || t.bottom > frame.bottom + 1)
    .map((t) => 'cut: ' + t.name);
  texts.forEach((a, place) => texts.slice(place + 1).forEach((b) => {
    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
      wrong.push('overlap: ' + a.name + ' / ' + b.name);
  }));
  return wrong;
})
"""
SMALLEST = """
() => Math.min(...[...document.querySelectorAll('svg.picture')].filter((svg) => svg.clientWidth)
  .flatMap((svg) => [...svg.querySelectorAll('text')].map((text) =>
    parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a)))
"""
PICTURES = (
    "/",
    "/workflows/evaluate-candidate-models",
    "/workflows/weigh-operational-risk",
    "/workflows/fine-tune-on-findings",
    "/workflows/prepare-training-dataset",
)
SHOTS = {
    "atlas": ("/", "main", 1180),
    "role": ("/roles/ml-developer", "body", 1000),
    "workflow": ("/workflows/evaluate-candidate-models", "main", 1060),
    "coverage": ("/coverage", "section:has(> h2#tools)", 1100),
    "query": ("/query?name=lifecycle-stages-of-each-role", "body", 1340),
    "changes": ("/changes/2", "body", 800),
}
"""Name → page, the part of it that is shown, and its height at most."""


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("path", PICTURES)
def test_no_label_is_cut_or_lies_upon_another(path: str, width: int, visit: VisitPage) -> None:
    """A picture that cannot be read is worse than a list."""
    page = visit(path, width=width).page

    assert [] == page.evaluate(COLLISIONS)
    assert page.evaluate(SMALLEST) >= 9


@pytest.fixture(scope="module")
def crowded(
    start_module_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory
) -> Server:
    """A server with two hundred made-up roles besides the documented ones."""
    folder = tmp_path_factory.mktemp("crowded")
    store = EmbeddedStore(folder)
    store.load(catalogue_quads(resources.root()))
    store.load(generate(200, 1))
    store.close()
    return start_module_server(data_dir=folder)


@pytest.mark.parametrize("width", [1280, 400])
def test_two_hundred_roles_fold_into_pages(width: int, visit: VisitPage, crowded: Server) -> None:
    """Programmes grow; the picture must not grow with them."""
    for path in ("/", "/?from=25", "/coverage?from=13"):
        page = visit(path, width=width, url=crowded.url).page
        assert [] == page.evaluate(COLLISIONS)
        assert 0 == page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert len(page.content()) < 400_000


CHINESE = "在每种运行条件下评估候选模型的性能并记录所有结果以便后续分析"
ARABIC = "مهندس الاختبار والتقييم"


def test_labels_of_any_script_fit_and_run_in_their_direction(
    visit: VisitPage, start_server: Callable[..., Server]
) -> None:
    """Chinese characters fill a square, and Arabic begins on the right."""
    server = start_server(ROLEGRAPH_WRITE_TOKEN="a-token")
    with server.client(headers={"Authorization": "Bearer a-token"}) as client:
        steps = client.get("/api/v1/workflows/evaluate-candidate-models").json()["steps"]
        names = {step["href"]: f"{CHINESE}{place}" for place, step in enumerate(steps)}
        names |= {"/api/v1/roles/data-analyst": ARABIC}
        for role in ("ai-te-engineer", "ml-developer"):
            names[f"/api/v1/roles/{role}"] = CHINESE + role
        operations = [
            {"method": "PATCH", "path": path, "body": {"label": label}, "ifMatch": "*"}
            for path, label in names.items()
        ]
        answer = client.post("/api/v1/batch", json={"operations": operations})
        assert answer.is_success, answer.text
    for path in ("/", "/workflows/evaluate-candidate-models"):
        page = visit(path, url=server.url).page
        for width in (1280, 400):
            page.set_viewport_size({"width": width, "height": 900})
            assert [] == page.evaluate(COLLISIONS)
    page = visit("/roles/data-analyst", url=server.url).page
    left, right = page.evaluate(
        """() => {
          const heading = document.querySelector('h1'), range = document.createRange();
          range.selectNodeContents(heading);
          const text = range.getBoundingClientRect(), box = heading.getBoundingClientRect();
          return [text.left - box.left, box.right - text.right];
        }"""
    )
    assert right < left  # the button beside the heading stands at its right


@pytest.fixture(scope="module")
def edited(start_module_server: Callable[..., Server]) -> Server:
    """A server with a change to look at."""
    server = start_module_server(ROLEGRAPH_WRITE_TOKEN="a-token")
    with server.client(headers={"Authorization": "Bearer a-token"}) as client:
        address = "/api/v1/personas/kai-okonedo"
        persona = client.get(address)
        answer = client.patch(
            address,
            json={
                "goals": [
                    *persona.json()["goals"],
                    "Show each weakness in a way others can repeat.",
                ],
                "quote": "If I can find it, so can they.",
            },
            headers={
                "If-Match": persona.headers["etag"],
                "Content-Type": "application/merge-patch+json",
                "Rolegraph-Message": "Sharpen the goals of Kai after the first interview",
            },
        )
        assert answer.is_success, answer.text
    return server


@pytest.mark.parametrize("name", SHOTS)
def test_the_pictures_of_the_readme_are_of_the_present_pages(
    name: str, visit: VisitPage, edited: Server, tmp_path: Path
) -> None:
    """A picture of an older state would promise what is not there."""
    folder = ROOT / "docs" / "images" if KEEP else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    path, part, highest = SHOTS[name]
    opened = visit(path, url=edited.url)
    page = opened.page
    if name == "query":
        page.get_by_role("tab", name="Chart").click()
        page.wait_for_selector("[data-drawn]")
    page.set_viewport_size({"width": 1280, "height": highest})
    box = page.locator(part).bounding_box()
    assert box is not None
    place = folder / f"{name}.png"
    page.screenshot(path=place, full_page=True, clip={**box, "height": min(box["height"], highest)})

    assert 10_000 < place.stat().st_size < 400_000
    assert [] == opened.problems
