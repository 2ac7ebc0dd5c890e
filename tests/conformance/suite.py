"""Reads the W3C test suite of SHACL (github.com/w3c/data-shapes), and compares reports with it.

The suite is not part of this repository: DATA_SHAPES names the folder `data-shapes-test-suite/tests`
of a copy.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib.compare import to_isomorphic
from rdflib.term import Node

SH = Namespace("http://www.w3.org/ns/shacl#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
VARIABLE = "DATA_SHAPES"
_COMPARED = (
    "focusNode",
    "resultPath",
    "value",
    "sourceShape",
    "sourceConstraintComponent",
    "sourceConstraint",
)


@dataclass(frozen=True)
class Case:
    """One test of the suite.

    Attributes:
        name: its file below the suite's folder.
        data, shapes: the files to validate and to validate against.
        expected: the expected report, or None where validation must fail.
    """

    name: str
    data: Path
    shapes: Path
    expected: Graph | None


def cases() -> Iterator[Case]:
    """Yield the tests of the suite; nothing where there is no copy of it."""
    folder = os.environ.get(VARIABLE)
    for file in sorted(Path(folder).rglob("*.ttl")) if folder else ():
        graph = Graph().parse(file, publicID=file.as_uri())
        for test in graph.subjects(RDF.type, SHT.Validate):
            action = graph.value(test, MF.action)
            result = graph.value(test, MF.result)
            assert action is not None
            assert result is not None
            yield Case(
                file.relative_to(str(folder)).with_suffix("").as_posix(),
                _path(graph.value(action, SHT.dataGraph)),
                _path(graph.value(action, SHT.shapesGraph)),
                None if result == SHT.Failure else report(graph, result, None),
            )


def _path(node: Node | None) -> Path:
    return Path(str(node).removeprefix("file://"))


def report(graph: Graph, root: Node, expected: Graph | None) -> Graph:
    """Return what the suite compares of a report: the part of each result that it defines.

    Args:
        graph: holds the report.
        root: the report's node.
        expected: what is compared with; messages count only where it has some.
    """
    kept = Graph()
    kept.add((root, SH.conforms, _present(graph.value(root, SH.conforms))))
    wanted = [SH[name] for name in _COMPARED]
    if expected is not None and (None, SH.resultMessage, None) in expected:
        wanted.append(SH.resultMessage)
    if expected is None:
        wanted.append(SH.resultMessage)
    for result in graph.objects(root, SH.result):
        kept.add((root, SH.result, result))
        kept.add((result, SH.resultSeverity, _present(graph.value(result, SH.resultSeverity))))
        for predicate in wanted:
            for value in graph.objects(result, predicate):
                kept.add((result, predicate, value))
                if predicate == SH.resultPath and isinstance(value, BNode):
                    _copy(graph, value, kept)
    return kept


def _present(node: Node | None) -> Node:
    return node if node is not None else URIRef("urn:missing")


def _copy(graph: Graph, node: Node, kept: Graph) -> None:
    for predicate, value in graph.predicate_objects(node):
        kept.add((node, predicate, value))
        if isinstance(value, BNode):
            _copy(graph, value, kept)


def difference(turtle: str, expected: Graph) -> str:
    """Return in words how a report in Turtle differs from the expected one; empty where not."""
    graph = Graph().parse(data=turtle, format="turtle")
    root = next(graph.subjects(RDF.type, SH.ValidationReport))
    found = to_isomorphic(report(graph, root, expected))
    wanted = to_isomorphic(expected)
    if found == wanted:
        return ""
    only = [_lines(one - other) for one, other in ((found, wanted), (wanted, found))]
    return "found, not expected:\n" + only[0] + "expected, not found:\n" + only[1]


def _lines(graph: Graph) -> str:
    return "".join(f"  {s.n3()} {p.n3()} {o.n3()}\n" for s, p, o in sorted(graph, key=str))
