"""Turns the results of an engine into findings, with words for people and for the SHACL report."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rolegraph.rdf.namespaces import DCTERMS, RDFS, SH, SKOS, compact
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Term
from rolegraph.rdf.triple_text import TripleText
from rolegraph.rdf.values import Pattern
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.kept_datatypes import advice, message_of
from rolegraph.shacl.results import ValidationResult, sh_iri, term_text
from rolegraph.shacl.shapes import Shapes
from rolegraph.shacl.wording import default_message, expectation, parameters
from rolegraph.store.files.fidelity import KEPT_AS

LABELS = (
    SKOS + "prefLabel",
    RDFS + "label",
    DCTERMS + "title",
    "https://schema.org/name",
    "http://xmlns.com/foaf/0.1/name",
)
"""Predicates of labels, the preferred one first."""


class NodeLabels:
    """The labels in some quads; a node without one goes by that of the thing it belongs to."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._ranked: dict[str, tuple[int, bool, str]] = {}
        order = {predicate: n for n, predicate in enumerate(LABELS)}
        for quad in quads:
            rank = order.get(quad.predicate.value)
            if rank is None or not isinstance(quad.object, Literal):
                continue
            entry = (rank, quad.object.language not in {"en", None}, quad.object.value)
            node = str(quad.subject).strip("<>")
            if node not in self._ranked or entry < self._ranked[node]:
                self._ranked[node] = entry

    def label(self, node: str | None) -> str | None:
        """Return the English label of an IRI or `_:label`, else any, else None."""
        if node is None:
            return None
        found = self._ranked.get(node) or self._ranked.get(node.partition("#")[0])
        return found[2] if found else None

    def in_text(self, text: str, value: Term | None) -> str:
        """Put the label of a thing where a message names it by its IRI."""
        if not isinstance(value, NamedNode):
            return text
        shown = self.label(value.value)
        shown = f"{shown!r}" if shown else compact(value.value)
        return text.replace(f"<{value.value}>", shown).replace(value.value, shown)


def labels_for(results: Iterable[ValidationResult], triples: TripleText) -> NodeLabels:
    """Return the labels of what some results name, out of all that the data has."""
    named = {str(term).strip("<>") for result in results for term in _named(result)}
    named |= {node.partition("#")[0] for node in named}
    subjects = {node if node.startswith("_:") else f"<{node}>" for node in named}
    return NodeLabels(triples.of_predicates(LABELS, subjects) if subjects else ())


def _named(result: ValidationResult) -> Iterator[Term]:
    yield result.focus
    if isinstance(result.value, NamedNode | BlankNode):
        yield result.value
    for detail in result.details:
        yield from _named(detail)


SPARQL, _DATATYPE = "SPARQLConstraintComponent", "DatatypeConstraintComponent"
_VALIDATORS = ("validator", "nodeValidator", "propertyValidator")
_BINDING = re.compile(r"\{[?$]\w+\}")


class FindingWriter:
    """Writes the findings of one shapes graph.

    Args:
        shapes: the shapes.
    """

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self._shapes_seen: dict[str, tuple[str | None, str, str]] = {}
        self.as_stored = True
        """Whether what is judged is as the store keeps it, so that its ways explain a finding."""

    def findings(self, results: Iterable[ValidationResult], labels: NodeLabels) -> list[Finding]:
        """Return a finding for each result, in their order.

        Where a shape has several values of one parameter (two patterns, for one), each finding
        names the value that it is about, as far as the results tell.
        """
        results = list(results)
        groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for number, result in enumerate(results):
            key = (result.shape, result.component, result.focus, result.path, result.value)
            groups[key].append(number)
        written: dict[int, Finding] = {}
        for numbers in groups.values():
            first = results[numbers[0]]
            broken = self._broken(first, len(numbers))
            for position, number in enumerate(numbers):
                reported = (
                    broken[position : position + 1] if len(broken) == len(numbers) else broken
                )
                written[number] = self.finding(results[number], labels, reported)
        return [written[number] for number in range(len(results))]

    def finding(
        self, result: ValidationResult, labels: NodeLabels, broken: Sequence[Term] | None = None
    ) -> Finding:
        """Return the finding that a result stands for.

        Args:
            result: what an engine found.
            labels: names things.
            broken: the values of the constraint's parameter that do not hold; all unless given.
        """
        shapes, shape = self.shapes, result.shape
        own_path, rule, rule_iri = self._of_shape(shape)
        path = result.path or own_path
        reported = self._parameters(result) if broken is None else broken
        expected = expectation(shapes, result.component, reported)
        given = self._messages(result)
        focus = term_text(result.focus)
        details = tuple(self.findings(result.details, labels))
        message = _for_people(given)
        own_words = message is not None
        if message is None:
            message = default_message(path, expected, result.component)
            given = [Literal(message, language="en")]
        return Finding(
            severity=result.severity,
            rule=rule,
            rule_iri=rule_iri,
            focus=focus,
            focus_label=labels.label(focus),
            path=path,
            value=None if result.value is None else term_text(result.value),
            message=labels.in_text(message, result.value),
            component=result.component,
            expected=expected,
            hint=_hint(result, reported) if self.as_stored else None,
            shape=shape,
            constraint=result.constraint or self._only_query(result),
            messages=tuple(str(text) for text in given),
            details=details,
            own_words=own_words,
        )

    def _of_shape(self, shape: str) -> tuple[str | None, str, str]:
        """Return path, rule and IRI of a shape, which many results share."""
        if shape not in self._shapes_seen:
            known = (self.shapes.path(shape), self.shapes.rule(shape), self.shapes.named(shape))
            self._shapes_seen[shape] = known
        return self._shapes_seen[shape]

    def _parameters(self, result: ValidationResult) -> list[Term]:
        return parameters(self.shapes, result.shape, result.component)

    def _broken(self, result: ValidationResult, number: int) -> Sequence[Term]:
        """Return the values of a parameter that do not hold, where there is a choice."""
        values = self._parameters(result)
        if len(values) > number and result.component == "PatternConstraintComponent":
            flags = "".join(plain(f) for f in self.shapes.values(result.shape, SH + "flags"))
            failed = [v for v in values if not _matches(plain(v), flags, result.value)]
            return failed or values
        return values

    def _messages(self, result: ValidationResult) -> list[Literal]:
        """Return the messages that SHACL gives a result; none where the shapes have none.

        Source: https://www.w3.org/TR/shacl/#results-message and, for queries,
        https://www.w3.org/TR/shacl/#mapping-of-solution-bindings-to-result-properties.
        """
        own = self._texts(result.shape)
        if result.component != SPARQL and ":" not in result.component:
            return own
        templates = self._templates(result)
        if not templates and not self._binds_message(result):
            return own
        return [_in_language(text, [*templates, *own]) for text in result.messages] or own

    def _templates(self, result: ValidationResult) -> list[Literal]:
        """Return the messages of the query that a result is of, with `{?name}` unfilled."""
        shapes = self.shapes
        if result.component == SPARQL:
            known = [result.constraint] if result.constraint else self._queries(result.shape)
            return [text for node in known for text in self._texts(node)]
        component = sh_iri(result.component)
        validators = [v for name in _VALIDATORS for v in shapes.values(component, SH + name)]
        nodes = [*map(term_text, validators), component]
        return [text for node in nodes for text in self._texts(node)]

    def _binds_message(self, result: ValidationResult) -> bool:
        if result.component != SPARQL:
            return False
        known = [result.constraint] if result.constraint else self._queries(result.shape)
        queries = [q for node in known for q in self.shapes.values(node, SH + "select")]
        return any(re.search(r"[?$]message\b", plain(query)) for query in queries)

    def _only_query(self, result: ValidationResult) -> str | None:
        queries = self._queries(result.shape) if result.component == SPARQL else []
        return queries[0] if len(queries) == 1 else None

    def _queries(self, shape: str) -> list[str]:
        return [term_text(node) for node in self.shapes.values(shape, SH + "sparql")]

    def _texts(self, node: str) -> list[Literal]:
        found = self.shapes.values(node, SH + "message")
        return [text for text in found if isinstance(text, Literal)]


def _hint(result: ValidationResult, asked: Iterable[Term]) -> str | None:
    """Return what to do where the store keeps no value that a shape asks for."""
    if result.component != _DATATYPE:
        return None
    datatypes = map(plain, asked)
    return next((f"{message_of(d)} {advice(d)}" for d in datatypes if d in KEPT_AS), None)


def plain(term: Term) -> str:
    """Return the text of a literal or IRI."""
    return term.value if isinstance(term, Literal | NamedNode) else str(term)


def _for_people(messages: Sequence[Literal]) -> str | None:
    """Return the English message if there is one, else any."""
    ranked = sorted(messages, key=lambda text: text.language not in {"en", None})
    return ranked[0].value if ranked else None


def _in_language(text: str, templates: Iterable[Literal]) -> Literal:
    """Give a filled-in message the language of the template that it was made from."""
    for template in templates:
        pattern = "(?:.*)".join(map(re.escape, _BINDING.split(template.value)))
        if re.fullmatch(pattern, text, re.DOTALL):
            return Literal(text, language=template.language) if template.language else Literal(text)
    return Literal(text)


def _matches(pattern: str, flags: str, value: Term | None) -> bool:
    try:
        return value is not None and Pattern(pattern, flags).matches(plain(value))
    except ValueError:
        return False
