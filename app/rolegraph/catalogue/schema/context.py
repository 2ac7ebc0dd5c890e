"""The JSON-LD context: one for all answers, made from the field names of all types.

It stays within JSON-LD 1.0 (https://www.w3.org/TR/2014/REC-json-ld-20140116/), which every RDF
library reads. Keys of an answer that are no triples are mapped to null.
"""

from __future__ import annotations

import re

from rolegraph.catalogue.schema.fields import Field
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.rdf.namespaces import ONTOLOGY

ADDRESS = "/context.jsonld"
"""Where the context is served, below the base of the service."""

NOT_TRIPLES = ("href", "total", "limit", "next", "referencedBy", "commit")
"""Keys of answers that say something about the answer, not about a thing."""

KEYWORDS = {
    "id": "@id",
    "type": "@type",
    "value": "@value",
    "language": "@language",
    "datatype": "@type",
    "items": "@graph",
}


def context(types: ResourceTypes) -> dict[str, object]:
    """Return the context as the value of `@context`."""
    terms: dict[str, object] = {**KEYWORDS, **dict.fromkeys(NOT_TRIPLES)}
    terms |= {name: iri for iri, name in class_names(types).items()}
    terms |= {name: term(field) for name, field in sorted(types.fields.items())}
    return terms


def term(field: Field) -> dict[str, str]:
    """Return the term definition of a field."""
    definition = {"@reverse" if field.inverse else "@id": field.predicate}
    if field.kind != "literal":
        definition["@type"] = "@id"
    elif field.language:
        definition["@language"] = field.language
    elif field.datatype:
        definition["@type"] = field.datatype
    return definition


def class_names(types: ResourceTypes) -> dict[str, str]:
    """Return the JSON `type` of each class IRI that has a short one.

    Classes of resource types come first, then those of nested things, then other classes of the
    ontology, then classes of others that it declares; where two share a local name the later one
    is written as an IRI.
    """
    nested = [c for f in types.fields.values() if f.nested for c in f.nested.classes]
    below = [c for t in types.values() for c in sorted(t.classes)]
    own = sorted(types.classes, key=lambda iri: not iri.startswith(ONTOLOGY))
    taken = {*types.fields, *KEYWORDS, *NOT_TRIPLES}
    names: dict[str, str] = {}
    for iri in dict.fromkeys([*(t.iri for t in types.values()), *below, *nested, *own]):
        name = re.split(r"[#/]", iri)[-1]
        if re.fullmatch(r"[A-Za-z]\w*", name) and name not in taken:
            taken.add(name)
            names[iri] = name
    return names
