"""Terms: none is used that nobody declared, and every class of the ontology has a shape."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from rolegraph.checking.files.corpus import Corpus, Part
from rolegraph.checking.files.declared import DeclaredTerms
from rolegraph.checking.files.sources import DATA, ONTOLOGY, QUERIES, SHAPES, Source
from rolegraph.checking.rules import registry as rules
from rolegraph.checking.rules.pageless import pageless
from rolegraph.rdf.namespaces import OWL, RDFS, SH
from rolegraph.rdf.sparql_tokens import tokens
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.rdf.turtle.tokens import TokenSpan
from rolegraph.shacl.findings import Edit, Finding, Fix, Place
from rolegraph.shacl.vocabulary import namespace_of

_MENTIONED = 5
_NO_TERMS = frozenset(
    {
        *(OWL + name for name in ("imports", "versionIRI", "priorVersion", "incompatibleWith")),
        OWL + "backwardCompatibleWith",
        RDFS + "isDefinedBy",
        RDFS + "seeAlso",
    }
)
"""Properties of OWL and RDFS whose values are ontologies and pages, and no terms."""


def check_terms(corpus: Corpus) -> Iterator[Finding]:
    """Yield undeclared terms, each once a file, and classes without a shape."""
    vocabulary = DeclaredTerms(corpus)
    if not vocabulary.own:
        return
    for source in corpus.part(ONTOLOGY, SHAPES, DATA):
        yield from _undeclared(corpus, vocabulary, source)
    for source in corpus.part(QUERIES):
        yield from _in_query(corpus, vocabulary, source)
    yield from _unshaped(corpus, vocabulary)
    if corpus.folder is not None:
        yield from pageless(corpus, vocabulary)


def _undeclared(corpus: Corpus, vocabulary: DeclaredTerms, source: Source) -> Iterator[Finding]:
    cache: dict[NamedNode, bool] = {}
    uses: dict[str, list[tuple[Quad, Part]]] = defaultdict(list)

    def lacks(term: NamedNode) -> bool:
        if term not in cache:  # terms of SHACL are for the check of the shapes
            shacl = SHAPES in source.parts and term.value.startswith(SH)
            cache[term] = not shacl and vocabulary.lacks(term.value)
        return cache[term]

    for quad in source.quads:
        if lacks(quad.predicate):
            uses[quad.predicate.value].append((quad, "predicate"))
        value = quad.object
        if isinstance(value, NamedNode):
            if lacks(value) and _is_term_position(quad, value, vocabulary, source):
                uses[value.value].append((quad, "object"))
        elif isinstance(value, Literal) and lacks(value.datatype):
            uses[value.datatype.value].append((quad, "object"))
        elif isinstance(value, Literal) and quad.predicate.value in {SH + "select", SH + "ask"}:
            yield from _in_shape_query(corpus, vocabulary, source, quad, value)
    for iri, places in uses.items():
        yield _finding(corpus, vocabulary, source, iri, places)


def _is_term_position(
    quad: Quad, value: NamedNode, vocabulary: DeclaredTerms, source: Source
) -> bool:
    """Tell whether the object of a triple must be a term: then it must be declared."""
    predicate = quad.predicate.value
    if predicate in _NO_TERMS:
        return False
    if vocabulary.must_have(quad.predicate, value):
        return True
    rules_of_terms = predicate.startswith((SH, RDFS, OWL))
    return DATA not in source.parts and rules_of_terms and value.value != namespace_of(value.value)


def _finding(
    corpus: Corpus,
    vocabulary: DeclaredTerms,
    source: Source,
    iri: str,
    uses: list[tuple[Quad, Part]],
) -> Finding:
    quad, part = uses[0]
    subject = str(quad.subject).strip("<>")
    nearest = vocabulary.nearest(iri)
    nearest = nearest if nearest != subject else None  # nobody meant a thing to be above itself
    message = f"{corpus.short(iri)} is not a term of the ontology."
    found = rules.finding(
        "undeclared-term",
        message,
        focus=subject,
        focus_label=corpus.labels.label(subject),
        path=quad.predicate.value,
        value=iri if part == "object" else None,
        hint=_suggestion(corpus, nearest, len(uses), _declaration(corpus, vocabulary, iri, part)),
    )
    place = corpus.triple_place(source, quad, part)
    others = (corpus.triple_place(source, q, p, "used here as well") for q, p in uses[1:])
    related = [other for _, other in zip(range(_MENTIONED), others, strict=False) if other]
    found = replace(found.at(place), related=tuple(related))
    fix = nearest and _replacement(corpus, source, iri, nearest, uses)
    return replace(found, fix=fix) if fix else found


def _declaration(corpus: Corpus, vocabulary: DeclaredTerms, iri: str, part: Part) -> str | None:
    """Return how a catalogue takes in one more term of a vocabulary that it borrows from."""
    if corpus.folder is None or namespace_of(iri) in vocabulary.own:
        return None
    kind = "a class or a property" if part == "object" else "a property"
    return f"If it is meant, declare {corpus.short(iri)} in a file in ontology/, as {kind}."


def _suggestion(
    corpus: Corpus, nearest: str | None, uses: int, declaration: str | None = None
) -> str | None:
    parts = []
    if nearest:
        parts.append(f"Did you mean {corpus.short(nearest)}?")
    if declaration:
        parts.append(declaration)
    if uses > 1:
        parts.append(f"It is used {uses} times in this file.")
    return " ".join(parts) or None


def _replacement(
    corpus: Corpus, source: Source, iri: str, nearest: str, uses: Iterable[tuple[Quad, Part]]
) -> Fix | None:
    """Return edits that put the nearest term in place of an undeclared one, wherever it stands."""
    edits = []
    for quad, part in uses:
        for place in corpus.triple_places(source, quad, part):
            start = source.lines.offset(place.line, place.column)
            end = source.lines.offset(place.end_line, place.end_column)
            edit = renamed(source, TokenSpan(start, end), iri, nearest)
            if edit is None:
                return None
            edits.append(edit)
    title = f"replace {corpus.short(iri)} by {corpus.short(nearest)}"
    return Fix(title, tuple(dict.fromkeys(edits))) if edits else None


def renamed(source: Source, span: TokenSpan, old: str, new: str) -> Edit | None:
    """Return the edit that makes a token say `new` where it says `old`, keeping its prefix."""
    token = source.text[span.start : span.end]
    common = namespace_of(old)
    if f"<{old}>" in token:
        text = token.replace(f"<{old}>", f"<{new}>")
    elif new.startswith(common) and token.endswith(":" + old[len(common) :]):
        text = token[: len(token) - len(old) + len(common)] + new[len(common) :]
    else:
        return None
    return Edit(source.name, span.start, span.end, text)


def _in_query(corpus: Corpus, vocabulary: DeclaredTerms, source: Source) -> Iterator[Finding]:
    """Yield undeclared terms of a query file."""
    for iri, span in _query_terms(source.text, {}):
        if vocabulary.lacks(iri):
            yield _query_finding(corpus, vocabulary, source, iri, span)


def _in_shape_query(
    corpus: Corpus, vocabulary: DeclaredTerms, source: Source, quad: Quad, query: Literal
) -> Iterator[Finding]:
    for iri, span in _query_terms(query.value, vocabulary.query_prefixes):
        place = corpus.triple_place(source, quad) if vocabulary.lacks(iri) else None
        if place:
            start = source.lines.offset(place.line, place.column)
            token = query.value[span.start : span.end]
            at = source.text.find(token, start)
            yield _query_finding(corpus, vocabulary, source, iri, TokenSpan(at, at + len(token)))


def _query_terms(text: str, prefixes: dict[str, str]) -> tuple[tuple[str, TokenSpan], ...]:
    """Return the IRIs that a query names, with their places in it; PREFIX lines are left out."""
    return _terms_in(text, tuple(prefixes.items()))


@lru_cache(maxsize=512)
def _terms_in(
    text: str, prefixes: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, TokenSpan], ...]:
    return tuple(_each_term(text, dict(prefixes)))


def _each_term(text: str, known: dict[str, str]) -> Iterator[tuple[str, TokenSpan]]:
    before, last = "", ""
    for token in tokens(text):
        span = TokenSpan(token.start, token.end)
        if token.kind == "iri":
            if before == "PREFIX":
                known[last[:-1]] = token.text[1:-1]
            elif last not in {"BASE", "PREFIX"}:
                yield token.text[1:-1], span
        elif token.kind == "name" and last != "PREFIX":
            prefix, _, local = token.text.partition(":")
            if prefix in known and local:
                yield known[prefix] + re.sub(r"\\(.)", r"\1", local), span
        before, last = last, token.text


def _query_finding(
    corpus: Corpus, vocabulary: DeclaredTerms, source: Source, iri: str, span: TokenSpan
) -> Finding:
    nearest = vocabulary.nearest(iri)
    message = f"{corpus.short(iri)} is not a term of the ontology."
    found = rules.finding(
        "undeclared-term", message, focus=None, value=iri, hint=_suggestion(corpus, nearest, 1)
    )
    line, column = source.lines.place(span.start)
    end_line, end_column = source.lines.place(span.end)
    found = found.at(Place(source.name, line, column, end_line, end_column))
    edit = renamed(source, span, iri, nearest) if nearest else None
    if nearest is None or edit is None:
        return found
    title = f"replace {corpus.short(iri)} by {corpus.short(nearest)}"
    return replace(found, fix=Fix(title, (edit,)))


def _unshaped(corpus: Corpus, vocabulary: DeclaredTerms) -> Iterator[Finding]:
    """Yield the ontology's own classes that no shape is for, neither directly nor by a subclass."""
    targets = {
        quad.object.value
        for source in corpus.part(SHAPES)
        for quad in source.quads
        if quad.predicate.value == SH + "targetClass" and isinstance(quad.object, NamedNode)
    }
    if not targets:
        return
    parents: dict[str, set[str]] = defaultdict(set)
    for quad in corpus.quads:
        if quad.predicate.value == RDFS + "subClassOf" and isinstance(quad.object, NamedNode):
            parents[str(quad.subject).strip("<>")].add(quad.object.value)
    covered = set(targets)
    for target in targets:  # a shape for each subclass is enough for an abstract class
        covered |= parents[target]
    for iri, source in vocabulary.classes.items():
        shaped = iri in covered or bool(parents[iri] & targets)
        if namespace_of(iri) in vocabulary.own and not shaped:
            message = f"The class {corpus.short(iri)} has no shape; write one with sh:targetClass."
            found = rules.finding("class-without-shape", message, focus=iri)
            span = corpus.locator.open(source).subject(iri)
            place = corpus.locator.place(source, span) if span else None
            yield corpus.named(found.at(place))
