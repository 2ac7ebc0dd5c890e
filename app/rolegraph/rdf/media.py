"""Media types as data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rolegraph.rdf.terms import RdfFormat


@dataclass(frozen=True)
class Format:
    """One serialisation.

    Attributes:
        name: short name, as in `?format=` and on the command line.
        media_type: the registered media type.
        synonyms: other media types that mean the same serialisation.
        extensions: endings of file names, without the dot; the first is preferred.
        charset: whether the Content-Type names a charset.
    """

    name: str
    media_type: str
    synonyms: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    charset: bool = False

    def content_type(self, media_type: str | None = None) -> str:
        """Return the Content-Type header for this format, under its own or the asked-for name."""
        base = media_type or self.media_type
        return f"{base}; charset=utf-8" if self.charset else base


RESULT_FORMATS: tuple[Format, ...] = (
    Format("json", "application/sparql-results+json", ("application/json",), ("srj", "json")),
    Format(
        "xml", "application/sparql-results+xml", ("application/xml", "text/xml"), ("srx", "xml")
    ),
    Format("csv", "text/csv", (), ("csv",), charset=True),
    Format("tsv", "text/tab-separated-values", (), ("tsv",), charset=True),
)
"""SPARQL result formats in the order of preference."""

TABLE_FORMATS: tuple[Format, ...] = (
    Format("arrow", "application/vnd.apache.arrow.stream", (), ("arrows",)),
    Format("parquet", "application/vnd.apache.parquet", (), ("parquet",)),
)
"""Formats of tables whose columns have types; the package pyarrow writes them."""

GRAPH_FORMATS: tuple[Format, ...] = (
    Format(
        "turtle",
        "text/turtle",
        # Turtle is a part of N3, so who takes N3 takes it.
        ("application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3"),
        ("ttl", "n3"),
        True,
    ),
    Format("ntriples", "application/n-triples", ("text/plain",), ("nt",)),
    Format("nquads", "application/n-quads", ("text/x-nquads",), ("nq",)),
    Format("trig", "application/trig", ("application/x-trig",), ("trig",)),
    Format("rdfxml", "application/rdf+xml", ("application/xml", "text/xml"), ("rdf", "xml", "owl")),
    Format("jsonld", "application/ld+json", ("application/json",), ("jsonld", "json")),
)
"""RDF formats in the order of preference."""

MAPPING_FORMATS: tuple[Format, ...] = (
    Format("sssom-tsv", "text/tab-separated-values", (), ("sssom.tsv",), charset=True),
    Format("sssom-ttl", 'text/turtle;profile="https://w3id.org/sssom/"', (), ("sssom.ttl",), True),
)
"""Forms of mappings for tools that read SSSOM, the table first."""

QUERY_FORMATS = (*RESULT_FORMATS, *TABLE_FORMATS, *GRAPH_FORMATS)
"""All formats that the answer of a query may have."""

_RDF = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}


def rdf_format(graph_format: Format) -> RdfFormat:
    """Return the parser and serialiser format of a graph format."""
    return _RDF[graph_format.name]


def format_of_media_type(content_type: str, formats: Iterable[Format]) -> Format | None:
    """Return the format a Content-Type names, parameters left aside, or None."""
    bare = content_type.split(";", 1)[0].strip().lower()
    for candidate in formats:
        if bare == candidate.media_type:
            return candidate
    for candidate in formats:
        if bare in candidate.synonyms:
            return candidate
    return None


def format_of_name(name: str, formats: Iterable[Format]) -> Format | None:
    """Return the format of a short name, media type or file ending, or None.

    Signs within a short name do not count: SPARQLWrapper says `json-ld` and `rdf+xml`.
    """
    formats = tuple(formats)
    wanted = name.lower()
    bare = wanted.replace("-", "").replace("+", "")
    for candidate in formats:
        if bare in (candidate.name.replace("-", ""), *candidate.extensions):
            return candidate
    return format_of_media_type(wanted, formats)
