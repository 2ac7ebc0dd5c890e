"""What pull and push compare: one thing in one file at a time.

A file and the service are compared as *views*: for each thing in each file, its triples. Triples
are sets without blank nodes, so equality decides whether a thing is the same on both sides.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple

from rolegraph.rdf.namespaces import graph_of_file, path_of_graph
from rolegraph.rdf.terms import BlankNode, Term, Triple

PART = "data"
"""The folder of a catalogue that is exchanged; ontology and shapes go with a release."""
TABLE = ".sssom.tsv"
TURTLE = ".ttl"

_NAME = r"[\w(\[][\w.,;()\[\]&'+~@=!$%# -]*"
_FILE = re.compile(rf"{PART}(?:/{_NAME})+(?:{re.escape(TABLE)}|{TURTLE})")

Triples = frozenset[Triple]


class FileUnit(NamedTuple):
    """A thing in a file, such as a persona in `data/personas.ttl`."""

    file: str
    subject: str


View = Mapping[FileUnit, Triples]


def is_exchanged(path: str) -> bool:
    """Tell whether a path below the catalogue is that of a file that pull may write.

    The service names the files, so a path must not lead out of the folder.
    """
    return _FILE.fullmatch(path) is not None


def file_of_graph(graph: str) -> str | None:
    """Return the file whose named graph an IRI is, such as `data/personas.ttl`, or None."""
    path = path_of_graph(graph)
    return path if graph == graph_of_file(path) and is_exchanged(path) else None


def is_table_head(unit: FileUnit) -> bool:
    """Tell whether a thing is a table itself: what is said of it stands in its head, as YAML."""
    return unit.file.endswith(TABLE) and unit.subject == graph_of_file(unit.file)


def side_file(table: str) -> str:
    """Return the Turtle file for what a table cannot hold: of the same stem, beside it."""
    return table.removesuffix(TABLE) + TURTLE


def digest(triples: Triples | None) -> str | None:
    """Return a short text that is the same for the same triples; None for none."""
    if not triples:
        return None
    lines = sorted(map(str, triples))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def has_blank_node(term: Term) -> bool:
    """Tell whether a term is a blank node or has one inside."""
    if isinstance(term, Triple):
        return has_blank_node(term.subject) or has_blank_node(term.object)
    return isinstance(term, BlankNode)
