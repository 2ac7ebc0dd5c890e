"""Drift between the document and its graph: each kind by its name, each at its line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from document_graphs import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import MUTATIONS, SHIPPED, Mutation, write_catalogue

from rolegraph.documents.comparison.drifts import RULES
from rolegraph.documents.comparison.pairing import moved
from rolegraph.documents.drift.drift import check, check_inputs
from rolegraph.documents.drift.inputs import Inputs, read_inputs
from rolegraph.documents.grammar.parse import parse_document
from rolegraph.rdf.namespaces import THINGS
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.shacl.findings import Finding

GRAPH = ROOT / "data/roles.ttl"

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture(scope="module")
def shipped_inputs() -> Inputs:
    """The shipped document, curation and graph, read once."""
    return read_inputs(ROOT / "data/roles.md", base=ROOT)


@pytest.fixture(scope="module")
def drift_of(shipped_inputs: Inputs) -> Callable[[str], list[Finding]]:
    """Check a changed text of the document against the shipped graph."""

    def run(text: str) -> list[Finding]:
        home = shipped_inputs.document.home
        document = parse_document(text.encode(), "data/roles.md", home=home)
        return check_inputs(replace(shipped_inputs, document=document))

    return run


def places(findings: list[Finding]) -> set[tuple[str, int | str]]:
    """Each finding's rule, and its line in the document or its thing in the graph."""
    return {
        (
            found.rule,
            (found.line or 0)
            if (found.file or "").endswith(".md")
            else (found.focus or "").removeprefix(THINGS),
        )
        for found in findings
    }


def test_the_shipped_document_and_graph_say_the_same() -> None:
    """CI must be quiet when nothing is wrong."""
    assert [] == check(ROOT / "data/roles.md")


@pytest.mark.parametrize("change", MUTATIONS, ids=lambda change: change.name)
def test_each_change_of_the_document_is_named_at_its_line(
    change: Mutation, drift_of: Callable[[str], list[Finding]]
) -> None:
    """An editor fixes what is named, so it must be that and nothing else."""
    assert change.expected == places(drift_of(change.text))


LINES = SHIPPED.splitlines(keepends=True)
BULLETS = [number for number, line in enumerate(LINES) if line.startswith("- ")]
LONG = [number for number in BULLETS if len(LINES[number].split()) > 5]
WORDS = st.text("abcdefghijklmnop", min_size=3, max_size=9)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(LONG), st.data(), WORDS)
def test_any_other_word_in_a_bullet_is_a_rewording(
    drift_of: Callable[[str], list[Finding]], number: int, data: st.DataObject, word: str
) -> None:
    """Words are not foreseeable."""
    words = LINES[number].removeprefix("- ").split()
    # Not the first word, which may deny or say how often.
    place = data.draw(st.integers(1, len(words) - 1))
    words[place] = f"x{word}"
    lines = [*LINES[:number], f"- {' '.join(words)}\n", *LINES[number + 1 :]]

    assert {("drift-reworded", number + 1)} == places(drift_of("".join(lines)))


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(BULLETS), st.lists(WORDS, min_size=1, max_size=8))
def test_any_new_bullet_anywhere_is_an_addition(
    drift_of: Callable[[str], list[Finding]], number: int, words: list[str]
) -> None:
    """What comes must not be taken for something that is there already."""
    bullet = f"- {' '.join(words)} zzz\n"
    lines = [*LINES[:number], bullet, *LINES[number:]]

    assert {("drift-added", number + 1)} == places(drift_of("".join(lines)))


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(13, 20)))
def test_any_other_order_of_bullets_is_a_reordering_of_the_fewest(
    drift_of: Callable[[str], list[Finding]], order: list[int]
) -> None:
    """One bullet that moved up is one change, not six."""
    lines = [*LINES[:13], *(LINES[number] for number in order), *LINES[20:]]
    expected = {("drift-reordered", 14 + place) for place in moved(order)}

    assert expected == places(drift_of("".join(lines)))


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        ([], set()),
        ([1, 2, 3], set()),
        ([2, 3, 1], {2}),
        ([3, 1, 2], {0}),
        ([2, 1], {0}),
        ([1, 5, 2, 3], {1}),
        ([1, 2, 4, 3, 5], {2}),
    ],
)
def test_what_moved_is_the_least_that_explains_the_order(
    ranks: list[int], expected: set[int]
) -> None:
    """Positions that only shifted because another thing moved did not move."""
    assert expected == moved(ranks)


def test_a_finding_names_thing_role_and_the_way_out(
    drift_of: Callable[[str], list[Finding]],
) -> None:
    """Whoever reads it in a pull request has nothing else to go by."""
    (found,) = drift_of(SHIPPED.replace("- Compare performance of models", "- Compare all models"))

    assert ("Violation", "documents") == (found.severity, found.check)
    assert "https://w3id.org/rolegraph/checks#drift-reworded" == found.rule_iri
    assert THINGS + "responsibilities/ai-te-engineer-compare-performance-of-models" == found.focus
    assert (
        "Statement 2 of AI T&E Engineer is worded differently: “Compare performance of models” in "
        "the graph, “Compare all models” in the document."
    ) == found.message
    assert ("data/roles.md", 15, 3, 15, 21) == (
        found.file,
        found.line,
        found.column,
        found.end_line,
        found.end_column,
    )
    (there,) = found.related
    line = GRAPH.read_text(encoding="utf-8").splitlines()[there.line - 1]
    assert '"Compare performance of models"' == line[there.column - 1 : there.end_column - 1]
    assert "rolegraph documents sync data/roles.md --write" in (found.hint or "")


def test_what_is_gone_is_told_in_the_turtle_and_where_it_stood(
    drift_of: Callable[[str], list[Finding]],
) -> None:
    """A line that is no longer there has no number in the document."""
    (found,) = drift_of(SHIPPED.replace("- Feature engineering\n", ""))
    line = GRAPH.read_text(encoding="utf-8").splitlines()[(found.line or 0) - 1]

    assert "data/roles.ttl" == found.file
    assert line.startswith("responsibility:ml-developer-feature-engineering a ")
    assert [("data/roles.md", 22)] == [(place.file, place.line) for place in found.related]


def test_every_rule_is_described() -> None:
    """Reports explain their rules."""
    expected = {rule for change in MUTATIONS for rule, _ in change.expected}

    assert set() == expected - set(RULES)


def test_a_dangling_citation_is_a_fault_and_still_the_reference_is_missed(tmp_path: Path) -> None:
    """The usual slip: a reference deleted, its number left in the text."""
    document = write_catalogue(tmp_path, SHIPPED[: SHIPPED.rindex("\n1. [")])

    assert {
        ("document-malformed", 40),
        ("drift-citation", 40),
        ("drift-reference-gone", "references/roles-4"),
    } == places(check(document))


def test_a_document_that_cannot_be_understood_is_a_finding(tmp_path: Path) -> None:
    """Drift cannot be told from a text whose sections are unclear."""
    document = write_catalogue(tmp_path, SHIPPED.replace("## 2. ML Developer", "## ML Developer"))

    assert {"document-malformed"} == {found.rule for found in check(document)}


def test_a_curation_with_the_new_words_decides_what_is_the_same(tmp_path: Path) -> None:
    """Likeness guesses; a curator knows."""
    document = write_catalogue(
        tmp_path, (ROOT / "tests/fixtures/roles-v2.md").read_text(encoding="utf-8")
    )
    (tmp_path / "data/roles.curation.yaml").write_bytes(
        (ROOT / "tests/fixtures/roles-v2.curation.yaml").read_bytes()
    )
    found = places(check(document))

    assert {
        ("drift-reworded", 19),
        ("drift-renamed", 21),
        ("drift-requalified", 38),
        ("drift-added", 39),
        ("drift-removed", "roles/data-analyst"),
        ("drift-removed", "naming-notes/ml-developer-1"),
        ("drift-reference-gone", "references/roles-2"),
        ("drift-reference-gone", "references/roles-3"),
        ("drift-reference-gone", "references/roles-4"),
        ("drift-removed", "citations/ml-developer-data-scientist-2"),
        ("drift-removed", "citations/ml-developer-data-scientist-3"),
    } == found


def edited(tmp_path: Path, *changes: tuple[str, str], file: str = "roles.ttl") -> list[Finding]:
    """Check the shipped document against its graph (or curation) with another text."""
    document = write_catalogue(tmp_path)
    path = document.with_name(file)
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return check(document)


def test_what_was_changed_in_the_graph_is_told_as_such(tmp_path: Path) -> None:
    """The way out is another: the document follows, not the graph."""
    (found,) = edited(
        tmp_path,
        ('Text "Feature engineering"', 'Text "Engineering of features"'),
        ('exact "Feature engineering"', 'exact "Engineering of features"'),
    )

    assert ("drift-reworded", 27) == (found.rule, found.line)
    assert "rolegraph documents render" in (found.hint or "")
    assert "--overwrite" in (found.hint or "")


def test_each_drift_knows_which_side_was_changed(tmp_path: Path) -> None:
    """Of several at once, one is for the graph to follow, and one for the document."""
    document = write_catalogue(tmp_path)
    graph = document.with_name("roles.ttl")
    text, triples = document.read_text("utf-8"), graph.read_text("utf-8")

    def hints(*, document_has: str, graph_has: str) -> dict[int | None, str]:
        """Put texts in place of those that are there, and return the hints by line."""
        changed = text.replace("Compare performance of models", document_has)
        document.write_text(changed, "utf-8")
        old, new = graph_has.split(" → ")
        stated = triples
        for name in ("Text", "exact"):
            stated = stated.replace(f'{name} "{old}"', f'{name} "{new}"')
        graph.write_text(stated, "utf-8")
        return {each.line: each.hint or "" for each in check(document)}

    other, meant, took = "Compare all models", "If this is meant, ", "The graph was changed after"

    (hint,) = hints(document_has=other, graph_has="- → -").values()
    assert hint.startswith(meant)
    apart = hints(document_has=other, graph_has="Feature engineering → Engineering of features")
    assert (2, True, True) == (len(apart), apart[15].startswith(meant), apart[27].startswith(took))


def test_a_graph_without_the_text_it_was_made_from_still_tells_what_it_can(tmp_path: Path) -> None:
    """A graph that somebody else keeps may leave the text out; the digest says which text it was."""
    without = ('prov:value """# Roles', 'prov:label """# Roles')
    graph = [(f'{name} "Feature eng', f'{name} "Feature Eng') for name in ("Text", "exact")]

    (found,) = edited(tmp_path, without, *graph)
    assert "The graph was changed after it was made from the document" in (found.hint or "")

    document, path = tmp_path / "data/roles.md", tmp_path / "data/roles.ttl"
    document.write_text(SHIPPED.replace("Compare performance", "Compare speed"), "utf-8")
    path.write_text(GRAPH.read_text("utf-8").replace(*without), "utf-8")
    (found,) = check(document)
    assert "the other way round" in (found.hint or "")


def test_what_only_the_graph_lacks_is_an_addition_of_the_document(tmp_path: Path) -> None:
    """Drift goes both ways."""
    found = edited(
        tmp_path,
        (
            "responsibility:ml-developer-feature-engineering a rg:Responsibility",
            "responsibility:ml-developer-feature-engineering a rg:Activity",
        ),
    )

    assert {("drift-added", 27)} == places(found)


def test_a_triple_that_nobody_gave_is_told_at_its_place(tmp_path: Path) -> None:
    """The graph is generated; what is typed into it would be lost."""
    (found,) = edited(tmp_path, ('rg:resolutionStatus "not-found"', 'rg:resolutionStatus "found"'))
    text = (tmp_path / "data/roles.ttl").read_text(encoding="utf-8").splitlines()

    assert "drift-curation" == found.rule
    assert '"found"' in text[(found.line or 0) - 1]
    assert "“found” that neither the document nor its curation gives" in found.message
    assert "“not-found” that they give" in found.message


def test_another_state_of_the_curation_is_drift_too(tmp_path: Path) -> None:
    """The graph says which state it was made from."""
    (found,) = edited(
        tmp_path, ("# Roles, bullets", "# The roles, bullets"), file="roles.curation.yaml"
    )

    assert ("drift-curation", "roles.curation.yaml") == (found.rule, Path(found.file or "").name)


def test_a_curation_that_does_not_fit_is_told_at_its_line(tmp_path: Path) -> None:
    """Document and graph agree, yet nobody could import again."""
    found = edited(
        tmp_path, ("text: Feature engineering", "text: Engineering"), file="roles.curation.yaml"
    )

    assert {"curation-malformed"} == {each.rule for each in found}
    assert [
        ("roles.curation.yaml", "The section of ML Developer has no such text or citation"),
        ("roles.md", "The curation names no activity for the bullet “Feature engineering”."),
    ] == [(Path(each.file or "").name, each.message.split(":")[0]) for each in found]


def test_what_others_say_of_a_role_is_no_drift(tmp_path: Path) -> None:
    """A status set in the service belongs to neither document nor curation."""
    found = edited(
        tmp_path,
        (
            "role:data-analyst a rg:Role ;",
            'role:data-analyst a rg:Role ;\n    rg:status "approved" ;',
        ),
    )

    assert [] == found


def test_triples_of_a_store_are_compared_like_a_file(shipped_inputs: Inputs) -> None:
    """The service has graphs, not files."""
    graph = NamedNode("https://w3id.org/rolegraph/graph/data/roles.ttl")
    other = NamedNode("https://w3id.org/rolegraph/graph/data/other.ttl")
    triples = shipped_inputs.graph.described.triples
    quads = [Quad(t.subject, t.predicate, t.object, graph) for t in triples]
    role = NamedNode(THINGS + "roles/other")
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    noise = Quad(role, kind, NamedNode("https://w3id.org/rolegraph/ontology#Role"), other)

    assert [] == check(ROOT / "data/roles.md", [*quads, noise])

    lacking = [quad for quad in quads if "Feature engineering" not in str(quad.object)]
    assert {("drift-reworded", 27)} == places(check(ROOT / "data/roles.md", lacking))
