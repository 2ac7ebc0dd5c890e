"""Canonical Turtle: the same triples always give the same text, laid out for line differences.

Subjects are sorted, `a` comes first, then labels and definitions, then predicates by IRI; several
objects stand one a line. A blank node that is used once is written in place, a list as a list. The
few that must be named get names from the canonical form of the graph (RDFC-1.0,
https://www.w3.org/TR/rdf-canon/), so the text does not depend on the names they came with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain

from pyoxigraph import CanonicalizationAlgorithm, Dataset

from rolegraph.rdf.namespaces import DCTERMS, PREFIXES, RDF, RDFS, SKOS
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Term, Triple
from rolegraph.rdf.turtle.terms import SortKey, TermWriter, natural_key

_TYPE = NamedNode(RDF + "type")
_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_LEADING_PREDICATES = (
    _TYPE.value,
    SKOS + "prefLabel",
    SKOS + "altLabel",
    SKOS + "hiddenLabel",
    RDFS + "label",
    DCTERMS + "title",
    SKOS + "definition",
    DCTERMS + "description",
)
_INDENT = "    "

_Properties = dict[NamedNode, list[Term]]
_Graph = dict[Term, _Properties]


def write_turtle(
    triples: Iterable[Triple | Quad],
    prefixes: Mapping[str, str] = PREFIXES,
    *,
    base: str | None = None,
    comment: str = "",
) -> str:
    """Return triples as canonical Turtle.

    Args:
        triples: what to write, in any order, repetitions allowed. Quads must all be of one graph,
            whose name Turtle cannot hold.
        prefixes: prefix → namespace; only those that are used get declared.
        base: absolute IRI ending in `/`; IRIs below it are written relative to it, where no
            prefix fits.
        comment: text for the head of the file, without `#`.

    Raises:
        ValueError: quads of several graphs.
    """
    graph = _by_subject(_one_graph(triples))
    nested, to_label = _places(graph)
    labels: dict[BlankNode, str] = {}
    if to_label:
        graph = _by_subject(_canonical(graph))
        nested, to_label = _places(graph)
        ordered = sorted(to_label, key=lambda node: natural_key(node.value))
        labels = {node: f"_:b{number}" for number, node in enumerate(ordered, start=1)}
    return _Layout(graph, nested, labels, TermWriter(prefixes, base)).text(comment)


def _one_graph(statements: Iterable[Triple | Quad]) -> AbstractSet[Triple]:
    if isinstance(statements, AbstractSet) and all(type(each) is Triple for each in statements):
        return statements
    triples: set[Triple] = set()
    graphs = set()
    for statement in statements:
        if isinstance(statement, Quad):
            graphs.add(statement.graph_name)
            triples.add(statement.triple)
        else:
            triples.add(statement)
    if len(graphs) > 1:
        raise ValueError("Turtle holds one graph; these quads are of several.")
    return triples


def _by_subject(triples: Iterable[Triple]) -> _Graph:
    """Return triples by subject and predicate; making a term of a triple takes time."""
    graph: _Graph = {}
    for triple in triples:
        subject, predicate = triple.subject, triple.predicate
        properties = graph.get(subject)
        if properties is None:
            properties = graph[subject] = {}
        objects = properties.get(predicate)
        if objects is None:
            properties[predicate] = [triple.object]
        else:
            objects.append(triple.object)
    return graph


def _canonical(graph: _Graph) -> set[Triple]:
    dataset = Dataset(
        Quad(subject, predicate, term)  # type: ignore[arg-type]  # subjects are no literals
        for subject, properties in graph.items()
        for predicate, objects in properties.items()
        for term in objects
    )
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {quad.triple for quad in dataset}


def _places(graph: _Graph) -> tuple[set[BlankNode], set[BlankNode]]:
    """Return the blank nodes to write in place of their one use, and those that need a name."""
    uses, parents = _uses(graph)
    for node, count in uses.items():
        if count > 1:
            parents.pop(node, None)
    nested: set[BlankNode] = set()
    for node in parents:
        path: set[object] = set()
        current: object = node
        while current in parents and current not in nested and current not in path:
            path.add(current)
            current = parents[current]  # type: ignore[index]  # it is a key, see the condition
        if current not in path:  # otherwise a ring, which has no place to begin
            nested.update(step for step in path if isinstance(step, BlankNode))
    return nested, set(uses) - nested


def _uses(graph: _Graph) -> tuple[Counter[BlankNode], dict[BlankNode, object]]:
    """Return how often each blank node is used, and the subject of its last use."""
    uses: Counter[BlankNode] = Counter()
    parents: dict[BlankNode, object] = {}
    for subject, properties in graph.items():
        for term in chain.from_iterable(properties.values()):
            if isinstance(term, BlankNode):
                uses[term] += 1
                parents[term] = subject
            elif isinstance(term, Triple):
                for node in _blank_nodes(term):
                    uses[node] += 2  # a triple term has no room for a node written in place
    return uses, parents


def _blank_nodes(term: Term) -> Iterable[BlankNode]:
    if isinstance(term, BlankNode):
        yield term
    elif isinstance(term, Triple):
        yield from _blank_nodes(term.subject)
        yield from _blank_nodes(term.object)


class _Layout:
    def __init__(
        self,
        graph: _Graph,
        nested: set[BlankNode],
        labels: dict[BlankNode, str],
        terms: TermWriter,
    ) -> None:
        self._nested = nested
        self._labels = labels
        self._terms = terms
        self._names: dict[NamedNode, str] = {_TYPE: "a"}
        self._subjects = graph
        # There are few predicates, and each subject has many of them.
        known = {predicate for properties in graph.values() for predicate in properties}
        self._keys = {predicate: _predicate_key(predicate) for predicate in known}

    def text(self, comment: str) -> str:
        blocks = [block for _, block in sorted(self._blocks())]
        head = []
        if comment:
            head.append("".join(f"# {line}".rstrip() + "\n" for line in comment.splitlines()))
        if directives := self._terms.directives():
            head.append(directives)
        return "\n".join(head + blocks)

    def _blocks(self) -> Iterable[tuple[tuple[int, SortKey], str]]:
        for subject, properties in self._subjects.items():
            if isinstance(subject, NamedNode):
                key, name = (0, natural_key(subject.value)), self._terms.iri(subject.value)
            elif subject in self._nested:
                continue
            elif subject in self._labels:
                name = self._labels[subject]  # type: ignore[index]  # mypy does not narrow `in`
                key = (1, natural_key(name))
            else:
                name, key = "[]", None
            block = f"{name} {self._predicates(properties, _INDENT)} .\n"
            yield key or (2, (block, "")), block

    def _predicates(self, properties: _Properties, indent: str) -> str:
        lines = []
        for predicate in sorted(properties, key=self._keys.__getitem__):
            objects = properties[predicate]
            if len(objects) == 1:
                texts = [self._term(objects[0], indent)]
            else:
                texts = [text for _, text in sorted(self._objects(objects, indent))]
            name = self._name(predicate)
            if len(texts) == 1:
                lines.append(f"{name} {texts[0]}")
            elif predicate == _TYPE:
                lines.append(f"{name} " + " , ".join(texts))
            else:
                deeper = f"\n{indent}{_INDENT}"
                lines.append(name + deeper + f" ,{deeper}".join(texts))
        return f" ;\n{indent}".join(lines)

    def _name(self, predicate: NamedNode) -> str:
        name = self._names.get(predicate)
        if name is None:
            name = self._names[predicate] = self._terms.iri(predicate.value)
        return name

    def _objects(
        self, objects: list[Term], indent: str
    ) -> Iterable[tuple[tuple[int, SortKey, SortKey], str]]:
        for term in objects:
            text = self._term(term, indent + _INDENT)
            if isinstance(term, NamedNode):
                yield (0, natural_key(term.value), ("", "")), text
            elif isinstance(term, Literal):
                yield (3, natural_key(term.value), (text, "")), text
            else:
                yield (1 if term in self._labels else 2, natural_key(text), ("", "")), text

    def _term(self, term: Term, indent: str) -> str:
        if isinstance(term, NamedNode):
            return "()" if term == _NIL else self._terms.iri(term.value)
        if isinstance(term, Literal):
            return self._terms.literal(term)
        if isinstance(term, Triple):
            parts = (self._term(part, indent) for part in (term.subject, term.predicate))
            return f"<<( {' '.join(parts)} {self._term(term.object, indent)} )>>"
        return self._labels.get(term) or self._in_place(term, indent)

    def _in_place(self, node: BlankNode, indent: str) -> str:
        items = self._list_items(node)
        if items is not None:
            return f"( {' '.join(self._term(item, indent) for item in items)} )"
        properties = self._subjects.get(node)
        if not properties:
            return "[]"
        deeper = indent + _INDENT
        return f"[\n{deeper}{self._predicates(properties, deeper)}\n{indent}]"

    def _list_items(self, node: BlankNode) -> list[Term] | None:
        """Return the members of the list that starts at a node, or None if it starts none."""
        items: list[Term] = []
        current: Term = node
        while current != _NIL:
            properties = self._subjects.get(current) if current in self._nested else None
            if not properties or set(properties) != {_FIRST, _REST}:
                return None
            if any(len(objects) != 1 for objects in properties.values()):
                return None
            items += properties[_FIRST]
            current = properties[_REST][0]
        return items


def _predicate_key(predicate: NamedNode) -> tuple[int, SortKey]:
    iri = predicate.value
    if iri in _LEADING_PREDICATES:
        return (_LEADING_PREDICATES.index(iri), ("", ""))
    return (len(_LEADING_PREDICATES), natural_key(iri))
