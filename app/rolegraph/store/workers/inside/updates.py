"""Evaluates updates on a replica and tells what they change, as an exact patch.

The engine's own update would change the replica without saying how. So each operation is taken as
the specification defines it (https://www.w3.org/TR/sparql11-update/, section 4): the solutions of
its WHERE on the state so far; its templates instantiated with them; deletions, then insertions.
Templates are instantiated by the engine itself: an empty store is given the template as INSERT with
the solutions as VALUES. Blank nodes among the solutions, which VALUES cannot hold, travel as IRIs
made for the purpose and are changed back.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from rolegraph.rdf.named_graphs import dataset_of, without_enumerating
from rolegraph.rdf.namespaces import APART_GRAPHS, is_default_dataset_graph
from rolegraph.rdf.query_rewriting import grouping_texts
from rolegraph.store.workers.inside.merging import Merges

_BLANK = "urn:rolegraph:blank-node:"
_BATCH = 5000
"""Solutions instantiated at a time; their text is held in memory."""


class UpdateFault(Exception):
    """An operation that cannot be carried out, such as CREATE of a graph that is there."""


class Evaluation:
    """An update in progress on one replica.

    Args:
        replica: the dataset; it is changed as the operations go, and thrown away afterwards.
        union: whether the replica's default graph is the union of the default dataset graphs.
        stored_default: the triples of the stored default graph, where `union` hides which they
            are.

    Attributes:
        removed: what the operations so far have removed.
        added: what they have added.
        denied: what DELETE DATA named, whether it was there or not.
    """

    def __init__(
        self, replica: ox.Store, *, union: bool, stored_default: Iterable[ox.Quad] = ()
    ) -> None:
        self._replica, self._union = replica, union
        self._stored_default = set(stored_default)
        self.removed: set[ox.Quad] = set()
        self.added: set[ox.Quad] = set()
        self.denied: set[ox.Quad] = set()

    def run(self, operation: tuple[Any, ...]) -> None:
        """Carry out one operation, given as plain values.

        Raises:
            SyntaxError: a part does not parse.
            UpdateFault: the operation fails on this state.
        """
        kind, *rest = operation
        if kind == "data":
            self._data(*rest)
        elif kind == "modify":
            self._modify(*rest)
        elif kind == "load":
            self._load(*rest)
        else:
            self._graphs(*rest)

    def _data(self, insert: bool, prologue: str, quads: str) -> None:
        scratch = ox.Store()
        scratch.update(f"{prologue} INSERT DATA {quads}")
        named = set(scratch)
        if insert:
            self.change((), named)
        else:
            self.denied |= named
            self.change(self._everywhere(named), ())

    def _modify(
        self,
        prologue: str,
        with_graph: str | None,
        delete: str | None,
        insert: str | None,
        using: list[str],
        using_named: list[str],
        where: str,
    ) -> None:
        dataset = "".join(f" FROM {graph}" for graph in using)
        dataset += "".join(f" FROM NAMED {graph}" for graph in using_named)
        default = _resolve(prologue, with_graph) if with_graph and not dataset else None
        if not dataset:
            for graph in APART_GRAPHS:
                where = without_enumerating(where, graph)
        text = f"{prologue} SELECT *{dataset} WHERE {grouping_texts(where)}"
        merged = Merges(self._replica).of(*dataset_of(text)) if len(using) > 1 else None
        store, given = merged or (self._replica, {"default_graph": default})
        solutions: Any = store.query(text, **given)
        variables = [variable.value for variable in solutions.variables]
        removed: set[ox.Quad] = set()
        added: set[ox.Quad] = set()
        with_clause = f"WITH {with_graph} " if with_graph else ""
        while batch := list(itertools.islice(solutions, _BATCH)):
            if delete is not None:
                text = f"{prologue} {with_clause}INSERT {delete}"
                removed |= set(self._instantiate(text, variables, batch))
            if insert is not None:
                text = f"{prologue} {with_clause}INSERT {insert}"
                added |= set(self._instantiate(text, variables, batch))
        self.change(self._everywhere(removed), added)

    def _instantiate(self, text: str, variables: list[str], batch: list[Any]) -> Iterator[ox.Quad]:
        scratch = ox.Store()
        if variables:
            rows = " ".join(f"({' '.join(_written(row[v]) for v in variables)})" for row in batch)
            names = " ".join(f"?{variable}" for variable in variables)
            scratch.update(f"{text} WHERE {{ VALUES ({names}) {{ {rows} }} }}")
        else:
            # Without variables each solution instantiates the template once, blank nodes anew.
            for _ in batch:
                scratch.update(f"{text} WHERE {{}}")
        for quad in scratch:
            changed = _with_blank_nodes(quad)
            if changed is not None:
                yield changed

    def _load(self, target: str | None, prologue: str, triples: bytes) -> None:
        graph = _resolve(prologue, target) if target else ox.DefaultGraph()
        parsed = ox.parse(triples, format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True)
        self.change((), {ox.Quad(q.subject, q.predicate, q.object, graph) for q in parsed})

    def _graphs(
        self, verb: str, silent: bool, prologue: str, source: str, target: str | None
    ) -> None:
        try:
            if verb in {"CLEAR", "DROP"}:
                for graph in self._referred(prologue, source, verb, silent):
                    self.change(set(self._quads_of(graph)), ())
            elif verb == "CREATE":
                if self._exists(_resolve(prologue, source)):
                    raise UpdateFault(f"CREATE: the graph {source} exists.")
            else:
                self._transfer(verb, prologue, source, target or "DEFAULT")
        except UpdateFault:
            if not silent:
                raise

    def _transfer(self, verb: str, prologue: str, source: str, target: str) -> None:
        origin, goal = _graph(prologue, source), _graph(prologue, target)
        if origin == goal:
            return
        if isinstance(origin, ox.NamedNode) and not self._exists(origin):
            raise UpdateFault(f"{verb}: the graph {source} does not exist.")
        moved = list(self._quads_of(origin))
        copied = {ox.Quad(q.subject, q.predicate, q.object, goal) for q in moved}
        removed = set() if verb == "ADD" else set(self._quads_of(goal)) - copied
        if verb == "MOVE":
            removed |= set(moved)
        self.change(removed, copied)

    def _referred(
        self, prologue: str, source: str, verb: str, silent: bool
    ) -> list[ox.NamedNode | ox.DefaultGraph]:
        # Nobody writes what the change log and inference say; ALL leaves it out.
        named = [
            graph
            for graph in self._replica.named_graphs()
            if isinstance(graph, ox.NamedNode) and graph.value not in APART_GRAPHS
        ]
        if source == "ALL":
            return [ox.DefaultGraph(), *named]
        if source == "NAMED":
            return [*named]
        graph = _graph(prologue, source)
        if isinstance(graph, ox.NamedNode) and not self._exists(graph) and not silent:
            raise UpdateFault(f"{verb}: the graph {source} does not exist.")
        return [graph]

    def _exists(self, graph: ox.NamedNode) -> bool:
        return next(self._replica.quads_for_pattern(None, None, None, graph), None) is not None

    def _quads_of(self, graph: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
        if isinstance(graph, ox.DefaultGraph) and self._union:
            yield from list(self._stored_default)
        else:
            yield from list(self._replica.quads_for_pattern(None, None, None, graph))

    def _everywhere(self, quads: set[ox.Quad]) -> set[ox.Quad]:
        """Return the quads to delete: those of no graph, under the union, in every graph of it.

        A query sees the union as the default graph; a triple found there and deleted must not
        still be there.
        """
        if not self._union:
            return quads
        found = set(quads)
        for quad in quads:
            if isinstance(quad.graph_name, ox.DefaultGraph):
                copies = self._replica.quads_for_pattern(quad.subject, quad.predicate, quad.object)
                found |= {copy for copy in copies if _in_union(copy)}
        return found

    def change(self, removed: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> None:
        """Apply one operation's deletions, then insertions, and add them to the patch."""
        added = set(added)
        removed = {quad for quad in set(removed) - added if self._holds(quad)}
        added = {quad for quad in added if not self._holds(quad)}
        for quad in removed:
            self._remove(quad)
        for quad in added:
            self._add(quad)
        taken_back = removed & self.added
        put_back = added & self.removed
        self.added = (self.added - taken_back) | (added - put_back)
        self.removed = (self.removed - put_back) | (removed - taken_back)

    def _holds(self, quad: ox.Quad) -> bool:
        if self._union and isinstance(quad.graph_name, ox.DefaultGraph):
            return quad in self._stored_default
        return quad in self._replica

    def _remove(self, quad: ox.Quad) -> None:
        default = isinstance(quad.graph_name, ox.DefaultGraph)
        if default and self._union:
            self._stored_default.discard(quad)
        else:
            self._replica.remove(quad)
        if self._union and _in_union(quad):
            copies = self._replica.quads_for_pattern(quad.subject, quad.predicate, quad.object)
            plain = _unnamed(quad)
            named = any(_in_union(c) for c in copies if isinstance(c.graph_name, ox.NamedNode))
            if not named and plain not in self._stored_default:
                self._replica.remove(plain)

    def _add(self, quad: ox.Quad) -> None:
        self._replica.add(quad)
        if self._union:
            if isinstance(quad.graph_name, ox.DefaultGraph):
                self._stored_default.add(quad)
            elif _in_union(quad):
                self._replica.add(_unnamed(quad))


def _in_union(quad: ox.Quad) -> bool:
    graph = quad.graph_name
    return not isinstance(graph, ox.NamedNode) or is_default_dataset_graph(graph.value)


def _unnamed(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, ox.DefaultGraph())


def _graph(prologue: str, written: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.DefaultGraph() if written == "DEFAULT" else _resolve(prologue, written)


def _resolve(prologue: str, written: str) -> ox.NamedNode:
    """Return the IRI that an IRI reference or prefixed name stands for."""
    rows: Any = ox.Store().query(f"{prologue} SELECT (IRI({written}) AS ?iri) {{}}")
    node: ox.NamedNode = next(iter(rows))["iri"]
    return node


def _written(term: Any) -> str:
    """Return a term as VALUES takes it."""
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.BlankNode):
        return f"<{_BLANK}{term.value}>"
    if isinstance(term, ox.Triple):
        inner = " ".join(_written(part) for part in (term.subject, term.predicate, term.object))
        return f"<<( {inner} )>>"
    return str(term)


def _with_blank_nodes(quad: ox.Quad) -> ox.Quad | None:
    """Change the IRIs that stand for blank nodes back; None where one cannot stand there."""
    if isinstance(quad.predicate, ox.NamedNode) and quad.predicate.value.startswith(_BLANK):
        return None
    graph = quad.graph_name
    if isinstance(graph, ox.NamedNode) and graph.value.startswith(_BLANK):
        return None
    return ox.Quad(_back(quad.subject), quad.predicate, _back(quad.object), graph)


def _back(term: Any) -> Any:
    if isinstance(term, ox.NamedNode) and term.value.startswith(_BLANK):
        return ox.BlankNode(term.value[len(_BLANK) :])
    if isinstance(term, ox.Triple):
        return ox.Triple(_back(term.subject), term.predicate, _back(term.object))
    return term
