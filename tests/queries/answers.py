"""Expected answers: small CSV files that a person can read and check.

`shipped/NAME.csv` (or `shipped/NAME.CASE.csv`) is the answer of the query NAME on the shipped
catalogue, `examples/NAME.CASE.csv` its answer on `examples/NAME.CASE.ttl` alone. Lines that begin
with `#` stand before the table: `# param: tool=art` gives a parameter, `# document: FILE` adds the
graph of a document of `tests/fixtures`. Only the columns that a file has are compared. Things are
written `plural/slug`, other IRIs with their prefix.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

from rolegraph.documents.graph.importer import import_document
from rolegraph.rdf.namespaces import compact, graph_of_file
from rolegraph.rdf.terms import NamedNode, Quad, Term
from rolegraph.sparql.library import LibraryAnswer
from rolegraph.sparql.library_results import text_of
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import turtle_quads

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "fixtures"
SHIPPED = sorted((HERE / "shipped").glob("*.csv"))
EXAMPLES = sorted((HERE / "examples").glob("*.csv"))


@dataclass
class Expected:
    """What a file says: for which parameters and columns, and the rows."""

    params: dict[str, str] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)


def query_of(path: Path) -> str:
    """Return the name of the query that a file is about."""
    return path.name.split(".")[0]


def read_expected(path: Path) -> Expected:
    """Read a file of expected rows."""
    expected, table = Expected(), []
    for line in path.read_text(encoding="utf-8").splitlines():
        directive, _, value = line.removeprefix("# ").partition(": ")
        if not line.startswith("# "):
            table.append(line)
        elif directive == "param":
            name, _, given = value.partition("=")
            expected.params[name] = given
        elif directive == "document":
            expected.documents.append(value)
        else:
            raise AssertionError(f"{path.name} has the unknown directive {directive!r}")
    reader = csv.DictReader(table)
    expected.rows = list(reader)
    expected.columns = list(reader.fieldnames or ())
    return expected


def shown(term: Term | None) -> str:
    """Return a term as the files write it."""
    return compact(text_of(term)) if isinstance(term, NamedNode) else text_of(term)


def rows_of(answer: LibraryAnswer, columns: list[str]) -> list[dict[str, str]]:
    """Return some columns of an answer as the files write them."""
    return [{name: shown(row.get(name)) for name in columns} for row in answer.rows]


def store_of(path: Path) -> EmbeddedStore:
    """Return a store that holds one Turtle file."""
    store = EmbeddedStore()
    graph = NamedNode(graph_of_file(f"tests/{path.name}"))
    store.load(turtle_quads(path, graph))
    return store


def add_document(store: EmbeddedStore, name: str) -> None:
    """Add the graph of a document of `tests/fixtures`."""
    imported = import_document(FIXTURES / name)
    graph = NamedNode(imported.graph)
    store.load(Quad(t.subject, t.predicate, t.object, graph) for t in imported.triples)
