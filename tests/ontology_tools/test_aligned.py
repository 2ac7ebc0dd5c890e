"""The ontology together with those that it is aligned with: nothing clashes, nothing is merged.

`make ontology-tools` gets the ontologies of others and runs all of this; ALIGNED names their
folder. They are not part of this repository.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from aligned import NAMESPACES, VARIABLE, files_of, read

from rolegraph import resources
from rolegraph.inference.closure import Closure
from rolegraph.rdf.namespaces import OWL, is_default_dataset_graph
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.store.files.loading import catalogue_quads

FOLDER = os.environ.get(VARIABLE)
HARBOUR = resources.root() / "examples" / "harbour"
needs_others = pytest.mark.skipif(FOLDER is None, reason="needs make ontology-tools (ALIGNED)")
P_PLAN = """
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix p-plan: <http://purl.org/net/p-plan#> .
    p-plan:isOutputVarOf a owl:ObjectProperty , owl:FunctionalProperty ;
        owl:inverseOf p-plan:hasOutputVar .
"""


@pytest.fixture(scope="module")
def sample() -> list[Quad]:
    """Ontology and data that are shipped, as queries see them."""
    return seen(catalogue_quads(resources.root()))


def seen(quads: Iterable[Quad]) -> list[Quad]:
    return [
        quad
        for quad in quads
        if is_default_dataset_graph(quad.graph_name.value)
        and quad.predicate.value != OWL + "imports"
    ]


def others() -> list[Quad]:
    files = files_of(Path(FOLDER or ""))
    assert not isinstance(files, str), files
    return [quad for file in files for quad in read(file)]


def closure_of(quads: Iterable[Quad]) -> Closure:
    known = [(quad.subject, quad.predicate, quad.object) for quad in quads]
    return Closure(lambda: known)


def merged_things(closure: Closure) -> list[tuple[str, str]]:
    same = NamedNode(OWL + "sameAs")
    return [(str(s), str(o)) for s, p, o in closure.triples() if p == same and s != o]


def test_two_steps_that_produce_one_artifact_stay_two(sample: list[Quad]) -> None:
    """P-Plan lets a variable be the output of one step; an artifact may come from several."""
    rule = list(parse(P_PLAN.encode(), format=RdfFormat.TURTLE))

    assert merged_things(closure_of([*sample, *rule])) == []


@needs_others
def test_every_term_of_others_is_one_of_theirs(sample: list[Quad]) -> None:
    """A term that is misspelt here says nothing to anybody."""
    theirs = {quad.subject.value for quad in others() if isinstance(quad.subject, NamedNode)}
    used = {
        term.value
        for quad in sample
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(NAMESPACES)
    }

    assert sorted(used - theirs) == []


@needs_others
@pytest.mark.parametrize("catalogue", [resources.root(), HARBOUR], ids=["sample", "harbour"])
def test_merged_with_others_nothing_clashes_and_nothing_is_the_same(catalogue: Path) -> None:
    """Who loads ours beside ORG, PROV-O, SKOS, P-Plan and OA infers by all of them."""
    closure = closure_of([*seen(catalogue_quads(catalogue)), *others()])

    assert [str(clash) for clash in closure.contradictions] == []
    assert merged_things(closure) == []
