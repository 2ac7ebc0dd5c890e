"""Gaps: one notion of what is missing, for the first page, Coverage, Completeness and sheets."""

from __future__ import annotations

import csv
import re
from functools import cache
from html import unescape

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph import resources
from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.gaps import COVERAGE_KINDS, Gaps
from rolegraph.analysis.score import completeness
from rolegraph.catalogue import Catalogue
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.sparql.library import load_library
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads

EX = "https://w3id.org/rolegraph/id/"
PREFIXES = f"""
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <{EX}> .
<roles/r> a rg:Role ; skos:prefLabel "R"@en .
"""
LIBRARY = load_library(resources.part("queries"))
GRAPH = NamedNode("https://w3id.org/rolegraph/graph/data/test.ttl")

things = st.sets(st.integers(0, 3))
links = st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3)))


@cache
def with_rules() -> tuple[EmbeddedStore, Catalogue]:
    """Return a catalogue with ontology and shapes, without the things of the sample."""
    store = EmbeddedStore()
    quads = catalogue_quads(resources.root())
    store.load(quad for quad in quads if "graph/data" not in str(quad.graph_name))
    return store, Catalogue(store)


def rows_of(client: httpx.Client, **asked: str) -> list[dict[str, str]]:
    """Return the rows of a sheet of gaps, as people get it."""
    answer = client.get("/api/v1/gaps", params={"format": "csv", "headings": "words", **asked})
    assert answer.is_success, answer.text
    return list(csv.DictReader(answer.text.splitlines()))


def page(client: httpx.Client, path: str) -> str:
    """Return what a page says, without markup."""
    text = client.get(path, headers={"Accept": "text/html"}).text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text.partition("<main")[2])).split())


@settings(max_examples=40)
@given(retired=things, fulfils=links, supports=links, steps_retired=things, gone=things)
def test_coverage_and_the_questions_find_the_same_gaps(
    retired: set[int],
    fulfils: set[tuple[int, int]],
    supports: set[tuple[int, int]],
    steps_retired: set[int],
    gone: set[int],
) -> None:
    """Of whatever is retired: two lists of one kind of gap would make people trust neither."""
    said = []
    for n in range(4):
        said += [
            f'<responsibilities/{n}> a rg:Responsibility ; skos:prefLabel "D{n}"@en .',
            f"<responsibilities/{n}> rg:statementOf <roles/r> .",
            f'<workflows/{n}> a rg:Workflow ; skos:prefLabel "W{n}"@en .',
            f'<steps/{n}> a rg:WorkflowStep ; skos:prefLabel "S{n}"@en .',
            f"<steps/{n}> rg:stepOf <workflows/{n}> .",
            f'<tools/{n}> a rg:Tool ; skos:prefLabel "T{n}"@en .',
        ]
    said += [f"<steps/{a}> rg:fulfils <responsibilities/{b}> ." for a, b in fulfils]
    said += [f"<tools/{a}> rg:supportsStatement <responsibilities/{b}> ." for a, b in supports]
    said += [f'<responsibilities/{n}> rg:status "retired" .' for n in retired]
    said += [f'<steps/{n}> rg:status "retired" .' for n in steps_retired]
    said += [f'<workflows/{n}> rg:status "retired" .' for n in gone]
    said += [f'<tools/{n}> rg:status "retired" .' for n in gone]
    store, catalogue = with_rules()
    now = frozenset(
        Quad(triple.subject, triple.predicate, triple.object, GRAPH)
        for triple in parse(PREFIXES + "\n".join(said), format=RdfFormat.TURTLE)
    )
    store.apply(Patch(added=now, removed=frozenset(store.match(None, None, None, GRAPH)) - now))
    gaps = Gaps(Analyses(catalogue), LIBRARY)
    whole = completeness(store, LIBRARY.values())
    with catalogue.view() as view:
        counted = {g.kind.name: g for g in gaps.of_completeness(view, whole)}
        both = [group for group in gaps.of_coverage(view) if group.kind.name in counted]

    assert 3 == len(both)
    for group in both:
        other = counted[group.kind.name]
        assert (set(group.things), group.of) == (set(other.things), other.of), group.kind.name


def test_a_sheet_has_the_gaps_that_its_page_names(client: httpx.Client) -> None:
    """Coverage names lifecycle stages; its sheet was that of the score and had none of them."""
    sheet = rows_of(client, part="coverage")
    said = page(client, "/coverage")

    assert {"Responsibilities without a tool", "Lifecycle stages without a role"} == {
        row["Gap"] for row in sheet
    }
    assert f"The gaps of Coverage {len(sheet)}" in said
    assert all(row["What it is about"] in said for row in sheet)
    assert f"What is missing: the gaps of Coverage {len(sheet)}" in page(client, "/")
    counted = rows_of(client, part="completeness")
    assert f"{len(counted)} gaps count here" in page(client, "/score")
    names = {
        part: client.get("/api/v1/gaps", params={"part": part, "format": "xlsx"}).headers
        for part in ("coverage", "completeness")
    }
    assert 'filename="gaps.xlsx"' in names["coverage"]["Content-Disposition"]
    assert 'filename="completeness.xlsx"' in names["completeness"]["Content-Disposition"]


def test_pages_say_why_their_numbers_differ(client: httpx.Client) -> None:
    """8 gaps here and 6 there were taken for an error."""
    assert (
        "counts all of them but lifecycle stages without a role (4). "
        "It counts also roles without an external reference (2)."
    ) in page(client, "/coverage")
    assert "lifecycle stages without a role (4)" in page(client, "/score")


def test_all_gaps_are_listed_once_with_role_and_advice(client: httpx.Client) -> None:
    """Whoever brings the list to a meeting is asked whose gap it is, and what to do."""
    rows = rows_of(client)
    told = {(row["Gap"], row["What it is about"]) for row in rows}

    assert len(told) == len(rows)
    assert {*told} == {
        (row["Gap"], row["What it is about"])
        for part in ("coverage", "completeness")
        for row in rows_of(client, part=part)
    }
    assert all(row["What is missing"] and row["What to do"] for row in rows)
    roles = {row["What it is about"]: row["Role"] for row in rows}
    assert "AI Red Teamer" == roles["Perform threat analysis"] == roles["AI Red Teamer"]
    assert "" == roles["Retirement"]
    own = rows_of(client, role="ai-red-teamer")
    assert [row for row in rows if row["Role"] == "AI Red Teamer"] == own


@pytest.mark.parametrize(
    "asked",
    [
        {"role": "ai-red-teamer"},
        {"stage": "verification-and-validation"},
        {"framework": "esco"},
        {"role": "ml-developer", "stage": "verification-and-validation"},
    ],
)
def test_page_and_sheet_are_narrowed_alike(asked: dict[str, str], client: httpx.Client) -> None:
    """Of 300 roles nobody reads all gaps: a lead reads those of one role, stage or framework."""
    sheet = rows_of(client, part="coverage", **asked)
    text = client.get("/coverage", params=asked, headers={"Accept": "text/html"}).text
    said = page(client, f"/coverage?{'&'.join('='.join(one) for one in asked.items())}")

    assert len(sheet) < len(rows_of(client, part="coverage"))
    assert f"The gaps of Coverage {len(sheet)} " in said
    assert [] == [row["What it is about"] for row in sheet if row["What it is about"] not in said]
    # What is taken along is narrowed as well.
    assert all(f"{name}={value}" in text.partition(">Excel<")[0] for name, value in asked.items())


def test_what_a_page_cannot_be_narrowed_by_is_told(client: httpx.Client) -> None:
    """A parameter that is passed over in silence shows all gaps as those of one role."""
    html = {"Accept": "text/html"}

    assert 404 == client.get("/coverage?role=nobody", headers=html).status_code
    assert 400 == client.get("/coverage?roles=ai-red-teamer", headers=html).status_code


def test_json_of_gaps_counts_what_it_lists(client: httpx.Client) -> None:
    """A program that sums the kinds must come to the total."""
    said = client.get("/api/v1/gaps").json()

    assert said["total"] == len(said["gaps"]) == sum(kind["number"] for kind in said["kinds"])
    assert all(client.get(one["thing"]["href"]).is_success for one in said["gaps"])
    assert 400 == client.get("/api/v1/gaps", params={"part": "all"}).status_code
    assert 404 == client.get("/api/v1/gaps", params={"role": "nobody"}).status_code


def test_every_kind_of_gap_has_words_for_people(client: httpx.Client) -> None:
    """A gap without advice is a complaint."""
    kinds = client.get("/api/v1/gaps").json()["kinds"]

    assert {kind.name for kind in COVERAGE_KINDS} < {kind["name"] for kind in kinds}
    assert [] == [kind["name"] for kind in kinds if not kind["missing"] or not kind["advice"]]


@pytest.mark.parametrize("shown", ["/", "/coverage"])
def test_the_first_page_and_coverage_count_alike(shown: str, client: httpx.Client) -> None:
    """Each kind with its number, on both."""
    said = page(client, shown)
    for kind in client.get("/api/v1/gaps", params={"part": "coverage"}).json()["kinds"]:
        if kind["number"]:
            assert kind["title"] in said
            assert f"{kind['number']} of {kind['of']}" in said
