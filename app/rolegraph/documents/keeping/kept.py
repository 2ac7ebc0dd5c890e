"""Documents as a service keeps them, in a graph of their own.

The graph is `DOCUMENTS_GRAPH`, or `PEOPLE_DOCUMENTS_GRAPH` where only those may read it who may
read about people. So what is kept is in the change log, in backups and on replicas like all else.
It is no part of the catalogue: queries see it where they name it, and shapes do not speak of it.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from rolegraph.rdf.namespaces import (
    DOCUMENTS_GRAPH,
    KEPT_DOCUMENTS,
    ONTOLOGY,
    PEOPLE_DOCUMENTS_GRAPH,
    RDF,
    XSD,
)
from rolegraph.rdf.quad_source import QuadSource
from rolegraph.rdf.terms import Literal, NamedNode, Quad, integer

MOST_KEPT = 2_000_000
"""Bytes, compressed, up to which a document is kept: each version stays in the change log."""
_TYPE, _KIND = RDF + "type", ONTOLOGY + "KeptDocument"
_NAME, _SHA256, _CURATION, _CONTENT, _DIGEST, _FORMER, _FORMER_NAME, _ORDER = (
    ONTOLOGY + name
    for name in (
        "filePath",
        "fileSha256",
        "curationText",
        "fileContent",
        "importDigest",
        "formerSha256",
        "formerPath",
        "importOrder",
    )
)
_OPEN = re.compile(r"^    answer:$", re.MULTILINE)
_ANSWERED = re.compile(r"^    answer: .", re.MULTILINE)
"""Lines of a curation file; the import writes them so, in `importing/answers_file.py`."""
WORDS = {_NAME: "path", _CURATION: "questions", _CONTENT: "file"}
"""Properties that people are told of → what they are called."""
_BASE64 = NamedNode(XSD + "base64Binary")


@dataclass(frozen=True)
class KeptDocument:
    """What is kept of one document.

    Attributes:
        name: its path in the catalogue, such as `data/roles.md`.
        sha256: the digest of its bytes.
        curation: the text of its curation file.
        digest: that of the graph as it was imported; see `documents.graph.record`.
        order: its place among the documents that were brought in, from 1.
        packed: its bytes as `packed` gives them; None where they are not kept.
        former: the digests of its earlier files and curations.
        former_names: the paths that it had before.
        is_closed: whether only those may read it who may read about people.
    """

    name: str
    sha256: str
    curation: str
    digest: str
    order: int
    packed: str | None = None
    former: frozenset[str] = frozenset()
    is_closed: bool = False
    former_names: frozenset[str] = frozenset()

    @property
    def content(self) -> bytes | None:
        """Its bytes; None where they are not kept."""
        return None if self.packed is None else gzip.decompress(base64.b64decode(self.packed))

    @property
    def size(self) -> int | None:
        """How many bytes it has; None where they are not kept."""
        if self.packed is None:
            return None
        # The last four bytes of gzip say it (RFC 1952, 2.3.1).
        return int.from_bytes(base64.b64decode(self.packed[-8:])[-4:], "little")

    @property
    def counts(self) -> tuple[int, int]:
        """How many of its questions are open, and how many are answered."""
        return len(_OPEN.findall(self.curation)), len(_ANSWERED.findall(self.curation))

    @property
    def iri(self) -> str:
        """Its IRI in the graph of kept documents."""
        return f"{DOCUMENTS_GRAPH}#{quote(self.name)}"

    def quads(self) -> Iterable[Quad]:
        """Yield what the graph says of it."""
        graph = NamedNode(PEOPLE_DOCUMENTS_GRAPH if self.is_closed else DOCUMENTS_GRAPH)
        node = NamedNode(self.iri)

        def said(predicate: str, value: NamedNode | Literal) -> Quad:
            return Quad(node, NamedNode(predicate), value, graph)

        yield said(_TYPE, NamedNode(_KIND))
        yield said(_NAME, Literal(self.name))
        yield said(_SHA256, Literal(self.sha256))
        yield said(_CURATION, Literal(self.curation))
        yield said(_DIGEST, Literal(self.digest))
        yield said(_ORDER, integer(self.order))
        for each in self.former:
            yield said(_FORMER, Literal(each))
        for each in self.former_names:
            yield said(_FORMER_NAME, Literal(each))
        if self.packed is not None:
            yield said(_CONTENT, Literal(self.packed, datatype=_BASE64))

    def followed_by(self, new: KeptDocument) -> KeptDocument:
        """Return a new state of the same document that knows this one as a former one.

        It may have another name.
        """
        former = self.former | {self.sha256, digest_of(self.curation)}
        now = {new.sha256, digest_of(new.curation)}
        names = self.former_names | {self.name} | new.former_names
        return KeptDocument(
            new.name,
            new.sha256,
            new.curation,
            new.digest,
            self.order,
            new.packed,
            (former | new.former) - now,
            new.is_closed,
            names - {new.name},
        )

    def with_former(self, sha256: str) -> KeptDocument:
        """Return it with the digest of one more earlier file."""
        return replace(self, former=self.former | {sha256})


@dataclass(frozen=True)
class KeptCuration:
    """The curation of a kept document, without its bytes.

    Attributes:
        name: the path of the document in the catalogue.
        text: the curation file.
        names: that path, and those that it had before.
    """

    name: str
    text: str
    names: frozenset[str]


def words_of_kept(predicate: str, value: str) -> str | None:
    """Return what people are told of a value of a kept document; None where it says nothing."""
    if predicate == _NAME:
        return value
    one = KeptDocument("", "", value, "", 1, value)
    if predicate == _CURATION:
        still, answered = one.counts
        return f"{still} open, {answered} answered"
    return f"{one.size:,} bytes" if predicate == _CONTENT else None


def named_by(iri: str) -> str | None:
    """Return the path of the document whose IRI among those that are kept it is; else None."""
    graph, _, name = iri.partition("#")
    return unquote(name) if graph in KEPT_DOCUMENTS and name else None


def brought_in(quads: Iterable[Quad]) -> dict[str, tuple[str | None, str | None]]:
    """Return the documents that a change brings in, by their paths.

    Args:
        quads: what the change adds.

    Returns:
        Path → its packed bytes and its curation, each None where it does not change.
    """
    found: dict[str, tuple[str | None, str | None]] = {}
    for quad in quads:
        if getattr(quad.graph_name, "value", "") not in KEPT_DOCUMENTS:
            continue
        name = named_by(getattr(quad.subject, "value", ""))
        if name is not None:
            content, curation = found.get(name, (None, None))
            value = getattr(quad.object, "value", "")
            if quad.predicate.value == _CONTENT:
                content = value
            if quad.predicate.value == _CURATION:
                curation = value
            found[name] = content, curation
    return found


def digest_of(text: str) -> str:
    """Return the digest of a text, as it would be of its file."""
    return hashlib.sha256(text.encode()).hexdigest()


def packed(content: bytes) -> str:
    """Return bytes as gzip in base64; the same bytes always give the same text."""
    return base64.b64encode(gzip.compress(content, mtime=0)).decode()


def unpacked(text: str, limit: int) -> bytes | None:
    """Return the bytes of `packed`; None where it is none of those, or they are too many.

    Args:
        text: the text.
        limit: how many bytes there may be.
    """
    try:
        unpacking = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        found = unpacking.decompress(base64.b64decode(text, validate=True), limit + 1)
    except (ValueError, zlib.error):
        return None
    return found if unpacking.eof and len(found) <= limit else None


def kept_documents(quads: Iterable[Quad]) -> dict[str, KeptDocument]:
    """Return the kept documents that quads tell of, by their paths, in the order of their import.

    Args:
        quads: those of the two graphs; others are passed over.
    """
    said: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        graph = getattr(quad.graph_name, "value", "")
        if graph in KEPT_DOCUMENTS and isinstance(quad.subject, NamedNode):
            value = getattr(quad.object, "value", "")
            said[graph, quad.subject.value][quad.predicate.value].append(value)
    found: dict[str, KeptDocument] = {}
    for (graph, _), facts in sorted(said.items()):
        if _KIND not in facts[_TYPE]:
            continue
        (name,), (sha256,) = facts[_NAME], facts[_SHA256]
        content = facts[_CONTENT]
        found[name] = KeptDocument(
            name,
            sha256,
            next(iter(facts[_CURATION]), ""),
            next(iter(facts[_DIGEST]), ""),
            int(next(iter(facts[_ORDER]), "0")),
            content[0] if content else None,
            frozenset(facts[_FORMER]),
            graph == PEOPLE_DOCUMENTS_GRAPH,
            frozenset(facts[_FORMER_NAME]),
        )
    return dict(sorted(found.items(), key=lambda pair: (pair[1].order, pair[0])))


def digests_in(quads: Iterable[Quad]) -> frozenset[str]:
    """Return the digests of all files and curations that quads of the two graphs tell of."""
    found: set[str] = set()
    for quad in quads:
        predicate, value = quad.predicate.value, getattr(quad.object, "value", "")
        if predicate in {_SHA256, _FORMER}:
            found.add(value)
        elif predicate == _CURATION:
            found.add(digest_of(value))
    return frozenset(found)


def paths_in(quads: Iterable[Quad]) -> frozenset[str]:
    """Return the paths of the documents that quads of the two graphs tell of."""
    found = (named_by(getattr(quad.subject, "value", "")) for quad in quads)
    return frozenset(name for name in found if name)


def former_names_in(quads: Iterable[Quad]) -> frozenset[str]:
    """Return the former names of documents that quads of the two graphs tell of."""
    return frozenset(
        quad.object.value
        for quad in quads
        if quad.predicate.value == _FORMER_NAME and isinstance(quad.object, Literal)
    )


def kept_contents(quads: Iterable[Quad]) -> Iterable[bytes]:
    """Yield the bytes of all files that quads of the two graphs have."""
    for quad in quads:
        if quad.predicate.value == _CONTENT and isinstance(quad.object, Literal):
            yield gzip.decompress(base64.b64decode(quad.object.value))


def kept_in(store: QuadSource) -> dict[str, KeptDocument]:
    """Return the documents that a store keeps; see `kept_documents`."""
    return kept_documents(
        quad for graph in sorted(KEPT_DOCUMENTS) for quad in store.match(graph=NamedNode(graph))
    )


def kept_curations(store: QuadSource) -> list[KeptCuration]:
    """Return the curations that a store keeps, in the order of their import.

    Unlike `kept_in` it leaves the bytes of the documents alone, which may be many.
    """
    graphs = [NamedNode(graph) for graph in sorted(KEPT_DOCUMENTS)]

    def said(predicate: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for graph in graphs:
            for quad in store.match(predicate=NamedNode(predicate), graph=graph):
                found[getattr(quad.subject, "value", "")].append(getattr(quad.object, "value", ""))
        return found

    orders, former = said(_ORDER), said(_FORMER_NAME)
    found = [
        (int(orders.get(iri, ["0"])[0]), name, text, frozenset((name, *former.get(iri, ()))))
        for iri, (text, *_) in said(_CURATION).items()
        if (name := named_by(iri)) is not None
    ]
    return [KeptCuration(name, text, names) for _, name, text, names in sorted(found)]
