"""Links between things: none dangles, and no thing is described twice or out of reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from rolegraph.checking.files.corpus import TYPE, Corpus
from rolegraph.checking.files.sources import DATA, ONTOLOGY, SHAPES, Source
from rolegraph.checking.rules import registry as rules
from rolegraph.checking.rules.terms import renamed
from rolegraph.rdf.namespaces import OWL, RDF, SH, SKOS, THINGS, compact
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.rdf.turtle.tokens import TokenSpan
from rolegraph.shacl.findings import Finding, Fix
from rolegraph.shacl.vocabulary import namespace_of

_LABEL = SKOS + "prefLabel"
_CATALOGUE_LIKE = 2
_MOST_SEARCHED = 20  # where more links dangle, a whole file is missing, and no word was misspelt
_IMPORTS = NamedNode(OWL + "imports")
_HEADERS = frozenset({"http://rdfs.org/ns/void#Dataset", OWL + "Ontology"})


class Things:
    """The things that the data describes.

    Args:
        corpus: the files.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.base = corpus.folder.base if corpus.folder else THINGS
        self.described = {
            str(subject)[1:-1]
            for source in corpus.sources
            for subject in {quad.subject for quad in source.quads}
            if isinstance(subject, NamedNode)
        }
        data = {
            str(subject)[1:-1]
            for source in corpus.part(DATA)
            for subject in {quad.subject for quad in source.quads}
            if isinstance(subject, NamedNode)
        }
        self.typed = {t for t in data if corpus.types.get(t) and not corpus.types[t] & _HEADERS}
        self.namespaces = frozenset(map(namespace_of, self.typed))
        self._nearest: dict[str, str | None] = {}

    def lacks(self, iri: str) -> bool:
        """Tell whether an IRI looks like one of a thing of this catalogue, yet none has it."""
        if iri in self.described:
            return False
        return iri.startswith(self.base) or namespace_of(iri) in self.namespaces

    def nearest(self, iri: str) -> str | None:
        """Return the thing whose IRI is most like one that nothing has, or None."""
        if iri not in self._nearest:
            self._nearest[iri] = self._search(iri) if len(self._nearest) < _MOST_SEARCHED else None
        return self._nearest[iri]

    def _search(self, iri: str) -> str | None:
        space = namespace_of(iri)
        local = iri[len(space) :]
        names = self._by_namespace.get(space, {})
        matches = get_close_matches(local, names, n=1, cutoff=0.8)
        if matches:
            return names[matches[0]]
        return self._by_local.get(local)

    @cached_property
    def _by_namespace(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for iri in sorted(self.typed):
            space = namespace_of(iri)
            found[space][iri[len(space) :]] = iri
        return found

    @cached_property
    def _by_local(self) -> dict[str, str]:
        return {iri[len(namespace_of(iri)) :]: iri for iri in sorted(self.typed, reverse=True)}


def check_links(corpus: Corpus) -> Iterator[Finding]:
    """Yield dangling links, things described twice, clashing labels, things out of reach."""
    things = Things(corpus)
    for source in corpus.part(DATA):
        yield from _dangling(corpus, things, source)
    yield from _described_twice(corpus)
    yield from _clashing(corpus, things)
    yield from _unreachable(corpus, things)


def _dangling(corpus: Corpus, things: Things, source: Source) -> Iterator[Finding]:
    cache: dict[NamedNode, bool] = {}
    for quad in source.quads:
        value = quad.object
        if not isinstance(value, NamedNode) or quad.predicate in {TYPE, _IMPORTS}:
            continue
        if value not in cache:
            cache[value] = things.lacks(value.value)
        if cache[value]:
            yield _dangling_finding(corpus, things, source, quad, value.value)


def _dangling_finding(
    corpus: Corpus, things: Things, source: Source, quad: Quad, iri: str
) -> Finding:
    subject = str(quad.subject).strip("<>")
    nearest = things.nearest(iri)
    name = nearest and (corpus.labels.label(nearest) or "")
    found = rules.finding(
        "dangling-link",
        f"Nothing describes {corpus.short(iri)}; fix the link or describe the thing.",
        focus=subject,
        focus_label=corpus.labels.label(subject),
        path=quad.predicate.value,
        value=iri,
        hint=f"Did you mean {corpus.short(nearest)} ({name})?" if nearest else None,
    )
    place = corpus.triple_place(source, quad)
    if place and nearest:
        start = source.lines.offset(place.line, place.column)
        end = source.lines.offset(place.end_line, place.end_column)
        edit = renamed(source, TokenSpan(start, end), iri, nearest)
        if edit:
            title = f"link to {corpus.short(nearest)} instead"
            found = replace(found, fix=Fix(title, (edit,)))
    return found.at(place)


def _described_twice(corpus: Corpus) -> Iterator[Finding]:
    """Yield the things that get the same type at two places: two descriptions of one thing.

    A role that two documents name is one role, and the graph of each document says where.
    """
    read = _graphs_of_documents(corpus)
    seen: dict[tuple[str, str], tuple[Source, Quad]] = {}
    for source in corpus.part(ONTOLOGY, SHAPES, DATA):
        for quad in source.quads:
            if quad.predicate != TYPE or not isinstance(quad.subject, NamedNode):
                continue
            key = (quad.subject.value, str(quad.object))
            first = seen.setdefault(key, (source, quad))
            if first[1] is quad or (
                first[0] is not source and {first[0].path, source.path} <= read
            ):
                continue
            found = rules.finding(
                "duplicate-definition",
                f"{corpus.short(key[0])} is described twice; keep one description.",
                focus=key[0],
                focus_label=corpus.labels.label(key[0]),
            )
            same_file = first[0] is source
            places = list(corpus.triple_places(source, quad, "subject"))
            place = places[-1] if places else None
            earlier = corpus.triple_place(*first, "subject", "described here first")
            related = (earlier,) if earlier and not (same_file and len(places) == 1) else ()
            yield replace(found, related=related).at(place)


def _graphs_of_documents(corpus: Corpus) -> set[Path]:
    """Return the files that imports write."""
    folder = corpus.folder
    if folder is None:
        return set()
    from rolegraph.folder.catalogue_folder import graph_key  # loads pydantic

    return {(folder.root / graph_key(key)).resolve() for key, _ in folder.documents()}


def _clashing(corpus: Corpus, things: Things) -> Iterator[Finding]:
    """Yield things of one class, in one scheme if they are in schemes, that go by one label."""
    schemes = {
        str(quad.subject)[1:-1]: str(quad.object)
        for quad in corpus.quads
        if quad.predicate.value == SKOS + "inScheme"
    }
    seen: dict[tuple[str, ...], tuple[Source, Quad]] = {}
    for source in corpus.part(DATA):
        for quad in source.quads:
            label, subject = quad.object, quad.subject
            if quad.predicate.value != _LABEL or not isinstance(label, Literal):
                continue
            if not isinstance(subject, NamedNode) or subject.value not in things.typed:
                continue
            for kind in sorted(corpus.types[subject.value]):
                scheme = schemes.get(subject.value, "")
                key = (kind, scheme, label.value.casefold(), label.language or "")
                first = seen.setdefault(key, (source, quad))
                other = str(first[1].subject)[1:-1]
                if other == subject.value:
                    continue
                found = rules.finding(
                    "label-clash",
                    f"{corpus.short(other)} has the label {label.value!r} as well; people cannot "
                    "tell the two apart.",
                    focus=subject.value,
                    focus_label=label.value,
                    path=_LABEL,
                )
                note = corpus.triple_place(*first, "object", "the same label")
                place = corpus.triple_place(source, quad)
                yield replace(found, related=(note,) if note else ()).at(place)


def _unreachable(corpus: Corpus, things: Things) -> Iterator[Finding]:
    """Yield things that link to nothing of the catalogue and that nothing links to."""
    shaped = {
        quad.object.value
        for source in corpus.part(SHAPES)
        for quad in source.quads
        if quad.predicate.value == SH + "targetClass" and isinstance(quad.object, NamedNode)
    }
    candidates = {t for t in things.typed if corpus.types[t] & shaped} if shaped else things.typed
    if len(candidates) < _CATALOGUE_LIKE:
        return
    linked: set[str] = set()
    for source in corpus.part(DATA):
        for quad in source.quads:
            if isinstance(quad.object, NamedNode) and quad.predicate.value != RDF + "type":
                subject, value = str(quad.subject)[1:-1], quad.object.value
                if value in things.described and value != subject:
                    linked |= {subject, value, subject.partition("#")[0], value.partition("#")[0]}
    for thing in sorted(candidates - linked):
        label = corpus.labels.label(thing) or compact(thing)
        message = f"Nothing links to {label}, and it links to nothing; link it or remove it."
        yield corpus.named(rules.finding("unreachable-thing", message, focus=thing))
