"""The slots of SSSOM 1.1: their kinds, properties and which of them a mapping set hands down.

Source: the LinkML model of SSSOM 1.1, https://mapping-commons.github.io/sssom/.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from rolegraph.rdf.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

SSSOM = "https://w3id.org/sssom/"
PAV = "http://purl.org/pav/"

BUILT_IN_PREFIXES = {
    "linkml": "https://w3id.org/linkml/",
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": SKOS,
    "sssom": SSSOM,
    "xsd": XSD,
}
"""Prefixes that a table need not declare, and may not declare otherwise."""


class SlotKind(Enum):
    """What a cell of a slot holds."""

    ENTITY = "a CURIE"
    URI = "an absolute URI"
    TEXT = "a text"
    DATE = "a date such as 2026-11-28"
    NUMBER = "a number"
    CHOICE = "one of the words that SSSOM gives"


@dataclass(frozen=True)
class Slot:
    """A slot of a mapping.

    Attributes:
        kind: what it holds.
        predicate: the property that carries it in RDF.
        many: whether a cell holds several values, separated by `|`.
        common: whether a mapping set may give it for all its mappings.
        least, most: bounds of a number.
        choices: of a choice, each word and the IRI that stands for it, if there is one.
    """

    kind: SlotKind
    predicate: str
    many: bool = False
    common: bool = False
    least: float = 0.0
    most: float = 1.0
    choices: tuple[tuple[str, str | None], ...] = ()


_ENTITY_TYPES = (
    ("owl class", OWL + "Class"),
    ("owl object property", OWL + "ObjectProperty"),
    ("owl data property", OWL + "DatatypeProperty"),
    ("owl annotation property", OWL + "AnnotationProperty"),
    ("owl named individual", OWL + "NamedIndividual"),
    ("skos concept", SKOS + "Concept"),
    ("rdfs resource", RDFS + "Resource"),
    ("rdfs class", RDFS + "Class"),
    ("rdfs literal", RDFS + "Literal"),
    ("rdfs datatype", RDFS + "Datatype"),
    ("rdf property", RDF + "Property"),
    ("composed entity expression", SSSOM + "ComposedEntityExpression"),
)
_CARDINALITIES = tuple((text, None) for text in ("1:1", "1:n", "n:1", "n:n", "1:0", "0:1", "0:0"))
LITERAL = "rdfs literal"
"""The type of a subject or object that is a text without an identifier."""

_OWN_PREDICATES = {
    "subject_id": OWL + "annotatedSource",
    "predicate_id": OWL + "annotatedProperty",
    "object_id": OWL + "annotatedTarget",
    "author_id": PAV + "authoredBy",
    "creator_id": DCTERMS + "creator",
    "license": DCTERMS + "license",
    "mapping_date": DCTERMS + "created",
    "publication_date": DCTERMS + "issued",
    "see_also": RDFS + "seeAlso",
    "comment": RDFS + "comment",
}
_COMMON_NAMES = """
    curation_rule curation_rule_text cardinality_scope mapping_date mapping_provider mapping_tool
    mapping_tool_id mapping_tool_version object_match_field object_preprocessing object_source
    object_source_version object_type subject_match_field subject_preprocessing subject_source
    subject_source_version subject_type predicate_type similarity_measure
"""
_MANY_NAMES = """
    author_id author_label reviewer_id reviewer_label creator_id creator_label cardinality_scope
    curation_rule curation_rule_text subject_match_field object_match_field match_string
    subject_preprocessing object_preprocessing see_also
"""
_BY_KIND = {
    SlotKind.ENTITY: """record_id subject_id predicate_id object_id mapping_justification author_id
        reviewer_id creator_id subject_source object_source mapping_source mapping_tool_id
        curation_rule subject_match_field object_match_field subject_preprocessing
        object_preprocessing issue_tracker_item""",
    SlotKind.TEXT: """subject_label subject_category predicate_label object_label object_category
        author_label reviewer_label creator_label subject_source_version object_source_version
        cardinality_scope mapping_tool mapping_tool_version curation_rule_text match_string
        similarity_measure other comment""",
    SlotKind.URI: "license mapping_provider see_also",
    SlotKind.DATE: "mapping_date publication_date review_date",
    SlotKind.NUMBER: "confidence reviewer_agreement similarity_score",
}
_CHOICES: dict[str, tuple[tuple[str, str | None], ...]] = {
    "predicate_modifier": (("Not", None),),
    "subject_type": _ENTITY_TYPES,
    "predicate_type": _ENTITY_TYPES,
    "object_type": _ENTITY_TYPES,
    "mapping_cardinality": _CARDINALITIES,
}


def slots() -> dict[str, Slot]:
    """Return the slots of a mapping by name."""
    kinds = {name: kind for kind, names in _BY_KIND.items() for name in names.split()}
    kinds |= dict.fromkeys(_CHOICES, SlotKind.CHOICE)
    return {
        name: Slot(
            kind,
            _OWN_PREDICATES.get(name, SSSOM + name),
            name in _MANY_NAMES.split(),
            name in _COMMON_NAMES.split(),
            -1.0 if name == "reviewer_agreement" else 0.0,
            1.0,
            _CHOICES.get(name, ()),
        )
        for name, kind in kinds.items()
    }


SLOTS = slots()
"""The columns that SSSOM defines for a mapping."""
