"""SPARQL constraints, evaluated for single focus nodes on a state.

Source: https://www.w3.org/TR/shacl/#sparql-constraints. The evaluation is rdflib's, which is also
the reference engine's; only the order in which patterns are matched is chosen here: from `$this`
outwards, so that nothing is read that no solution for it could need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import OWL, SH, SHAPES
from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.shacl.literals import from_rdflib, to_rdflib
from rolegraph.shacl.results import term_text
from rolegraph.shacl.shapes import Shapes
from rolegraph.shacl.state import State

if TYPE_CHECKING:
    from rolegraph.shacl.query_reads import Watch

READS = SHAPES + "reads"
_REACHES_OUT = frozenset({"ServiceGraphPattern"})


@dataclass(eq=False)
class QueryConstraint:
    """A `sh:SPARQLConstraint` of a shape.

    Attributes:
        shape: name of the shape.
        select: the query with its prefixes.
        message: with `{?name}` where bindings go.
        reads: the predicates that it declares to read; empty where it declares none.
    """

    shape: str
    select: str
    message: str | None
    reads: frozenset[NamedNode]

    @cached_property
    def _prepared(self) -> tuple[Any, list[Watch] | None, bool]:
        """The query with its patterns in order, its watches, and whether it stays with the data."""
        from rdflib.plugins.sparql import prepareQuery
        from rdflib.plugins.sparql.algebra import traverse

        from rolegraph.shacl.query_order import from_this_outwards
        from rolegraph.shacl.query_reads import NotReadable, watches

        try:
            query = prepareQuery(self.select)
        except Exception as error:  # rdflib passes on whatever its parser raises
            raise ConfigurationError(
                f"The SPARQL constraint of the shape {self.shape} does not parse: {error}"
            ) from error
        names: set[str] = set()
        traverse(query.algebra, visitPre=lambda part: names.add(getattr(part, "name", "")))
        local = not (names & _REACHES_OUT or query.algebra.datasetClause)
        try:
            found = watches(query.algebra)
        except NotReadable:
            found = None
        from_this_outwards(query.algebra)
        return query, found, local

    @property
    def watches(self) -> list[Watch] | None:
        """Where a changed triple can matter, or None where only the whole query tells."""
        return self._prepared[1]

    def require_local(self) -> None:
        """Make sure that the query stays with the data.

        Raises:
            ConfigurationError: it has SERVICE or FROM.
        """
        if not self._prepared[2]:
            raise ConfigurationError(
                f"The SPARQL constraint of the shape {self.shape} would read from elsewhere; take "
                "SERVICE and FROM out of it."
            )

    def faults(
        self, state: State, focus: Term
    ) -> Iterator[tuple[Term, str | None, Term | None, str | None]]:
        """Yield focus, path, value and message of each solution for a focus node."""
        from rdflib import Graph, Variable
        from rdflib.plugins.sparql.evaluate import evalQuery

        from rolegraph.shacl.state_store import StateStore

        graph = Graph(store=StateStore(state), bind_namespaces="none")
        bindings = {
            "this": to_rdflib(focus),
            "currentShape": to_rdflib(NamedNode(self.shape))
            if not self.shape.startswith("_:")
            else to_rdflib(focus),
        }
        for row in evalQuery(graph, self._prepared[0], bindings)["bindings"]:
            found = {str(name): row.get(Variable(name)) for name in ("this", "path", "value")}
            terms = {name: from_rdflib(node) for name, node in found.items() if node is not None}
            path = terms.get("path")
            yield (
                terms.get("this", focus),
                path.value if isinstance(path, NamedNode) else None,
                terms.get("value"),
                self._message({**row, Variable("this"): to_rdflib(focus)}),
            )

    def _message(self, row: Mapping[Any, Any]) -> str | None:
        if self.message is None:
            return None
        values = {str(name): node for name, node in row.items()}

        def fill(match: re.Match[str]) -> str:
            node = values.get(match[1])
            if node is None:
                return match[0]
            term = from_rdflib(node)
            return term.value if isinstance(term, Literal) else term_text(term)

        return re.sub(r"\{[?$](\w+)\}", fill, self.message)


def read_query(shapes: Shapes, shape: str, constraint: str) -> QueryConstraint | None:
    """Read a constraint; None where it is deactivated or no SELECT."""
    select = shapes.text(constraint, SH + "select")
    if select is None or shapes.text(constraint, SH + "deactivated") in {"true", "1"}:
        return None
    paths = shapes.values(shape, SH + "path")
    if paths:
        single = isinstance(paths[0], NamedNode)
        select = select.replace("$PATH", str(paths[0]) if single else shapes.path(shape) or "")
    reads = shapes.values(shape, READS) + shapes.values(constraint, READS)
    return QueryConstraint(
        shape,
        _prefixes(shapes, constraint) + select,
        shapes.text(constraint, SH + "message"),
        frozenset(term for term in reads if isinstance(term, NamedNode)),
    )


def _prefixes(shapes: Shapes, constraint: str) -> str:
    """Return the declarations of `sh:prefixes`, also those of imported ontologies."""
    pending = [term_text(node) for node in shapes.values(constraint, SH + "prefixes")]
    declared: dict[str, str] = {}
    seen: set[str] = set()
    while pending:
        source = pending.pop()
        if source in seen:
            continue
        seen.add(source)
        pending += [term_text(node) for node in shapes.values(source, OWL + "imports")]
        for node in shapes.values(source, SH + "declare"):
            prefix = shapes.text(str(node), SH + "prefix")
            namespace = shapes.text(str(node), SH + "namespace")
            if prefix is not None and namespace is not None:
                declared[prefix] = namespace
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(declared.items()))
