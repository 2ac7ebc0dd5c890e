"""The catalogue as a data set: in VoID and DCAT, in the terms of schema.org, and as typed links.

Sources: https://www.w3.org/TR/void/, https://www.w3.org/TR/vocab-dcat-3/,
https://schema.org/Dataset, https://signposting.org/FAIR/.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rolegraph.catalogue import Catalogue
from rolegraph.folder.description import Description
from rolegraph.history.versions import Versions
from rolegraph.http.signposting import ABOUT_PAGE, SCHEMA, Signposts, authors_of, licenses_of
from rolegraph.rdf.namespaces import (
    DCTERMS,
    ONTOLOGY,
    PREFIXES,
    PROV,
    RDF,
    SHAPES,
    VOID,
    XSD,
    is_default_dataset_graph,
)
from rolegraph.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Term, Triple, integer
from rolegraph.web.frame.linked_data import LinkedData, schema_org

PLACE = "/.well-known/void"
"""Where the description is served (https://www.w3.org/TR/void/#well-known)."""
DCAT, FOAF = "http://www.w3.org/ns/dcat#", "http://xmlns.com/foaf/0.1/"
DESCRIPTION_PREFIXES = {
    "dcat": DCAT,
    "foaf": FOAF,
    **{name: PREFIXES[name] for name in ("dcterms", "prov", "rg", "void", "xsd")},
}
_DUMPS = {
    "application/n-quads": "nquads",
    "application/trig": "trig",
    "application/ld+json": "jsonld",
}
"""Media type of a dump → the name of its format."""
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_RIGHTS = "http://publications.europa.eu/resource/authority/access-right/"
_SOURCE = ONTOLOGY + "SourceDocument"
_MOST_SOURCES = 100


@dataclass(frozen=True)
class DatasetFacts:
    """What is known of the catalogue as a data set.

    Attributes:
        about: what it says of itself.
        revision: its number.
        issued, modified: times of the first and of the last commit, or nothing.
        counts: IRI of a class → plural and number of its things; only those that there are.
        sources: IRIs of the documents that it was taken from.
        open: whether anybody may read it.
    """

    about: Description
    revision: int
    issued: str
    modified: str
    counts: dict[str, tuple[str, int]]
    sources: tuple[str, ...]
    open: bool


class Dataset:
    """Describes the catalogue of a service.

    Args:
        catalogue: what is described.
        versions: know when it was changed.
        open_reading: whether anybody may read it.
    """

    def __init__(self, catalogue: Catalogue, versions: Versions, *, open_reading: bool) -> None:
        self._catalogue, self._versions, self._open = catalogue, versions, open_reading

    def facts(self) -> DatasetFacts:
        """Return what is known of it now."""
        with self._catalogue.view() as view:
            kinds = self._catalogue.types.values()
            counts = {kind.iri: (kind.plural, view.count(kind.plural)) for kind in kinds}
            plural = counts.get(_SOURCE, ("", 0))[0]
            sources = view.iris(plural)[:_MOST_SOURCES] if plural else []
            revision = view.revision
        return DatasetFacts(
            self._catalogue.about,
            revision,
            self._versions.time_of(self._versions.first),
            self._versions.time_of(revision),
            {iri: found for iri, found in counts.items() if found[1]},
            tuple(sources),
            self._open,
        )

    def linked(self, base: str) -> LinkedData:
        """Return what the first page says: the data set, its files, and where it is described.

        Args:
            base: address of the service, without a slash at its end.
        """
        facts = self.facts()
        about = facts.about
        signposts = Signposts(
            cite_as=about.base,
            types=(ABOUT_PAGE, SCHEMA + "Dataset"),
            described_by=_descriptions(base),
            items=[(_dump(base, name), kind) for kind, name in _DUMPS.items()],
            licenses=licenses_of(about),
            authors=authors_of(about),
        )
        return LinkedData(signposts, (_as_schema_org(facts, base),))

    def quads(self, base: str) -> list[Quad]:
        """Return the description in VoID and DCAT.

        Its counts are those of the dumps, which have all graphs. What queries see as the default
        graph is a part of that, with counts of its own.

        Args:
            base: address of the service, without a slash at its end.
        """
        store = self._catalogue.store
        names = store.graph_names()
        dumped = [q for g in (None, *names) for q in store.match(graph=g or DefaultGraph())]
        graphs = [name for name in names if is_default_dataset_graph(name.value)]
        queried = {q.triple for g in graphs for q in store.match(graph=g)}
        return list(_in_dcat(self.facts(), base, dumped, queried))


def dump_signposts(about: Description, base: str) -> Signposts:
    """Return the typed links of a dump, which lead back to the data set."""
    return Signposts(
        cite_as=about.base,
        types=(SCHEMA + "Dataset",),
        described_by=_descriptions(base),
        collection=f"{base}/",
        licenses=licenses_of(about),
        authors=authors_of(about),
    )


def _descriptions(base: str) -> list[tuple[str, str]]:
    return [(base + PLACE, kind) for kind in ("text/turtle", "application/ld+json")]


def _dump(base: str, name: str) -> str:
    return f"{base}/graphs?format={name}"


def _named(value: str) -> Term:
    """Return a name, or the IRI that stands for it."""
    return NamedNode(value) if value.startswith(("https://", "http://")) else Literal(value)


def _say(subject: NamedNode, predicate: str, *values: Term) -> Iterator[Quad]:
    return (Quad(subject, NamedNode(predicate), value) for value in values)


def _in_dcat(
    facts: DatasetFacts, base: str, dumped: Sequence[Quad], queried: AbstractSet[Triple]
) -> Iterator[Quad]:
    here, dataset = NamedNode(base + PLACE), NamedNode(facts.about.base)
    yield from _say(here, RDF + "type", NamedNode(VOID + "DatasetDescription"))
    yield from _say(here, FOAF + "primaryTopic", dataset)
    yield from dataset_quads(facts, [quad.triple for quad in dumped])
    default = NamedNode(f"{base}{PLACE}#default-graph")
    yield from _say(dataset, VOID + "subset", default)
    yield from _say(default, RDF + "type", NamedNode(VOID + "Dataset"))
    yield from _say(default, DCTERMS + "title", _english("What queries see as the default graph"))
    yield from _counts(default, queried)
    yield from _say(dataset, DCAT + "landingPage", NamedNode(f"{base}/"))
    # A thing counts for the class that it says, which a query for that class finds.
    typed = Counter(str(t.object) for t in queried if t.predicate.value == RDF + "type")
    for iri, (plural, _) in facts.counts.items():
        if not (number := typed[str(NamedNode(iri))]):
            continue
        part = NamedNode(f"{base}{PLACE}#{plural}")
        yield from _say(dataset, VOID + "classPartition", part)
        yield from _say(part, VOID + "class", NamedNode(iri))
        yield from _say(part, VOID + "entities", integer(number))
    for media_type, name in _DUMPS.items():
        part, place = NamedNode(f"{base}{PLACE}#dump-{name}"), NamedNode(_dump(base, name))
        yield from _say(dataset, DCAT + "distribution", part)
        yield from _say(dataset, VOID + "dataDump", place)
        yield from _say(part, RDF + "type", NamedNode(DCAT + "Distribution"))
        yield from _say(part, DCTERMS + "title", _english(f"All graphs as {media_type}"))
        yield from _say(part, DCAT + "accessURL", place)
        yield from _say(part, DCAT + "downloadURL", place)
        yield from _say(part, DCAT + "accessService", NamedNode(f"{base}{PLACE}#sparql"))
        yield from _say(part, DCAT + "mediaType", NamedNode(_MEDIA_TYPES + media_type))
        yield from _terms_and_dates(facts, part)
    endpoint, place = NamedNode(f"{base}{PLACE}#sparql"), NamedNode(f"{base}/sparql")
    yield from _say(dataset, VOID + "sparqlEndpoint", place)
    yield from _say(endpoint, RDF + "type", NamedNode(DCAT + "DataService"))
    yield from _say(endpoint, DCTERMS + "title", _english("SPARQL endpoint"))
    yield from _say(endpoint, DCAT + "endpointURL", place)
    described = NamedNode(f"{base}/openapi.json")
    yield from _say(endpoint, DCAT + "endpointDescription", described)
    yield from _say(endpoint, DCAT + "servesDataset", dataset)
    yield from _terms_and_dates(facts, endpoint)


def _counts(dataset: NamedNode, triples: Collection[Triple]) -> Iterator[Quad]:
    """Yield how much a data set has."""
    numbers = {
        "triples": len(triples),
        "distinctSubjects": len({triple.subject for triple in triples}),
        "properties": len({triple.predicate for triple in triples}),
    }
    for name, number in numbers.items():
        yield from _say(dataset, VOID + name, integer(number))


def dataset_quads(facts: DatasetFacts, triples: Collection[Triple]) -> Iterator[Quad]:
    """Yield what is said of the data set itself, wherever it is.

    Args:
        facts: what is known of it.
        triples: all that it has; one that stands in two graphs counts twice where it is there
            twice, as in a dump.
    """
    about, dataset = facts.about, NamedNode(facts.about.base)
    yield from _counts(dataset, triples)
    yield from _say(dataset, RDF + "type", NamedNode(VOID + "Dataset"), NamedNode(DCAT + "Dataset"))
    for name, text in (("title", about.title), ("description", about.description)):
        if text:
            yield from _say(dataset, DCTERMS + name, Literal(text, language=about.language))
    for name, value in (("creator", about.creator), ("publisher", about.publisher)):
        if value:
            yield from _say(dataset, DCTERMS + name, _named(value))
    yield from _terms_and_dates(facts, dataset)
    yield from _say(dataset, DCTERMS + "identifier", Literal(about.base))
    yield from _say(dataset, DCTERMS + "language", *map(Literal, about.languages))
    yield from _say(dataset, DCAT + "version", Literal(str(facts.revision)))
    rules = (NamedNode(ONTOLOGY.rstrip("#")), NamedNode(SHAPES.rstrip("#")))
    yield from _say(dataset, DCTERMS + "conformsTo", *rules)
    yield from _say(dataset, PROV + "wasDerivedFrom", *map(NamedNode, facts.sources))
    yield from _say(dataset, DCAT + "keyword", *map(_english, _kinds(facts)))
    yield from _say(dataset, VOID + "uriSpace", Literal(about.base))
    yield from _say(dataset, VOID + "vocabulary", NamedNode(ONTOLOGY))


def _terms_and_dates(facts: DatasetFacts, of: NamedNode) -> Iterator[Quad]:
    """Yield what holds for the data set and for each way to get it."""
    for iri in licenses_of(facts.about):
        yield from _say(of, DCTERMS + "license", NamedNode(iri))
    rights = NamedNode(_RIGHTS + ("PUBLIC" if facts.open else "RESTRICTED"))
    yield from _say(of, DCTERMS + "accessRights", rights)
    for name, time in (("issued", facts.issued), ("modified", facts.modified)):
        if time:
            moment = Literal(time, datatype=NamedNode(XSD + "dateTime"))
            yield from _say(of, DCTERMS + name, moment)


def _english(text: str) -> Literal:
    return Literal(text, language="en")


def _as_schema_org(facts: DatasetFacts, base: str) -> dict[str, object]:
    about = facts.about
    downloads = [
        {
            "@type": "DataDownload",
            "contentUrl": _dump(base, name),
            "encodingFormat": media_type,
            **({"license": about.license} if about.license else {}),
        }
        for media_type, name in _DUMPS.items()
    ]
    said = {
        "@id": about.base,
        "name": about.title,
        "description": about.description,
        "identifier": about.base,
        "url": f"{base}/",
        "creator": about.creator,
        "publisher": about.publisher,
        "license": about.license,
        "datePublished": facts.issued,
        "dateModified": facts.modified,
        "version": str(facts.revision),
        "inLanguage": list(about.languages),
        "isAccessibleForFree": facts.open,
        "keywords": _kinds(facts),
        "isBasedOn": list(facts.sources),
        "distribution": downloads,
    }
    return schema_org("Dataset", said)


def _kinds(facts: DatasetFacts) -> list[str]:
    """Return the names of the kinds of things that there are."""
    return [plural.replace("-", " ") for plural, _ in facts.counts.values()]
