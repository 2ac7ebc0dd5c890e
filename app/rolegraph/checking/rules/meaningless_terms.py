"""Words that look like terms and mean nothing: misspelt standard terms, and prefixes taken as IRIs.

A prefix that is not declared, or a prefixed name between `<` and `>`, makes an IRI of a scheme that
nobody knows. The files parse, and no shape looks at what they say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from urllib.parse import urljoin

from rolegraph.checking.files.corpus import Corpus, Part
from rolegraph.checking.files.sources import SHAPES, Source
from rolegraph.checking.rules import registry as rules
from rolegraph.rdf.namespaces import OWL, PREFIXES, RDF, RDFS, SH
from rolegraph.rdf.terms import Literal, NamedNode, Quad, RdfFormat
from rolegraph.rdf.turtle.tokens import TokenSpan
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.known_terms import BUILT_IN
from rolegraph.shacl.lint.terms import NEWER, NEWER_TERMS
from rolegraph.shacl.results import term_text

_STANDARD = re.compile(
    rf"<(?!{re.escape(RDF)}type>)"
    rf"({'|'.join(map(re.escape, (RDF, RDFS, OWL, SH)))})([^<>\s/#]+)>".encode(),
    re.ASCII,
)
"""A term of a standard vocabulary; the most frequent one is left out, which spares time."""
_OPAQUE = re.compile(rb"<(?!http|urn:|mailto:|file:)([A-Za-z][A-Za-z0-9+.-]*):(?!//)([^<>\s]*)>")
"""An IRI without `//` after its scheme, and so perhaps none."""
_NAMES = """about acct arc ark arxiv bitcoin blob cid coap data did dns doi ethereum file fm ftp geo
git go hdl http https info ipfs ipns isbn issn jar javascript ldap magnet mailto mid ni nih news
oai oid orcid pmid pkcs11 sip sips sms ssh swh tag tel urn uuid view-source ws wss xmpp"""
_SCHEMES = frozenset(_NAMES.split())
"""Schemes of IRIs that are in use: https://www.iana.org/assignments/uri-schemes, and some more."""
_RDF_XML = frozenset({"about", "datatype", "Description", "ID", "nodeID", "parseType", "resource"})
"""What the syntax of RDF/XML adds to the terms of RDF."""
_PREFIXES: Mapping[str, str] = dict(PREFIXES)


def misspelt_terms(corpus: Corpus, source: Source) -> Iterator[Finding]:
    """Yield terms in the namespaces of RDF, RDFS, OWL and SHACL that these do not have."""
    found = {pair for piece in source.triples.pieces for pair in set(_STANDARD.findall(piece))}
    for space, local in sorted((space.decode(), name.decode()) for space, name in found):
        known = BUILT_IN[space] | (NEWER | NEWER_TERMS if space == SH else frozenset())
        shapes_tell = space == SH and SHAPES in source.parts
        if local in known or shapes_tell or (space == RDF and re.fullmatch(r"_\d+|li", local)):
            continue
        if f"<{space}{local}>" in corpus.triples.subjects:
            continue  # the files say what it is, as the vocabulary itself does
        term = corpus.short(space + local)
        if space == RDF and source.report.rdf_format == RdfFormat.RDF_XML:
            known |= _RDF_XML
        near = get_close_matches(local, known, n=1, cutoff=0.7)
        meant = f"Did you mean {corpus.short(space + near[0])}?" if near else None
        yield from _at_first(
            corpus,
            source,
            space + local,
            "unknown-standard-term",
            f"{term} is no term of its vocabulary, so nothing understands it.",
            meant,
        )


def prefixes_taken_as_schemes(corpus: Corpus, source: Source) -> Iterator[Finding]:
    """Yield IRIs such as `<ex:name>`, which mean the scheme `ex` and not the prefix."""
    found = {pair for piece in source.triples.pieces for pair in set(_OPAQUE.findall(piece))}
    pairs = sorted((scheme.decode(), rest.decode()) for scheme, rest in found)
    pairs = [(scheme, rest) for scheme, rest in pairs if scheme.lower() not in _SCHEMES]
    if not pairs:
        return
    declared = source.prefixes
    is_json = source.report.rdf_format == RdfFormat.JSON_LD
    for scheme, rest in pairs:
        space = declared.get(scheme) or _PREFIXES.get(scheme)
        iri = f"{scheme}:{rest}"
        if space and space.startswith(f"{scheme}:"):
            continue  # the prefix stands for that scheme
        if space:
            message = f"<{iri}> is an IRI of the scheme {scheme}:, not the prefixed name {iri}."
            whole = f"<{space}{rest}>"
            meant = whole if source.report.rdf_format == RdfFormat.RDF_XML or is_json else iri
            hint = f"Did you mean {meant}?"
            if is_json and scheme not in declared:
                hint = f"Add the prefix {scheme}: to the context: {whole}."
        elif is_json and rest:
            near = get_close_matches(scheme, declared, n=1, cutoff=0.6)
            message = f"The context has no prefix {scheme}:, so {iri} is an IRI that nobody knows."
            hint = f"Did you mean {near[0]}:{rest}?" if near else _DECLARE.format(scheme)
        else:
            continue
        yield from _at_first(corpus, source, iri, "prefix-as-scheme", message, hint)


_DECLARE = "Add the prefix {}: to the context."


def types_without_meaning(
    corpus: Corpus,
    source: Source,
    names: Mapping[str, TokenSpan | None],
    terms: frozenset[str],
) -> Iterator[Finding]:
    """Yield classes of a JSON-LD document that its context does not know.

    JSON-LD then resolves them against the address of the document.

    Args:
        corpus: the files.
        source: the document.
        names: its types, each with its place.
        terms: the terms of its contexts.
    """
    for name in sorted(names.keys() - terms):
        iri = urljoin(source.base, name)
        if ":" in name or f"<{iri}>" not in source.triples.instances:
            continue
        known = {term.rpartition(":")[2]: term for term in terms}
        known |= {
            kind.strip("<>").replace("#", "/").rpartition("/")[2]: "" for kind in _kinds(corpus)
        }
        near = get_close_matches(name, [k for k in known if k != name], n=1, cutoff=0.75)
        hint = f'Did you mean "{known[near[0]] or near[0]}"?' if near else _VOCABULARY
        message = (
            f'The context says nothing of the type "{name}", so it is a file beside the document '
            "and no class of yours."
        )
        for found in _at_first(corpus, source, iri, "unmapped-type", message, hint):
            place = names[name]
            yield found.at(corpus.locator.place(source, place) if place else None)


_VOCABULARY = 'Add it to the context, or give the context an "@vocab".'


def _kinds(corpus: Corpus) -> Iterator[str]:
    """Yield the classes that shapes are for."""
    for quad in corpus.linted.sound:
        if quad.predicate.value == SH + "targetClass" and isinstance(quad.object, NamedNode):
            yield str(quad.object)


def _at_first(
    corpus: Corpus, source: Source, iri: str, rule: str, message: str, hint: str | None
) -> Iterator[Finding]:
    """Yield a finding at the first triple of a file that has an IRI, if one has it as a term."""
    uses: dict[Part, list[Quad]] = defaultdict(list)
    for quad in source.triples.with_text(f"<{iri}>"):
        part = _part(quad, iri)
        if part:
            uses[part].append(quad)
    number = sum(map(len, uses.values()))
    order: tuple[Part, ...] = ("object", "predicate", "subject")
    for part in order:
        for quad in uses[part][:1]:
            times = f" It stands {number} times in this file." if number > 1 else ""
            found = rules.finding(
                rule,
                message + times,
                focus=term_text(quad.subject),
                path=quad.predicate.value,
                value=term_text(quad.object) if part == "object" else None,
                hint=hint,
            )
            yield corpus.placed(found, source, quad, part)
            return


def _part(quad: Quad, iri: str) -> Part | None:
    """Return the part of a triple that an IRI is, as a term or as a datatype."""
    value = quad.object
    named = value.datatype if isinstance(value, Literal) else value
    if isinstance(named, NamedNode) and named.value == iri:
        return "object"
    if quad.predicate.value == iri:
        return "predicate"
    return "subject" if quad.subject == NamedNode(iri) else None
