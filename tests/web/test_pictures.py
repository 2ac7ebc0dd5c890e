"""Pictures: no label is cut or lies upon another, with four roles and with two hundred."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
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


LAST_PIECE = """(one) => {
  const long = one.getTotalLength();
  return one.getPointAtLength(long).x - one.getPointAtLength(long - 1).x;
}"""


@pytest.mark.parametrize("width", [1280, 400])
def test_a_step_that_leads_back_has_an_arrow_to_where_it_leads(
    width: int, visit: VisitPage
) -> None:
    """A loop of which the picture shows the way forth alone is read as a plain sequence."""
    page = visit("/workflows/fine-tune-on-findings", width=width).page
    loops = page.locator("svg:visible .loop")

    assert 1 == loops.count()
    begin, end = loops.evaluate(
        "(one) => [0, one.getTotalLength()].map((at) => one.getPointAtLength(at).y)"
    )
    assert begin > end, "it leads up"
    assert loops.evaluate(LAST_PIECE) < 0, "its head points to the step"
    assert page.get_by_text("leads back to a step").is_visible()


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


def assert_only_the_whole_picture_is_shown(page: Page, *, at_least: int) -> None:
    """The sheets that paper has of a tall picture stood on the screen below it, in huge letters."""
    assert page.locator(".sheet-of").count() >= at_least
    assert 0 == page.locator(".sheet-of:visible").count()


@pytest.mark.parametrize("width", [1280, 400])
def test_two_hundred_roles_fold_into_pages(width: int, visit: VisitPage, crowded: Server) -> None:
    """Programmes grow; the picture must not grow with them."""
    for path in ("/", "/?from=25", "/coverage?from=13"):
        page = visit(path, width=width, url=crowded.url).page
        assert [] == page.evaluate(COLLISIONS)
        assert_only_the_whole_picture_is_shown(page, at_least=int(path == "/"))
        assert 0 == page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert len(page.content()) < 400_000


LONG = """
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://long.example/id/> .
<roles/0> a rg:Role ; skos:prefLabel
  "Verification and validation engineer for operational artificial intelligence"@en .
<roles/1> a rg:Role ; skos:prefLabel "Datenschutzgrundverordnungsbeauftragter"@de .
<roles/2> a rg:Role ; skos:prefLabel "人工智能系统对抗性评估与运行监控工程师"@zh .
<roles/3> a rg:Role ; skos:prefLabel "مهندس التحقق والتحقق من صحة أنظمة الذكاء الاصطناعي"@ar .
<artifacts/log> a rg:Artifact ; skos:prefLabel "Betriebsrisikobewertungsprotokollvorlage"@de .
<artifacts/report> a rg:Artifact ; skos:prefLabel
  "Evaluation report of the operational readiness review with its appendices"@en .
<tools/kit> a rg:Tool ; skos:prefLabel "ModelAssessmentInteroperabilityToolkit"@en .
<tools/bench> a rg:Tool ; skos:prefLabel "数据集评估与运行监控工作台"@zh .
<workflows/long> a rg:Workflow ; skos:prefLabel "Bring a model to its review"@en .
"""
STEP = """
<workflows/long> rg:hasStep <steps/{0}> .
<steps/{0}> a rg:WorkflowStep ; rg:stepOf <workflows/long> ; rg:stepOrder {0} ;
  skos:prefLabel "{0} {1}"@{2} ; rg:performedByRole <roles/{3}> ;
  rg:consumes <artifacts/log>, <artifacts/report> ; rg:produces <artifacts/log> ;
  rg:usesTool <tools/kit>, <tools/bench> ; rg:directlyPrecededBy {4} .
"""
STEPS = (
    ("Establish the operational envelope and its acceptance criteria with all of us", "en"),
    ("Datensatzqualitätssicherungsmaßnahmenkatalogerstellung", "de"),
    ("审核对抗性评估报告并确认所有未决问题均已解决并记录在案", "zh"),
    ("راجع تقرير التقييم العدائي وأكد أن جميع المسائل المعلقة قد حُلت", "ar"),
)
OUTSIDE = """
() => [...document.querySelectorAll('svg.picture')].filter((svg) => svg.clientWidth).flatMap((svg) => {
  const boxes = [...svg.querySelectorAll('.s-step')].map((box) => box.getBoundingClientRect());
  const lanes = [...svg.querySelectorAll('.s-lane')].map((box) => box.getBoundingClientRect());
  const within = (text, frames) => frames.some((one) => text.left >= one.left - 1
    && text.right <= one.right + 1 && text.top >= one.top - 1 && text.bottom <= one.bottom + 1);
  return [...svg.querySelectorAll('text')].filter((text) => !text.matches('.t-passed'))
    .filter((text) => !within(text.getBoundingClientRect(), text.matches('.t-lane') ? lanes : boxes))
    .map((text) => text.textContent);
})
"""
"""Texts of a swimlane that are in no box of a step, and names of lanes that are in no lane."""


@pytest.mark.parametrize("width", [1280, 1024, 400])
def test_twelve_steps_with_long_names_stay_in_their_boxes(
    width: int, visit: VisitPage, start_server: Callable[..., Server], tmp_path: Path
) -> None:
    """Names of real programmes are long, in words that do not break and in any script."""
    (tmp_path / "data").mkdir()
    toml = '[catalogue]\ntitle = "Long"\nbase = "https://long.example/id/"\n'
    (tmp_path / "rolegraph.toml").write_text(toml + '[rules]\nprofile = "draft"\n', "utf-8")
    steps = [
        STEP.format(
            number,
            *STEPS[number % 4],
            number % 4,
            f"<steps/{number - 1}>" + (f", <steps/{number - 5}>" if number in {7, 9, 11} else ""),
        )
        for number in range(1, 13)
    ]
    steps[0] = steps[0].replace(" ; rg:directlyPrecededBy <steps/0>", "")
    (tmp_path / "data" / "long.ttl").write_text(LONG + "".join(steps), "utf-8")
    server = start_server(str(tmp_path))
    page = visit("/workflows/long", url=server.url, width=width).page

    assert 12 == page.locator("svg.picture:visible .s-step").count()
    assert 3 == page.locator("svg.picture:visible .back").count()
    assert_only_the_whole_picture_is_shown(page, at_least=0)
    assert [] == page.evaluate(OUTSIDE)
    assert [] == page.evaluate(COLLISIONS)
    assert page.evaluate(SMALLEST) >= 9
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert 0 == page.evaluate(over)
    chips = page.locator("main").evaluate(
        "(main) => [...main.querySelectorAll('.chip')].filter((one) =>"
        " one.getBoundingClientRect().right > main.getBoundingClientRect().right).length"
    )
    assert 0 == chips


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
