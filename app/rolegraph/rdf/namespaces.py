"""The namespaces of the catalogue and the IRIs that follow from them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

ROLES = "https://w3id.org/rolegraph/"
"""Begins the IRIs of the catalogue and of its vocabulary."""
ONTOLOGY = "https://w3id.org/rolegraph/ontology#"
SHAPES = "https://w3id.org/rolegraph/shapes#"
THINGS = "https://w3id.org/rolegraph/id/"
GRAPHS = "https://w3id.org/rolegraph/graph/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
VOID = "http://rdfs.org/ns/void#"

PREFIXES: dict[str, str] = {
    "rg": ONTOLOGY,
    "rgsh": SHAPES,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "sh": SH,
    "skos": SKOS,
    "prov": PROV,
    "dcterms": DCTERMS,
    "oa": OA,
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "vann": "http://purl.org/vocab/vann/",
    "void": VOID,
    "airo": "https://w3id.org/airo#",
}
"""Prefix → namespace, as used in every file, page and result that abbreviates IRIs."""

INFERRED_GRAPH = GRAPHS + "inferred"
CHANGES_GRAPH = GRAPHS + "changes"
PROPOSALS_GRAPH = GRAPHS + "proposals"
"""Where changes stand that are discussed before they are made."""
CATALOGUE_GRAPH = GRAPHS + "catalogue"
"""What the catalogue says of itself: title, base IRI, languages, licence, profile of its rules."""
LOG_GRAPH = GRAPHS + "log"
"""Where a remote store keeps what was committed; no part of any dataset that is shown."""
DEFAULT_GRAPH = GRAPHS + "default"
"""What stands for the default graph in a remote store."""
ENGINE_MARK = "urn:rolegraph:engine:"
"""What the names of the empty graphs begin with by which the engine knows its own state."""
GENID = "https://w3id.org/.well-known/genid/rolegraph/"
"""What IRIs that stand for blank nodes in a remote store begin with."""
SHAPES_GRAPHS = GRAPHS + "shapes/"
ONTOLOGY_GRAPHS = GRAPHS + "ontology/"
PEOPLE_GRAPHS = GRAPHS + "data/people/"
"""What the names of the graphs begin with that tell of people."""
DOCUMENTS_GRAPH = GRAPHS + "documents"
"""What is kept of documents that were brought in over HTTP: their curation, and their bytes."""
PEOPLE_DOCUMENTS_GRAPH = PEOPLE_GRAPHS + "documents"
"""The same, for those alone who may read about people."""
KEPT_DOCUMENTS = frozenset({DOCUMENTS_GRAPH, PEOPLE_DOCUMENTS_GRAPH})
APART_GRAPHS = (CHANGES_GRAPH, INFERRED_GRAPH)
"""Graphs that no replica of the dataset has, and that no variable finds: they answer who names
them."""
_NOT_OF_A_PATH = re.compile(r"""[\x00-\x20\x7f-\x9f<>"{}|\\^`%?#]""")
_ASKED_BY_NAME = frozenset(
    {INFERRED_GRAPH, CHANGES_GRAPH, LOG_GRAPH, CATALOGUE_GRAPH, PROPOSALS_GRAPH, *KEPT_DOCUMENTS}
)


def graph_of_file(path: str) -> str:
    """Return the IRI of the named graph of a catalogue file, such as `data/personas.ttl`.

    What a path may have and a graph's IRI may not, such as a blank, is escaped (RFC 3987, 3.1).
    """
    return GRAPHS + _NOT_OF_A_PATH.sub(lambda sign: quote(sign[0]), path)


def path_of_graph(graph: str) -> str:
    """Return the path of the file that a named graph is kept in; other IRIs as they are."""
    return unquote(graph.removeprefix(GRAPHS)) if graph.startswith(GRAPHS) else graph


def is_rules_graph(graph: str) -> bool:
    """Tell whether a named graph holds rules, not content.

    That is: shapes, ontology, or what the catalogue says of itself.
    """
    return graph == CATALOGUE_GRAPH or graph.startswith((SHAPES_GRAPHS, ONTOLOGY_GRAPHS))


def is_people_graph(graph: str) -> bool:
    """Tell whether a named graph tells of people."""
    return graph.startswith(PEOPLE_GRAPHS)


@lru_cache(maxsize=8192)
def is_default_dataset_graph(graph: str) -> bool:
    """Tell whether a named graph belongs to the default graph that queries see.

    Shapes, inferred triples, the metadata of the change log and the description of the catalogue
    are there to be asked for by name; everything else is catalogue, ontology or mapping.
    """
    return not (graph in _ASKED_BY_NAME or graph.startswith(SHAPES_GRAPHS) or is_engine_mark(graph))


def is_engine_mark(graph: str) -> bool:
    """Tell whether a graph is the engine's note of its own state, which is no part of the data."""
    return graph.startswith(ENGINE_MARK)


@lru_cache(maxsize=8192)
def compact(iri: str) -> str:
    """Return the prefixed form of an IRI where a known prefix fits, else the IRI itself."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            local = iri[len(namespace) :]
            if local and all(character.isalnum() or character in "_-." for character in local):
                return f"{prefix}:{local}"
    return iri


def spaced(name: str) -> str:
    """Return a name written in camel case as words: `performedByRole` as `performed by role`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def words_of(iri: str) -> str:
    """Return the last part of an IRI as words, for who has no better name for it."""
    return spaced(re.split(r"[/#]", iri.rstrip("/#"))[-1])


def whole_of(iri: str, base: str) -> str:
    """Return the thing that a part is nested in: parts have a fragment.

    A thing whose IRI is not made of the base may have one as well, and is whole.
    """
    return iri.partition("#")[0] if iri.startswith(base) else iri


def short(iri: str, base: str) -> str:
    """Return a short form of an IRI: a thing's plural and slug, or a prefixed name."""
    return iri.removeprefix(base) if iri.startswith(base) else compact(iri)
