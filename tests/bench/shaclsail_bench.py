"""The guard beside RDF4J's ShaclSail: the same shapes, data and changes, one after the other.

Run by `make shaclsail`, which gets RDF4J by Maven. Both sides keep the catalogue on disk, judge it
whole, and then make 1,000 seeded changes, each in a transaction of its own. A change that passes is
undone without judging before the next, so each is judged on the same state. Shapes are those whose
severity is `sh:Violation`: ShaclSail refuses a change for a warning too. Left out as well is one
with `sh:zeroOrMorePath` in a sequence, which ShaclSail ignores with an error in its log. It is told
nothing of named graphs: a triple is there or not.

The first changes warm both sides up, and are not counted.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from rolegraph import resources
from rolegraph.errors import Refused
from rolegraph.generate import generate
from rolegraph.history.commit import Committer
from rolegraph.rdf.namespaces import RDF, SH, SHAPES_GRAPHS, THINGS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad, RdfFormat, Triple, serialize
from rolegraph.shacl.evaluation.states.state import Present, State
from rolegraph.shacl.guard.guard import Guard
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads

PROGRAM = Path(__file__).parent / "shaclsail" / "WithShaclSail.java"
CHANGES, WARM = 1000, 200
ROUNDS = 3
TYPE = NamedNode(f"{RDF}type")
SEVERITY = NamedNode(f"{SH}severity")
VIOLATION = NamedNode(f"{SH}Violation")
UNSHARED = frozenset({"https://w3id.org/rolegraph/shapes#draftSeverity"})
"""What the shapes say to rolegraph alone: how grave a finding is on a draft."""


@dataclass(frozen=True)
class Judged:
    """What became of a change.

    Attributes:
        seconds: how long it took.
        accepted: whether it was made.
        components: what it broke, as names of constraint components.
    """

    seconds: float
    accepted: bool
    components: str


def catalogue(roles: int, *, queries: bool = True) -> tuple[list[Quad], list[Quad]]:
    """Return the data, with the ontology, and the shapes that both sides judge by.

    Args:
        roles: how many roles are made up.
        queries: whether constraints in SPARQL are among the shapes.
    """
    every = list(dict.fromkeys(chain(catalogue_quads(resources.root()), generate(roles))))
    shapes = [quad for quad in every if quad.graph_name.value.startswith(SHAPES_GRAPHS)]  # type: ignore[union-attr]
    lesser = {q.subject for q in shapes if q.predicate == SEVERITY and q.object != VIOLATION}
    lesser |= _with_path(shapes, NamedNode(f"{SH}zeroOrMorePath"))
    if not queries:
        lesser |= {quad.object for quad in shapes if quad.predicate.value == f"{SH}sparql"}
    kept = [
        quad
        for quad in shapes
        if quad.subject not in lesser
        and quad.object not in lesser
        and quad.predicate.value not in UNSHARED
    ]
    rules = set(shapes)
    return [quad for quad in every if quad not in rules], kept


def _with_path(shapes: list[Quad], kind: NamedNode) -> set[object]:
    """Return the shapes with a path of a kind, and the blank nodes of that path."""
    found: set[object] = {quad.subject for quad in shapes if quad.predicate == kind}
    while more := {q.subject for q in shapes if q.object in found and _leads(q)} - found:
        found |= more
    return found


def _leads(quad: Quad) -> bool:
    return quad.predicate.value in {f"{SH}path", f"{RDF}first", f"{RDF}rest"}


class Changes:
    """Seeded changes of single things, most of them a mistake that people make.

    Args:
        data: what is there.
        seed: of the choices.
    """

    def __init__(self, data: list[Quad], seed: int) -> None:
        self._choices = random.Random(seed)
        graph = "generated.ttl"
        self._data = sorted((q for q in data if graph in str(q.graph_name)), key=str)
        self._alike: dict[NamedNode, list[Quad]] = {}
        self._about: dict[object, list[Quad]] = {}
        for quad in self._data:
            self._alike.setdefault(quad.predicate, []).append(quad)
            self._about.setdefault(quad.subject, []).append(quad)
        self._present = set(self._data)

    def make(self, count: int) -> Iterator[Patch]:
        """Yield exact patches, each against the data as it is."""
        kinds = (
            self._other_text,
            self._other_target,
            self._second_value,
            self._wrong_kind,
            self._nothing,
            self._removed_triple,
            self._removed_thing,
            self._new_thing,
        )
        made = 0
        while made < count:
            patch = kinds[made % len(kinds)](self._choices.choice(self._data))
            patch = Patch(patch.removed - patch.added, patch.added - self._present)
            if patch:
                made += 1
                yield patch

    def _other_text(self, quad: Quad) -> Patch:
        texts = [q for q in self._about[quad.subject] if getattr(q.object, "language", None)]
        old = self._choices.choice(texts or [quad])
        return _replaced(old, Literal(f"{old.object.value} again", language="en"))  # type: ignore[union-attr]

    def _other_target(self, quad: Quad) -> Patch:
        return _replaced(quad, self._choices.choice(self._alike[quad.predicate]).object)

    def _second_value(self, quad: Quad) -> Patch:
        other = self._choices.choice(self._alike[quad.predicate])
        return Patch(added=frozenset([_with(quad, other.object)]))

    def _wrong_kind(self, quad: Quad) -> Patch:
        named = isinstance(quad.object, NamedNode)
        return _replaced(quad, Literal("a word") if named else NamedNode(f"{THINGS}nowhere"))

    def _nothing(self, quad: Quad) -> Patch:
        return _replaced(quad, Literal("") if self._choices.random() < 0.5 else Literal(-1))

    def _removed_triple(self, quad: Quad) -> Patch:
        return Patch(removed=frozenset([quad]))

    def _removed_thing(self, quad: Quad) -> Patch:
        return Patch(removed=frozenset(self._about[quad.subject]))

    def _new_thing(self, quad: Quad) -> Patch:
        """Return a copy of a thing under another name, with or without one of its triples."""
        name = NamedNode(f"{quad.subject.value}-{self._choices.randrange(10**9)}")  # type: ignore[union-attr]
        copied = list(self._about[quad.subject])
        if self._choices.random() < 0.5:
            copied.remove(quad)
        return Patch(
            added=frozenset(Quad(name, q.predicate, q.object, q.graph_name) for q in copied)
        )


def _with(quad: Quad, value: object) -> Quad:
    return Quad(quad.subject, quad.predicate, value, quad.graph_name)  # type: ignore[arg-type]


def _replaced(quad: Quad, value: object) -> Patch:
    return Patch(frozenset([quad]), frozenset([_with(quad, value)]))


def ours(
    data: list[Quad], shapes: list[Quad], changes: list[Patch], folder: Path, rounds: int
) -> tuple[list[tuple[float, int]], list[Judged]]:
    """Return the seconds and results of full validations, and what the guard made of changes."""
    store = EmbeddedStore(folder / "rolegraph")
    store.load(chain(data, shapes))
    guard = Guard(store)
    guard.prepare()
    whole = []
    for _ in range(rounds):
        began = time.perf_counter()
        found = guard.rules.all_results(State(Present(store)))
        whole.append((time.perf_counter() - began, sum(1 for _ in found)))
    committer, past_it = Committer(store, guard), Committer(store, None)
    judged = []
    for patch in changes:
        began = time.perf_counter()
        try:
            committer.commit(patch, author="bench", message="A change.")
        except Refused as refusal:
            took = time.perf_counter() - began
            names = {str(one.component).rpartition("#")[2] for one in refusal.findings}
            judged.append(Judged(took, False, ",".join(sorted(names))))
        else:
            judged.append(Judged(time.perf_counter() - began, True, ""))
            past_it.commit(Patch(patch.added, patch.removed), author="bench", message="Undone.")
    store.close()
    return whole, judged


def theirs(
    jars: Path,
    kind: str,
    folder: Path,
    seconds: int,
    rounds: int = ROUNDS,
    approach: str = "Auto",
    heap: str = "1g",
) -> tuple[list[tuple[float, int]], list[Judged]]:
    """Return the same of ShaclSail on a store of RDF4J, `native` or `memory`.

    Args:
        jars: the folder of RDF4J.
        kind: which store.
        folder: where the files are.
        seconds: after which no more changes are made; those made are returned.
        rounds: how often all is validated first.
        approach: how changes are judged; `Bulk` is by full validation each.
        heap: of the JVM.
    """
    command = ["java", f"-Xmx{heap}", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"]
    given = [str(folder), kind, str(seconds), str(rounds), approach]
    subprocess.run([*command, "-cp", f"{jars}/*", str(PROGRAM), *given], check=True)
    lines = (folder / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
    found: list[tuple[float, int]] = []
    judged = []
    for first, *rest in map(str.split, lines):
        if first == "validation":
            found.append((int(rest[0]) / 1e9, int(rest[1])))
        else:
            judged.append(Judged(int(first) / 1e9, rest[0] == "accepted", " ".join(rest[1:])))
    return found, judged


def say(name: str, whole: list[tuple[float, int]], judged: list[Judged]) -> None:
    """Print the figures of one side."""
    counted = judged[min(WARM, len(judged) // 5) :]
    line = f"{name:<12} "
    if whole:
        best, results = min(whole)
        line += f"full validation {best:8.3f} s ({results} results)"
    for what, some in (
        ("all", counted),
        ("accepted", [one for one in counted if one.accepted]),
        ("refused", [one for one in counted if not one.accepted]),
    ):
        times = sorted(1000 * one.seconds for one in some)
        high = times[int(len(times) * 0.95)]
        line += f"; {what} {len(times)}: median {statistics.median(times):.2f} ms, 95% {high:.2f}"
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def compare(mine: list[Judged], other: list[Judged], changes: list[Patch]) -> list[Patch]:
    """Print where verdicts differ: how many by what was broken, and an example of each.

    Returns:
        The changes that they differ on.
    """
    disputed = []
    differ: Counter[str] = Counter()
    examples: dict[str, Patch] = {}
    for one, two, patch in zip(mine, other, changes, strict=False):
        if one.accepted != two.accepted:
            who = "ours refuses" if two.accepted else "ShaclSail refuses"
            key = f"{who}: {one.components or two.components}"
            differ[key] += 1
            disputed.append(patch)
            examples.setdefault(key, patch)
    sys.stdout.write(f"{sum(differ.values())} of {len(other)} verdicts differ\n")
    for key, count in differ.most_common():
        sys.stdout.write(f"  {count} {key}\n")
        patch = examples[key]
        for sign, quads in (("-", patch.removed), ("+", patch.added)):
            for quad in list(quads)[:3]:
                sys.stdout.write(f"      {sign} {quad}\n")
    return disputed


def write(data: list[Quad], shapes: list[Quad], changes: list[Patch], folder: Path) -> None:
    """Write the files that the other side reads."""
    serialize(_triples(data), folder / "data.nt", format=RdfFormat.N_TRIPLES)
    serialize(_triples(shapes), folder / "shapes.ttl", format=RdfFormat.TURTLE)
    with (folder / "changes.txt").open("w", encoding="utf-8") as out:
        for patch in changes:
            for sign, quads in (("-", patch.removed), ("+", patch.added)):
                out.writelines(f"{sign} {triple} .\n" for triple in _triples(quads))
            out.write("\n")


def _triples(quads: object) -> Iterator[Triple]:
    for quad in quads:  # type: ignore[attr-defined]
        yield Triple(quad.subject, quad.predicate, quad.object)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--roles", type=int, default=1000)
    options.add_argument("--jars", type=Path, default=Path("build/shaclsail"))
    options.add_argument("--kinds", nargs="*", default=["native", "memory"])
    options.add_argument("--seconds", type=int, default=60, help="that changes may take there")
    options.add_argument("--rounds", type=int, default=ROUNDS, help="of full validation there")
    options.add_argument("--heap", default="1g", help="of the JVM")
    options.add_argument("--without-queries", action="store_true", help="no sh:sparql")
    given = options.parse_args()
    if not given.jars.is_dir():
        sys.stdout.write("RDF4J is not there; `make shaclsail` gets it and runs this.\n")
        return
    data, shapes = catalogue(given.roles, queries=not given.without_queries)
    changes = list(Changes(data, seed=1).make(CHANGES + WARM))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(data, shapes, changes, folder)
        sys.stdout.write(f"{given.roles} roles, {len(data)} triples, {len(shapes)} of shapes\n")
        whole, mine = ours(data, shapes, changes, folder, given.rounds)
        say("rolegraph", whole, mine)
        for kind in given.kinds:
            whole, other = theirs(
                given.jars, kind, folder, given.seconds, given.rounds, heap=given.heap
            )
            say(kind, whole, other)
            disputed = compare(mine, other, changes)
            if disputed:
                write(data, shapes, disputed, folder)
                _, whole_verdicts = theirs(given.jars, "memory", folder, 600, 0, "Bulk", given.heap)
                refused = sum(1 for one in whole_verdicts if not one.accepted)
                sys.stdout.write(
                    f"  of {len(whole_verdicts)} of these, its own full validation refuses "
                    f"{refused}\n"
                )


if __name__ == "__main__":
    main()
