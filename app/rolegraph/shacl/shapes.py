"""A shapes graph, read once: its text for the engines and what findings need to know of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from rolegraph.rdf.namespaces import OWL, RDF, RDFS, SH
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, RdfFormat, Term, Triple
from rolegraph.rdf.terms import serialize as write
from rolegraph.shacl.as_of import day_of_rules, judged_as_of

_PATH = SH + "path"
_BEYOND_CORE = frozenset(SH + name for name in ("target", "rule", "js", "expression"))
_RULE, _TARGET = SH + "rule", SH + "target"
_QUERIES = frozenset({SH + "select", SH + "ask"})
_CLASS = f"<{RDFS}Class>"
_OF_SHAPES = frozenset(
    (
        *("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target"),
        *("class", "datatype", "nodeKind", "minCount", "maxCount"),
        *("minExclusive", "minInclusive", "maxExclusive", "maxInclusive"),
        *("minLength", "maxLength", "pattern", "languageIn", "uniqueLang"),
        *("equals", "disjoint", "lessThan", "lessThanOrEquals"),
        *("not", "and", "or", "xone", "node", "property", "qualifiedValueShape"),
        *("closed", "hasValue", "in", "sparql"),
    )
)
"""Local names of the properties that make their subject a shape."""
_SHAPE_VALUES = frozenset(
    SH + name for name in ("property", "node", "not", "qualifiedValueShape", "sparql")
)
_SHAPE_LISTS = frozenset(SH + name for name in ("and", "or", "xone"))
_EXPRESSIONS = frozenset(SH + name for name in ("expression", "subject", "predicate", "object"))
"""What leads to a node expression (SHACL Advanced Features 5): in constraints, and in rules."""
MINTED = "urn:rolegraph:shape:"
"""Begins the IRIs that stand for shapes and constraints without one, so that results can name
them."""


def local_name(iri: str) -> str:
    """Return the part of an IRI behind the last `#`, `/` or `:`."""
    return iri.rstrip("#/").replace("#", "/").replace(":", "/").rpartition("/")[2] or iri


class Shapes:
    """A shapes graph that any number of data graphs can be validated against.

    Args:
        quads: the shapes; their graph names are not looked at.

    Raises:
        ConfigurationError: the day that they are to be judged as of is none.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        dated = judged_as_of(quads, day_of_rules())
        triples = {(q.subject, q.predicate, q.object) for q in dated}
        names = _names(triples)
        self._labels = {name.value: f"_:{label}" for label, name in names.items()}
        self._triples = _renamed(triples, names)
        self._out: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._parents: dict[str, list[str]] = defaultdict(list)
        for subject, predicate, value in self._triples:
            self._out[str(subject)][predicate.value].append(value)
            if not isinstance(value, Literal):
                self._parents[str(value)].append(str(subject))

    @cached_property
    def ntriples(self) -> bytes:
        """The shapes graph as N-Triples, each property shape with an IRI."""
        triples = sorted(self._triples, key=str)
        return write((Triple(*t) for t in triples), format=RdfFormat.N_TRIPLES) or b""

    @cached_property
    def triples(self) -> frozenset[tuple[NamedNode | BlankNode, NamedNode, Term]]:
        """The triples of the shapes graph, each shape with an IRI."""
        return frozenset(self._triples)

    def __hash__(self) -> int:
        return hash(self.triples)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shapes) and self.triples == other.triples

    @cached_property
    def parameters(self) -> frozenset[str]:
        """The IRIs of the parameters of constraint components that the graph declares."""
        nodes = [node for out in self._out.values() for node in out.get(SH + "parameter", ())]
        paths = [path for node in nodes for path in self._out.get(str(node), {}).get(_PATH, ())]
        return frozenset(path.value for path in paths if isinstance(path, NamedNode))

    def predicates_of(self, node: str) -> set[str]:
        """Return the IRIs of the properties that a node has."""
        return set(self._out.get(f"<{node}>") or self._out.get(node) or ())

    @cached_property
    def constraints(self) -> dict[str, list[NamedNode | BlankNode]]:
        """Shape → its SPARQL constraints."""
        found = {}
        for node, out in self._out.items():
            values = [v for v in out.get(SH + "sparql", ()) if isinstance(v, NamedNode | BlankNode)]
            if values:
                found[node.strip("<>")] = sorted(values, key=str)
        return found

    @cached_property
    def predicates(self) -> frozenset[str]:
        """The IRIs of all predicates of the shapes graph."""
        return frozenset(predicate.value for _, predicate, _ in self._triples)

    def is_class(self, node: str) -> bool:
        """Tell whether a node is a SHACL instance of `rdfs:Class` in the shapes graph.

        An `owl:Class` is one only where a triple there says so (SHACL 2.1.3.3 and 1.1).
        """
        pending = [str(term) for term in self.values(node, RDF + "type")]
        seen: set[str] = set()
        while pending:
            cls = pending.pop()
            if cls == _CLASS:
                return True
            if cls not in seen:
                seen.add(cls)
                pending += [str(term) for term in self.values(cls, RDFS + "subClassOf")]
        return False

    @cached_property
    def implicit_targets(self) -> list[str]:
        """The IRIs of the classes that are shapes, and so are shapes for their own instances."""
        named = {subject.value for subject, _, _ in self.triples if isinstance(subject, NamedNode)}
        return sorted(name for name in named if self.is_class(name) and self.is_shape(name))

    @cached_property
    def unaimed_classes(self) -> list[str]:
        """The IRIs of shapes that are an `owl:Class` and no `rdfs:Class`: no implicit targets."""
        owl = NamedNode(OWL + "Class")
        named = {
            subject.value
            for subject, predicate, value in self.triples
            if isinstance(subject, NamedNode) and predicate.value == RDF + "type" and value == owl
        }
        return sorted(name for name in named if self.is_shape(name) and not self.is_class(name))

    def is_shape(self, node: str) -> bool:
        """Tell whether a node is a shape by its type or by its properties (SHACL 2.1)."""
        types = {str(term) for term in self.values(node, RDF + "type")}
        if types & {f"<{SH}NodeShape>", f"<{SH}PropertyShape>"}:
            return True
        out = self._out.get(f"<{node}>") or self._out.get(node) or {}
        return any(
            local_name(predicate) in _OF_SHAPES for predicate in out if predicate.startswith(SH)
        )

    @cached_property
    def needs_reference(self) -> str | None:
        """Why only the reference engine can judge by these shapes; None where both can."""
        beyond = _BEYOND_CORE if self.runs_rules else _BEYOND_CORE - {_RULE}
        advanced = sorted(self.predicates & beyond)
        if advanced:
            return f"the shapes use {', '.join('sh:' + local_name(name) for name in advanced)}"
        return None

    @cached_property
    def own_target_types(self) -> bool:
        """Whether a target is of a type that the shapes define (SHACL Advanced Features 3.2)."""
        targets = {str(o) for _, p, o in self._triples if p.value == _TARGET}
        asking = {str(s) for s, p, _ in self._triples if p.value in _QUERIES}
        return bool(targets - asking)

    @property
    def has_rules(self) -> bool:
        """Whether there are rules, which make triples from triples (SHACL Advanced Features 8)."""
        return _RULE in self.predicates

    @property
    def runs_rules(self) -> bool:
        """Whether validation has to run the rules first: only where the shapes ask for that.

        Source: https://www.w3.org/TR/shacl-af/#rules-entailment.
        """
        asked = (SH + "entailment", SH + "Rules")
        return self.has_rules and any((p.value, str(o)[1:-1]) == asked for _, p, o in self._triples)

    def __len__(self) -> int:
        return len(self._triples)

    def values(self, shape: str, predicate: str) -> list[Term]:
        """Return the values of a property of a shape, both named by IRI."""
        node = self._out.get(f"<{shape}>") or self._out.get(shape) or {}
        return sorted(node.get(predicate, ()), key=str)

    def text(self, shape: str, predicate: str) -> str | None:
        """Return a text of a shape: English if there is one, else any."""
        texts = [v for v in self.values(shape, predicate) if isinstance(v, Literal)]
        texts.sort(key=lambda text: (text.language not in {"en", None}, text.value))
        return texts[0].value if texts else None

    def written(self, node: str) -> str:
        """Return a node as the shapes graph has it: `_:label` where this class made an IRI."""
        return self._labels.get(node, node)

    def having(self, node: str, predicate: str) -> list[str]:
        """Return the subjects that have a node, named by IRI, as value of a predicate."""
        key = f"<{node}>"
        return [
            parent.strip("<>")
            for parent in self._parents.get(key, ())
            if key in map(str, self._out[parent].get(predicate, ()))
        ]

    def named(self, shape: str) -> str:
        """Return the IRI of the nearest shape around `shape` that has one of its own."""
        seen, queue = set(), [f"<{shape}>" if not shape.startswith("_:") else shape]
        while queue:
            node = queue.pop(0)
            if node.startswith("<") and not node.startswith("<" + MINTED):
                return node[1:-1]
            if node not in seen:
                seen.add(node)
                queue += sorted(self._parents.get(node, ()))
        return shape

    def below(self, names: Iterable[str]) -> set[str]:
        """Return some shapes and the nodes that they lead to, each as in `term_text`."""
        queue = [name if name.startswith("_:") else f"<{name}>" for name in names]
        seen = set(queue)
        while queue:
            values = [str(v) for found in self._out.get(queue.pop(), {}).values() for v in found]
            fresh = [node for node in values if node in self._out and node not in seen]
            seen.update(fresh)
            queue += fresh
        return {node.strip("<>") for node in seen}

    def around(self, shape: str) -> Iterator[str]:
        """Yield a shape and the nodes that lead to it, the nearest first, each named by IRI."""
        seen: dict[str, None] = {shape if shape.startswith("_:") else f"<{shape}>": None}
        queue = list(seen)
        while queue:
            node = queue.pop(0)
            yield node.strip("<>")
            fresh = [n for n in sorted(self._parents.get(node, ())) if n not in seen]
            seen |= dict.fromkeys(fresh)
            queue += fresh

    def rule(self, shape: str) -> str:
        """Return the id of the rule that a shape is: its local name, with its path if unnamed."""
        name = local_name(self.named(shape))
        path = self.path(shape) if shape.startswith(MINTED) else None
        return f"{name}-{local_name(path.rstrip('>)*+?'))}" if path else name

    def has_rule(self, rule: str) -> bool:
        """Tell whether a shape goes by an id."""
        return rule in self.rule_names

    @cached_property
    def rule_names(self) -> frozenset[str]:
        """The ids that shapes go by."""
        return frozenset(self.rule(node[1:-1]) for node in self._out if node.startswith("<"))

    def path(self, shape: str) -> str | None:
        """Return the path of a property shape: an IRI, or a SPARQL property path."""
        paths = self.values(shape, _PATH)
        if not paths:
            return None
        return paths[0].value if isinstance(paths[0], NamedNode) else self._path(paths[0])

    def _path(self, node: Term) -> str:
        if isinstance(node, NamedNode):
            return str(node)
        out = self._out.get(str(node), {})
        items = self.items(node)
        if items:
            return "/".join(self._path(item) for item in items)
        for name, form in (
            ("inversePath", "^{}"),
            ("zeroOrMorePath", "{}*"),
            ("oneOrMorePath", "{}+"),
            ("zeroOrOnePath", "{}?"),
        ):
            for inner in out.get(SH + name, ()):
                written = self._path(inner)
                return form.format(written if isinstance(inner, NamedNode) else f"({written})")
        for alternatives in out.get(SH + "alternativePath", ()):
            return "(" + "|".join(self._path(item) for item in self.items(alternatives)) + ")"
        return str(node)

    def values_lists(self, shape: str, predicate: str) -> list[list[Term]]:
        """Return the lists that are values of a property of a shape."""
        return [self.items(node) for node in self.values(shape, predicate)]

    def items(self, node: Term) -> list[Term]:
        """Return the members of an RDF list."""
        found: list[Term] = []
        seen: set[str] = set()  # a list may lead back into itself
        while str(node) not in seen:
            seen.add(str(node))
            out = self._out.get(str(node), {})
            if not out.get(RDF + "first") or not out.get(RDF + "rest"):
                break
            found.append(out[RDF + "first"][0])
            node = out[RDF + "rest"][0]
        return found


_Triples = set[tuple[NamedNode | BlankNode | Triple, NamedNode, Term]]


def _names(triples: _Triples) -> dict[str, NamedNode]:
    """Return label → IRI for the blank nodes that are shapes or constraints."""
    lists = {o for _, p, o in triples if p.value in _SHAPE_LISTS}
    firsts: dict[Term, Term] = {s: o for s, p, o in triples if p.value == RDF + "first"}
    rests: dict[Term, Term] = {s: o for s, p, o in triples if p.value == RDF + "rest"}
    unnamed: set[Term] = {s for s, p, _ in triples if p.value == _PATH}
    unnamed |= {o for _, p, o in triples if p.value in _SHAPE_VALUES}
    for head in lists:
        node: Term = head
        seen: set[Term] = set()
        while node in firsts and node not in seen:
            seen.add(node)
            unnamed.add(firsts[node])
            node = rests.get(node, node)
    # By a name, a path in an expression would be a constant.
    unnamed -= _within({o for _, p, o in triples if p.value in _EXPRESSIONS}, triples)
    labels = sorted(node.value for node in unnamed if isinstance(node, BlankNode))
    return {label: NamedNode(f"{MINTED}{n}") for n, label in enumerate(labels)}


def _within(nodes: set[Term], triples: _Triples) -> set[Term]:
    """Return the blank nodes among some nodes, and those that they lead to."""
    values: dict[Term, list[Term]] = {}
    for subject, _, value in triples if nodes else ():
        if isinstance(subject, BlankNode) and isinstance(value, BlankNode):
            values.setdefault(subject, []).append(value)
    found: set[Term] = set()
    pending: list[Term] = [node for node in nodes if isinstance(node, BlankNode)]
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            pending += values.get(node, ())
    return found


def _renamed(
    triples: _Triples, names: dict[str, NamedNode]
) -> set[tuple[NamedNode | BlankNode, NamedNode, Term]]:
    def name(term: Term) -> Term:
        return names.get(term.value, term) if isinstance(term, BlankNode) else term

    renamed = set()
    for subject, predicate, value in triples:
        node = name(subject)
        if isinstance(node, NamedNode | BlankNode):
            renamed.add((node, predicate, name(value)))
    return renamed
