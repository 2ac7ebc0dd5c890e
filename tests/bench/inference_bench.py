"""What follows from the catalogue: worked out from nothing, and after single changes.

Run by `make bench`, or with `--roles N`. A change is one triple that a rule asks for, taken out and
put back. Beside it stands `reasonable` (Rust), which begins from nothing each time.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import reasonable

from rolegraph import resources
from rolegraph.generate import generate
from rolegraph.inference.closure import Closure, OntologyChanged
from rolegraph.inference.explain import Explainer
from rolegraph.inference.facts import Stated
from rolegraph.rdf.namespaces import is_default_dataset_graph
from rolegraph.rdf.terms import RdfFormat, Triple, serialize
from rolegraph.store.files.loading import catalogue_quads

TIMES = 201


def memory() -> float:
    """Return the most megabytes that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(catalogue: str, what: str, figure: str) -> None:
    sys.stdout.write(f"{catalogue:>12}  {what:<40} {figure:>12}\n")
    sys.stdout.flush()


def by_reasonable(triples: list[Stated], times: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.ttl"
        quads = (Triple(*triple) for triple in triples)  # type: ignore[arg-type]
        path.write_bytes(serialize(quads, format=RdfFormat.N_TRIPLES) or b"")
        took = []
        for _ in range(times):
            reasoner = reasonable.PyReasoner()
            reasoner.load_file(str(path))
            began = time.perf_counter()
            reasoner.reason()
            took.append(time.perf_counter() - began)
    return statistics.median(took)


def is_content(closure: Closure, triple: Stated) -> bool:
    """Tell whether rules ask for a triple that is no axiom."""
    fact = closure.number_of(triple)
    return fact is not None and fact in closure.facts and not closure.vocabulary.is_axiom(fact)


def changes(closure: Closure, triples: list[Stated]) -> list[float]:
    """Return seconds of single changes to triples that rules ask for."""
    choices, took = random.Random(1), []
    asked = [triple for triple in triples if is_content(closure, triple)]
    while len(took) < TIMES:
        triple = choices.choice(asked)
        began = time.perf_counter()
        try:
            closure.change([triple], [])
        except OntologyChanged:
            closure.rebuild(lambda: triples)
            continue
        took.append(time.perf_counter() - began)
        began = time.perf_counter()
        closure.change([], [triple])
        took.append(time.perf_counter() - began)
    return sorted(took)


def measure(label: str, roles: int) -> None:
    found = [q for q in catalogue_quads(resources.root()) if in_default(q.graph_name)]
    found += generate(roles) if roles else []
    triples = list({(quad.subject, quad.predicate, quad.object) for quad in found})
    say(label, "triples", str(len(triples)))
    before = memory()
    began = time.perf_counter()
    closure = Closure(lambda: triples)
    say(label, "all worked out, ms", f"{1000 * (time.perf_counter() - began):.0f}")
    say(label, "inferred triples", str(len(closure.inferred)))
    say(label, "memory, MB", f"{memory() - before:.0f}")
    took = changes(closure, triples)
    median = statistics.median(took)
    say(label, "a single change: median, ms", f"{1000 * median:.2f}")
    say(label, "a single change: 99th percentile, ms", f"{1000 * took[int(0.99 * len(took))]:.2f}")
    asked = random.Random(2).sample(sorted(closure.inferred), 200)
    explainer = Explainer(closure)
    began = time.perf_counter()
    for fact in asked:
        explainer.fact(fact)
    say(label, "an explanation, ms", f"{1000 * (time.perf_counter() - began) / len(asked):.2f}")
    other = by_reasonable(triples, 3)
    say(label, "reasonable from nothing, ms", f"{1000 * other:.0f}")
    say(label, "times faster", f"{other / median:.0f}")


def in_default(graph: object) -> bool:
    return is_default_dataset_graph(getattr(graph, "value", ""))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--roles", type=int, default=1_000)
    roles = options.parse_args().roles
    measure("the sample", 0)
    measure(f"{roles + 4} roles", roles)


if __name__ == "__main__":
    main()
