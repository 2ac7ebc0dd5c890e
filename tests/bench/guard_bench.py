"""Guarded writes of single things on the shipped catalogue and on one of N roles.

Run by `make bench`, or with `--roles N`. Each write is a commit on disk: exact patch, guard, fsync,
engine. Beside it stands what a full validation of the same state takes. The median of a write
should be the same on both catalogues, and below 50 ms.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rolegraph import resources
from rolegraph.generate import generate
from rolegraph.history.commit import Committer
from rolegraph.rdf.namespaces import THINGS, is_default_dataset_graph
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad, RdfFormat, parse
from rolegraph.settings.modes import GuardMode
from rolegraph.shacl.engines.validator import Validator
from rolegraph.shacl.guard.guard import Guard
from rolegraph.shacl.shapes import Shapes
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads

TIMES = 21
LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
GRAPH = NamedNode("https://w3id.org/rolegraph/graph/data/personas.ttl")
PERSONA = """
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<{things}personas/bench-{n}> a rg:Persona ;
    skos:prefLabel "Bench {n}"@en ; dcterms:description "Measures."@en ; rg:quote "Quick."@en ;
    rg:representsRole <{things}roles/{role}> ; rg:hasGoal "Goal {n}"@en ;
    rg:hasPainPoint "Waiting."@en ; rg:hasContext "Here."@en ; rg:hasSkill "Patience."@en ;
    rg:hasScenario "Runs it."@en ; rg:followsWorkflow <{things}workflows/{workflow}> ;
    rg:usesTool <{things}tools/maite> ; rg:evidenceBasis "assumption" ; rg:status "draft" .
"""


def about(store: EmbeddedStore, thing: str) -> list[Quad]:
    return list(store.match(NamedNode(THINGS + thing)))


def relabel(store: EmbeddedStore, thing: str, number: int) -> Patch:
    old = [quad for quad in about(store, thing) if quad.predicate == LABEL]
    text = Literal(f"{old[0].object.value.partition(' ~')[0]} ~{number}", language="en")  # type: ignore[union-attr]
    return Patch(frozenset(old), frozenset(Quad(q.subject, LABEL, text, q.graph_name) for q in old))


def persona(role: str, workflow: str, number: int) -> Patch:
    text = PERSONA.format(things=THINGS, n=number, role=role, workflow=workflow)
    triples = parse(text, format=RdfFormat.TURTLE)
    return Patch(added=frozenset(Quad(t.subject, t.predicate, t.object, GRAPH) for t in triples))


def workflow_of(store: EmbeddedStore, role: str) -> str:
    found = store.select(
        "PREFIX rg: <https://w3id.org/rolegraph/ontology#> SELECT ?workflow ?role WHERE "
        "{ ?persona rg:representsRole ?role ; rg:followsWorkflow ?workflow } LIMIT 1",
        {"role": NamedNode(f"{THINGS}roles/{role}")},
    )
    return str(found[0]["workflow"].value).rpartition("/")[2]  # type: ignore[union-attr]


def writes(store: EmbeddedStore, role: str) -> dict[str, Callable[[int], Patch]]:
    workflow = workflow_of(store, role)
    steps = store.match(None, NamedNode("https://w3id.org/rolegraph/ontology#stepOf"))
    step = next(
        quad.subject.value.removeprefix(THINGS)  # type: ignore[union-attr]
        for quad in steps
        if quad.object.value.endswith(f"/{workflow}")  # type: ignore[union-attr]
    )
    removed = [quad for quad in about(store, step) if quad.predicate.value.endswith("#produces")]
    return {
        "label of a role": lambda n: relabel(store, f"roles/{role}", n),
        "label of a tool": lambda n: relabel(store, "tools/maite", n),
        "label of an activity": lambda n: relabel(store, "activities/statistical-analysis", n),
        "a new persona": lambda n: persona(role, workflow, n),
        "what a step produces": lambda n: (
            Patch(added=frozenset(removed)) if n % 2 else Patch(removed=frozenset(removed))
        ),
    }


def measure(store: EmbeddedStore, role: str) -> Iterator[tuple[str, float]]:
    guard = Guard(store)
    guard.prepare()
    # Findings do not stop the measurement.
    committer = Committer(store, guard, GuardMode.WARN)
    for name, build in writes(store, role).items():
        times = []
        for number in range(TIMES):
            patch = build(number)
            began = time.perf_counter()
            committer.commit(patch, author="bench", message=name)
            times.append(time.perf_counter() - began)
        yield name, statistics.median(times) * 1000


def full_validation(store: EmbeddedStore) -> float:
    quads = list(store.match())
    names = {quad: quad.graph_name for quad in quads}
    shapes = Shapes(q for q, g in names.items() if "/graph/shapes/" in getattr(g, "value", ""))
    data = [q for q, g in names.items() if is_default_dataset_graph(getattr(g, "value", ""))]
    validator = Validator(shapes)
    began = time.perf_counter()
    validator.results(data)
    return (time.perf_counter() - began) * 1000


def say(catalogue: str, what: str, figure: str) -> None:
    sys.stdout.write(f"{catalogue:>12}  {what:<24} {figure:>10}\n")
    sys.stdout.flush()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--roles", type=int, default=10_000)
    roles = options.parse_args().roles
    say("", f"median of {TIMES}", "ms")
    for label, extra, role in (
        ("4 roles", 0, "ml-developer"),
        (f"{roles + 4} roles", roles, f"generated-{roles // 2}"),
    ):
        with tempfile.TemporaryDirectory() as folder:
            store = EmbeddedStore(Path(folder) / "data")
            store.load(catalogue_quads(resources.root()))
            if extra:
                store.load(generate(extra))
            for name, median in measure(store, role):
                say(label, name, f"{median:.1f}")
            say(label, "full validation", f"{full_validation(store):.1f}")
            store.close()


if __name__ == "__main__":
    main()
