"""SPARQL constraints, evaluated for single focus nodes on a state.

Source: https://www.w3.org/TR/shacl/#sparql-constraints. The evaluation is rdflib's, which is also
the reference engine's; only the order in which patterns are matched is chosen here: from `$this`
outwards, so that nothing is read that no solution for it could need.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import OWL, SH, SHAPES
from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.shacl.evaluation.queries.parsed import SHAPES_GRAPH, parsed, reads_elsewhere
from rolegraph.shacl.evaluation.states.state import State, from_rdflib, to_rdflib
from rolegraph.shacl.results import term_text
from rolegraph.shacl.shapes import Shapes

if TYPE_CHECKING:
    from rolegraph.shacl.evaluation.queries.plan import Plan
    from rolegraph.shacl.evaluation.queries.reads import Watch

READS = SHAPES + "reads"

_RDFLIB = threading.Lock()
"""The parser keeps one cache for the whole process, and what it gives notes what it is asked about:
two threads at once confuse both."""


@dataclass(eq=False)
class QueryConstraint:
    """A `sh:SPARQLConstraint` of a shape.

    Attributes:
        name: its IRI, or its blank label.
        shape: name of the shape.
        select: the query with its prefixes.
        message: with `{?name}` where bindings go.
        reads: the predicates that it declares to read; empty where it declares none.
    """

    name: str
    shape: str
    select: str
    message: str | None
    reads: frozenset[NamedNode]

    @cached_property
    def _query(self) -> Any:
        try:
            with _RDFLIB:
                query = parsed(self.select)
        except Exception as error:  # rdflib passes on whatever its parser raises
            raise ConfigurationError(
                f"The SPARQL constraint of the shape {self.shape} does not parse: {error}"
            ) from error
        if query.algebra.name != "SelectQuery":
            raise ConfigurationError(
                f"The SPARQL constraint of the shape {self.shape} is no SELECT query."
            )
        return query

    @property
    def _algebra(self) -> Any:
        """The parsed query; asked for before an import that needs rdflib, which it has loaded."""
        return self._query.algebra

    @cached_property
    def watches(self) -> list[Watch] | None:
        """Where a changed triple can matter, or None where only the whole query tells."""
        algebra = self._algebra
        from rolegraph.shacl.evaluation.queries.reads import NotReadable, watches

        try:
            return watches(algebra)
        except NotReadable:
            return None

    @cached_property
    def _plan(self) -> Plan | None:
        algebra = self._algebra
        from rolegraph.shacl.evaluation.queries.plan import plan
        from rolegraph.shacl.evaluation.queries.reads import NotReadable

        try:
            return plan(algebra)
        except NotReadable:
            return None

    @cached_property
    def predicates(self) -> set[NamedNode | None]:
        """The predicates of its patterns; None among them where one may be any."""
        _ = self._algebra  # which says where it does not parse
        from rolegraph.shacl.evaluation.queries.reads import predicates

        return predicates(self.select)

    @property
    def reads_shapes(self) -> bool:
        """Whether it asks for the shapes graph, which only an engine can tell about."""
        return SHAPES_GRAPH in self.select

    @property
    def is_planned(self) -> bool:
        """Whether it is evaluated here, not by rdflib."""
        return self._plan is not None

    @cached_property
    def compares(self) -> frozenset[str]:
        """What it compares, of `KINDS` and `VALUES`."""
        algebra = self._algebra
        from rolegraph.shacl.evaluation.queries.comparing import compared

        return compared(algebra)

    @cached_property
    def gives_value(self) -> bool:
        """Whether each of its solutions binds `?value`."""
        algebra = self._algebra
        from rolegraph.shacl.evaluation.queries.plan import is_bound
        from rolegraph.shacl.evaluation.queries.reads import NotReadable

        try:
            return is_bound("value", algebra)
        except NotReadable:
            return False

    @property
    def selects_value(self) -> bool:
        """Whether `?value` is among the variables that it selects."""
        return any(str(name) == "value" for name in self._query.algebra.PV)

    def require_local(self) -> None:
        """Make sure that the query stays with the data.

        Raises:
            ConfigurationError: it has SERVICE, FROM or GRAPH.
        """
        if reads_elsewhere(self._query.algebra):
            raise ConfigurationError(
                f"The SPARQL constraint of the shape {self.shape} would read from elsewhere; take "
                "SERVICE, FROM and GRAPH out of it."
            )

    def faults(
        self, state: State, focus: Term
    ) -> Iterator[tuple[Term, str | None, Term | None, str | None]]:
        """Yield focus, path, value and message of each solution for a focus node."""
        from rdflib import Variable

        this, names = Variable("this"), [Variable(name) for name in ("path", "value")]
        for row in map(self._selected, self._solutions(state, focus)):
            path, value = (row.get(name) for name in names)
            yield (
                row.get(this, focus),
                path.value if isinstance(path, NamedNode) else None,
                value,
                self._message(row),
            )

    def _solutions(self, state: State, focus: Term) -> Iterator[Mapping[Any, Term]]:
        """Yield the bindings of each solution for a focus node."""
        from rdflib import Graph, Variable
        from rdflib.plugins.sparql.evaluate import evalQuery

        from rolegraph.shacl.evaluation.queries.state_store import StateStore

        shape = None if self.shape.startswith("_:") else NamedNode(self.shape)
        if self._plan is not None:
            bound = {Variable("this"): focus, Variable("currentShape"): shape or focus}
            yield from self._plan(state, bound)
            return
        graph = Graph(store=StateStore(state), bind_namespaces="none")
        bindings = {"this": to_rdflib(focus), "currentShape": to_rdflib(shape or focus)}
        with _RDFLIB:
            found = list(evalQuery(graph, self._query, bindings)["bindings"])
        for row in found:
            yield {name: from_rdflib(row[name]) for name in row}

    def _selected(self, row: Mapping[Any, Term]) -> Mapping[Any, Term]:
        """Return what the query selects of a solution: only that reaches the result."""
        names = self._query.algebra.PV
        return {name: row[name] for name in names if name in row}

    def _message(self, row: Mapping[Any, Term]) -> str | None:
        if self.message is None:
            return None
        values = {str(name): term for name, term in row.items()}

        def fill(match: re.Match[str]) -> str:
            term = values.get(match[1])
            if term is None:
                return match[0]
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
        constraint,
        shape,
        _prefixes(shapes, constraint, select) + select,
        shapes.text(constraint, SH + "message"),
        frozenset(term for term in reads if isinstance(term, NamedNode)),
    )


def _prefixes(shapes: Shapes, constraint: str, query: str) -> str:
    """Return the declarations that a query needs of `sh:prefixes`, imported ontologies included."""
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
    needed = sorted(item for item in declared.items() if f"{item[0]}:" in query)
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in needed)
