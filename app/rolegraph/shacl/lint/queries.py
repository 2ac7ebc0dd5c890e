"""The SPARQL in shapes: it parses, and keeps to what SHACL allows where variables are pre-bound.

Sources: https://www.w3.org/TR/shacl/#sparql-constraints and, for what is not allowed,
https://www.w3.org/TR/shacl/#pre-binding.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import OWL, SH
from rolegraph.rdf.sparql_tokens import SparqlToken, tokens
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Term, Triple
from rolegraph.shacl.evaluation.queries.parsed import SHAPES_GRAPH
from rolegraph.shacl.lint.graph import ShapeFault, ShapesGraph

if TYPE_CHECKING:
    from rolegraph.store.embedded import EmbeddedStore

_TEXTS = ("select", "ask", "construct", "update")
_VALIDATORS = ("validator", "nodeValidator", "propertyValidator")
_FORMS = {"select": "SELECT", "ask": "ASK", "construct": "CONSTRUCT"}
_FORBIDDEN = {
    "MINUS": "MINUS is not allowed where $this is bound beforehand; use FILTER NOT EXISTS.",
    "VALUES": "VALUES is not allowed where $this is bound beforehand; use FILTER (… IN (…)).",
    "SERVICE": "SERVICE is not allowed in shapes: they judge the data at hand.",
}
_ELSEWHERE = (
    "{} is not judged here: a shape sees one graph, that of the data. Leave it out; of GRAPH keep "
    "the patterns."
)
_NEWER = (
    "Engines of SHACL read SPARQL 1.1, and this is none. Statements about triples are written "
    "there by rdf:subject, rdf:predicate and rdf:object."
)
_QUERY_FORMS = frozenset({*_FORMS.values(), "DESCRIBE"})
# Terms of triples, annotations, and what SPARQL 1.2 calls by name.
_SPARQL_1_2 = re.compile(
    r"<<|\{\||~|\b(?:VERSION|(?:is)?TRIPLE|SUBJECT|PREDICATE|OBJECT|(?:STR)?LANGDIR|HASLANG(?:DIR)?)\b",
    re.IGNORECASE,
)
_PATH = re.compile(r"[$?]PATH\b")
_WHERE = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]*$")
_LONGEST = 160


@dataclass(frozen=True)
class Use:
    """A query and what it is used for.

    Attributes:
        node: the constraint, validator, function or rule that has it.
        shape: the shape that is spoilt with it, or the component.
        bound: the variables that are bound before it runs.
        must_project: whether a SELECT has to name `this`.
        pathless: whether there is no path that `$PATH` could stand for.
    """

    node: Term
    shape: Term
    bound: frozenset[str] = frozenset()
    must_project: bool = False
    pathless: bool = False


class QueryLinter:
    """Finds what is wrong with the queries of a shapes graph.

    Args:
        graph: the shapes.
    """

    def __init__(self, graph: ShapesGraph) -> None:
        self._graph = graph

    @cached_property
    def _store(self) -> EmbeddedStore:
        from rolegraph.store.embedded import EmbeddedStore  # only shapes with queries need one

        return EmbeddedStore()

    def faults(self) -> Iterator[ShapeFault]:
        """Yield what is wrong, query by query."""
        seen = set()
        for quad in self._graph.quads:
            number = len(self._graph.of(quad.object, "select"))
            if quad.predicate.value == SH + "sparql" and number != 1:
                message = f"A SPARQL constraint has one sh:select; this one has {number or 'none'}."
                yield ShapeFault("ill-formed-shape", message, quad, shape=quad.subject)
        for use in self._uses():
            for name in _TEXTS:
                quads = self._graph.of(use.node, name)
                seen |= {quad.triple for quad in quads}
                for quad in quads:
                    yield from self._of_query(quad, use)
        for quad in self._graph.quads:
            names = {SH + name for name in _TEXTS}
            if quad.predicate.value in names and quad.triple not in seen:
                yield from self._of_query(quad, Use(quad.subject, quad.subject))

    def _uses(self) -> Iterator[Use]:
        graph = self._graph
        for node in sorted(graph.subjects(), key=str):
            for quad in graph.of(node, "sparql"):
                pathless = not graph.of(node, "path")
                yield Use(quad.object, node, frozenset({"this"}), True, pathless)
            parameters = frozenset(map(_local_name, self._parameters(node)))
            for name in _VALIDATORS:
                for quad in graph.of(node, name):
                    asks = bool(graph.of(quad.object, "ask"))
                    bound = parameters | {"this"} | ({"value"} if asks else set())
                    yield Use(quad.object, quad.object, frozenset(bound), must_project=not asks)

    def _parameters(self, component: Term) -> list[Term]:
        nodes = [quad.object for quad in self._graph.of(component, "parameter")]
        return [quad.object for node in nodes for quad in self._graph.of(node, "path")]

    def _of_query(self, quad: Quad, use: Use) -> Iterator[ShapeFault]:
        if not isinstance(quad.object, Literal):
            yield self._fault(quad, use, f"sh:{quad.predicate.value[len(SH) :]} takes a text.")
            return
        text = _PATH.sub("<u:p>", quad.object.value)
        words = list(tokens(text))
        name = quad.predicate.value[len(SH) :]
        refused = [*_of_other_form(name, words), *_not_allowed(text, words, use)]
        if use.pathless and _PATH.search(quad.object.value):
            refused.append("$PATH is for property shapes; this shape has no sh:path.")
        if not refused and name != "update":
            prefixes = _prefixes(self._graph, use.node)
            reason = self._unreadable(text, words, prefixes)
            refused = [f"The query does not parse: {reason}"] if reason else []
            refused = refused or list(self._not_judged(text, words, prefixes))
        for message in refused:
            yield self._fault(quad, use, message)

    def _not_judged(
        self, text: str, words: Sequence[SparqlToken], prefixes: dict[str, list[str]]
    ) -> Iterator[str]:
        """Yield what of a query that parses no engine of shapes can run."""
        calls = any(
            before.kind in {"iri", "name"} and token.text == "("
            for before, token in pairwise(words)
        )
        if not (calls or _SPARQL_1_2.search(text)):
            return  # what follows loads rdflib
        from rolegraph.shacl.evaluation.queries.parsed import functions

        try:
            called = functions(f"{_head(words, prefixes)}\n{text}")
        except ConfigurationError as error:
            yield f"{_NEWER} ({str(error)[:_LONGEST]})"
            return
        for iri in called:
            if not self._graph.is_a(NamedNode(iri), "SPARQLFunction"):
                yield (
                    f"The function <{iri}> is not known: declare it as a sh:SPARQLFunction, or use "
                    "one of SPARQL's own."
                )

    @staticmethod
    def _fault(quad: Quad, use: Use, message: str) -> ShapeFault:
        return ShapeFault("ill-formed-shape", message, quad, shape=use.shape, spoilt=use.node)

    def _unreadable(
        self, text: str, words: Sequence[SparqlToken], prefixes: dict[str, list[str]]
    ) -> str | None:
        """Return why a query does not parse, or None.

        The parser also runs it, on no data at all. So one that could reach elsewhere must have
        been refused before.
        """
        undeclared = _undeclared(text, words, prefixes)
        if undeclared:
            return undeclared
        needed = _needed(words, prefixes)
        unusable = next(filter(None, (_unusable(prefix, iris) for prefix, iris in needed)), None)
        if unusable:
            return unusable
        try:
            self._store.select(f"{_head(words, prefixes)}\n{text}")
        except SyntaxError as error:
            where = _WHERE.search(str(error))
            if where is None:
                return str(error)
            line, column, reason = int(where[1]) - 1, where[2], " ".join(where[3].split())
            short = reason if len(reason) <= _LONGEST else f"{reason[:_LONGEST]} …"
            return f"line {line}, column {column} of the query: {short}."
        except (TypeError, AttributeError, RuntimeError, ValueError):
            return None  # it parses; whether it can be evaluated is for an engine to say
        return None


def _prefixes(graph: ShapesGraph, node: Term) -> dict[str, list[str]]:
    """Return prefix → namespaces, of those that a query may use without declaring them.

    More than one namespace makes a prefix of no use (SHACL 5.2.1).
    """
    found: dict[str, list[str]] = {}
    open_nodes = [quad.object for quad in graph.of(node, "prefixes")]
    seen: set[Term] = set()
    while open_nodes:
        holder = open_nodes.pop()
        if holder in seen:
            continue
        seen.add(holder)
        open_nodes += [quad.object for quad in graph.triples(holder, OWL + "imports")]
        for quad in graph.of(holder, "declare"):
            prefix, namespace = (
                [str(getattr(q.object, "value", "")) for q in graph.of(quad.object, name)]
                for name in ("prefix", "namespace")
            )
            if prefix and namespace and namespace[0] not in found.get(prefix[0], ()):
                found.setdefault(prefix[0], []).append(namespace[0])
    return found


def whole_query(graph: ShapesGraph, node: Term, text: str) -> str:
    """Return a query of shapes with the declarations of prefixes that its node leads to."""
    return f"{_head(list(tokens(text)), _prefixes(graph, node))}\n{text}"


def _needed(
    words: Sequence[SparqlToken], prefixes: dict[str, list[str]]
) -> list[tuple[str, list[str]]]:
    used = {token.text.partition(":")[0] for token in words if token.kind == "name"}
    return sorted(item for item in prefixes.items() if item[0] in used)


def _head(words: Sequence[SparqlToken], prefixes: dict[str, list[str]]) -> str:
    """Return the declarations that a query needs, in one line."""
    needed = _needed(words, prefixes)
    return " ".join(f"PREFIX {prefix}: <{iris[0]}>" for prefix, iris in needed)


def _of_other_form(name: str, words: Sequence[SparqlToken]) -> Iterator[str]:
    """Yield a sentence where a query has another form than its property asks for."""
    forms = [word.text for word in words if word.kind == "word" and word.text in _QUERY_FORMS]
    wanted = _FORMS.get(name)
    if wanted and forms and forms[0] != wanted:
        yield f"sh:{name} takes a query of the form {wanted}; this one has {forms[0]}."


def _unusable(prefix: str, namespaces: Sequence[str]) -> str | None:
    """Return why no query can use a prefix, or None."""
    if len(namespaces) > 1:
        return f"the prefix {prefix}: has more than one namespace: {' and '.join(namespaces)}."
    if not _ABSOLUTE.match(namespaces[0]):
        return f"the namespace {namespaces[0]!r} of the prefix {prefix}: is no absolute IRI."
    return None


def relative_namespaces(graph: ShapesGraph) -> set[Triple]:
    """Return the declarations of prefixes that no query can use, their namespace being no IRI."""
    return {
        declaration.triple
        for quad in graph.quads
        if quad.predicate.value == SH + "namespace"
        and isinstance(quad.object, Literal)
        and not _ABSOLUTE.match(quad.object.value)
        for declaration in graph.pointing.get(quad.subject, ())
        if declaration.predicate.value == SH + "declare"
    }


def _undeclared(text: str, words: Sequence[SparqlToken], prefixes: Collection[str]) -> str | None:
    """Return a sentence about a prefix without a declaration, which the parser only hints at."""
    declared, last = set(prefixes), ""
    for token in words:
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and last == "PREFIX":
            declared.add(prefix)
        elif token.kind == "name" and prefix not in declared:
            return (
                f"{_at(text, token)}: the prefix {prefix}: has no declaration. Declare it with "
                "sh:prefixes and sh:declare, or by PREFIX in the query."
            )
        last = token.text
    return None


def _forbidden(text: str, words: Sequence[SparqlToken], use: Use) -> Iterator[str]:
    for token, after in pairwise(words):
        of_shapes = token.text == "GRAPH" and after.text[1:] == SHAPES_GRAPH
        if token.kind == "word" and token.text in {"GRAPH", "FROM"} and not of_shapes:
            yield f"{_ELSEWHERE.format(token.text)} ({_at(text, token)})"
    for token in words:
        forbidden = _FORBIDDEN if use.bound else {"SERVICE"}
        if token.kind == "word" and token.text in forbidden:
            yield f"{_FORBIDDEN[token.text]} ({_at(text, token)})"


def _not_allowed(text: str, words: Sequence[SparqlToken], use: Use) -> Iterator[str]:
    yield from _forbidden(text, words, use)
    for before, token in pairwise(words):
        name = token.text[1:]
        if token.kind == "variable" and before.text == "AS" and name in use.bound:
            yield f"${name} is bound beforehand and cannot be assigned again. ({_at(text, token)})"
    for number, (token, names) in enumerate(_projections(words)):
        if number == 0:
            if use.must_project and token.text == "SELECT" and not names & {"this", "*"}:
                yield f"The SELECT must have $this among its variables. ({_at(text, token)})"
        elif missing := sorted(use.bound - names):
            listed = ", ".join(f"${name}" for name in missing)
            yield f"An inner SELECT must pass on {listed}. ({_at(text, token)})"


def _projections(words: Sequence[SparqlToken]) -> Iterator[tuple[SparqlToken, set[str]]]:
    """Yield each SELECT with the names of the variables that it passes on."""
    for number, token in enumerate(words):
        if token.kind != "word" or token.text not in {"SELECT", "ASK", "CONSTRUCT"}:
            continue
        names: set[str] = set()
        depth = 0
        for position in range(number + 1, len(words)):
            word = words[position]
            if word.text == "{" or word.text in {"WHERE", "FROM"}:
                break
            depth += {"(": 1, ")": -1}.get(word.text, 0)
            named = word.kind == "variable" and (not depth or words[position - 1].text == "AS")
            if named:
                names.add(word.text[1:])
            elif word.text == "*" and not depth:
                names.add("*")
        yield token, names


def _at(text: str, token: SparqlToken) -> str:
    line = text.count("\n", 0, token.start) + 1
    column = token.start - (text.rfind("\n", 0, token.start) + 1) + 1
    return f"line {line}, column {column} of the query"


def _local_name(term: Term) -> str:
    iri = term.value if isinstance(term, NamedNode) else str(term)
    return re.split(r"[#/:]", iri)[-1]
