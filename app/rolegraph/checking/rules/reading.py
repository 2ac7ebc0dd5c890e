"""What files say in words that mean nothing, and files of RDF that were not read at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import DATA, ONTOLOGY, SHAPES, Source
from rolegraph.checking.files.syntax import FORMATS
from rolegraph.checking.rules import registry as rules
from rolegraph.checking.rules.meaningless_terms import (
    misspelt_terms,
    prefixes_taken_as_schemes,
    types_without_meaning,
)
from rolegraph.rdf.namespaces import SH, XSD
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, RdfFormat
from rolegraph.rdf.turtle.tokens import TokenSpan
from rolegraph.shacl.findings import Edit, Finding, Fix, Place
from rolegraph.shacl.known_terms import BUILT_IN
from rolegraph.shacl.lint.datatypes import nearest_datatype
from rolegraph.shacl.results import term_text

_OBJECT = re.compile(rf'(?:"\^\^| )<{re.escape(XSD)}([^>]*)> \.$'.encode(), re.MULTILINE)
"""A term of XML Schema at the end of a line: no text of a literal has that there."""
_XSD = f"<{XSD}".encode()
_KNOWN = {name.encode() for name in BUILT_IN[XSD]}
_DATATYPE = SH + "datatype"


def check_reading(corpus: Corpus) -> Iterator[Finding]:
    """Yield what the files say in words that mean nothing, and what was not read."""
    for source in corpus.part(ONTOLOGY, SHAPES, DATA):
        if not corpus.is_ours:  # there the check `terms` looks at all terms
            yield from _datatypes(corpus, source)
            yield from misspelt_terms(corpus, source)
        yield from prefixes_taken_as_schemes(corpus, source)
        if source.report.rdf_format == RdfFormat.JSON_LD:
            yield from _keys(corpus, source)
    yield from _unread(corpus)
    yield from _not_served(corpus)
    if corpus.folder is not None:
        yield from _blank_nodes(corpus)


def _unread(corpus: Corpus) -> Iterator[Finding]:
    """Yield the files that hold RDF and were not read, for their endings."""
    for file in corpus.passed:
        if file.is_rdf:
            yield rules.finding(
                "unread-rdf",
                "This file holds RDF and was not read, for its ending.",
                hint=f"Give it one of the endings {', '.join(FORMATS)}.",
            ).at(Place(file.name, 1, 1, 1, 2))


def _not_served(corpus: Corpus) -> Iterator[Finding]:
    """Yield the files of RDF that no service of the catalogue has, read here or not."""
    if not corpus.unserved:
        return
    from rolegraph.folder.catalogue_folder import LEFT_OUT_ADVICE  # loads pydantic

    for name in corpus.unserved:
        yield rules.finding(
            "not-served",
            "No service has what this file says, for its ending.",
            hint=LEFT_OUT_ADVICE,
        ).at(Place(name, 1, 1, 1, 2))


def _blank_nodes(corpus: Corpus) -> Iterator[Finding]:
    """Yield the files of data that pull and push refuse, for their blank nodes: each once."""
    for source in corpus.part(DATA):
        if source.report.rdf_format != RdfFormat.TURTLE or SHAPES in source.parts:
            continue
        held = {
            (quad.subject.value, quad.predicate.value): quad
            for quad in source.quads
            if isinstance(quad.object, BlankNode) and isinstance(quad.subject, NamedNode)
        }
        if held:
            focus, path = min(held)
            found = rules.finding(
                "blank-node",
                f"Blank nodes of {len(held)} thing{'s' if len(held) != 1 else ''}: pull and push "
                "refuse this file.",
                focus=focus,
                path=path,
                hint="Give each an IRI, such as that of its owner with #part behind it.",
            )
            yield corpus.placed(found, source, held[focus, path], "object")


def _datatypes(corpus: Corpus, source: Source) -> Iterator[Finding]:
    unknown = {name.decode() for name in _xsd_names(source.triples.pieces)} - BUILT_IN[XSD]
    for quad in source.triples.with_text(*(f"<{XSD}{name}>" for name in sorted(unknown))):
        iri = _named(quad)
        local = iri.removeprefix(XSD)
        if local not in unknown or quad.predicate.value == _DATATYPE:
            continue  # of sh:datatype the shapes tell
        near = nearest_datatype(local)
        found = rules.finding(
            "unknown-datatype",
            f"xsd:{local} is no datatype of XML Schema, so the value is not checked by it.",
            focus=term_text(quad.subject),
            path=quad.predicate.value,
            value=term_text(quad.object),
            hint=f"Did you mean xsd:{near}?" if near else None,
        )
        yield corpus.placed(found, source, quad, "object")


def _xsd_names(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the names of XML Schema's terms at the ends of lines; each known one may be missing."""
    for piece in pieces:
        followed = piece.split(_XSD)[1:]
        if {rest[: rest.find(b">")] for rest in followed} - _KNOWN:  # perhaps in a text only
            yield from set(_OBJECT.findall(piece))


def _named(quad: Quad) -> str:
    value = quad.object
    return value.datatype.value if isinstance(value, Literal) else str(value).strip("<>")


def _keys(corpus: Corpus, source: Source) -> Iterator[Finding]:
    from rolegraph.rdf.written.unmapped import keys_without_meaning, types_said  # loads rdflib

    report = source.report
    found, terms = keys_without_meaning(source.text, report.parsed, source.base)
    yield from types_without_meaning(corpus, source, types_said(source.text, report.parsed), terms)
    for key, places in found.items():
        start, end = (source.lines.place(at) for at in (places[0].start, places[0].end))
        near = get_close_matches(key, terms, n=1, cutoff=0.75)
        times = f" It stands {len(places)} times in this file." if len(places) > 1 else ""
        found_key = rules.finding(
            "unmapped-key",
            f'The context says nothing of "{key}", so what stands there is in no graph.{times}',
            hint=f'Did you mean "{near[0]}"?' if near else _LEAVE.format(key),
        ).at(Place(source.name, *start, *end))
        yield replace(found_key, fix=_renamed(source, places, near[0])) if near else found_key


def _renamed(source: Source, places: Sequence[TokenSpan], key: str) -> Fix:
    quoted = json.dumps(key, ensure_ascii=False)
    edits = (Edit(source.name, place.start, place.end, quoted) for place in places)
    return Fix(f"write {quoted} instead", tuple(edits))


_LEAVE = 'Add it to the context; "{}": null there leaves it out on purpose.'
