"""The rules of OWL 2 RL, as its specification writes them.

Source: https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules,
tables 4 to 9. A name begins with `?` where it is a variable. A rule whose conclusion is `false`
finds a contradiction.

What is not written here: eq-ref, by which everything is the same as itself; dt-eq, by which two
spellings of one value are the same. dt-type2, dt-diff and dt-not-type speak of values of literals
and are in `literals.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from rolegraph.rdf.namespaces import OWL, PREFIXES, RDF, RDFS, XSD

Written = tuple[str, str, str]
"""A triple pattern; each part is a variable or an IRI."""


class ListKind(Enum):
    """How a rule uses the items of a list."""

    EVERY = "every item in the premises of one rule"
    EACH = "one rule for each item"
    PAIRS = "one rule for each two items"
    CHAIN = "one rule that goes from each item to the next"
    KEY = "one rule in which two things have the same value for each item"


@dataclass(frozen=True)
class InferenceRule:
    """A rule.

    Attributes:
        name: as the specification has it.
        premises: what must be the case.
        conclusion: what then is the case as well; None for a contradiction.
        items: how it uses the list that the variable `?list` stands for; `?i`, or `?i` and `?j`,
            are its items then. None where it has no list.
    """

    name: str
    premises: tuple[Written, ...]
    conclusion: Written | None
    items: ListKind | None = None


_RULES = """
eq-sym      ?x owl:sameAs ?y -> ?y owl:sameAs ?x
eq-trans    ?x owl:sameAs ?y . ?y owl:sameAs ?z -> ?x owl:sameAs ?z
eq-rep-s    ?s owl:sameAs ?t . ?s ?p ?o -> ?t ?p ?o
eq-rep-p    ?p owl:sameAs ?q . ?s ?p ?o -> ?s ?q ?o
eq-rep-o    ?o owl:sameAs ?t . ?s ?p ?o -> ?s ?p ?t
eq-diff1    ?x owl:sameAs ?y . ?x owl:differentFrom ?y -> false

prp-dom     ?p rdfs:domain ?c . ?x ?p ?y -> ?x rdf:type ?c
prp-rng     ?p rdfs:range ?c . ?x ?p ?y -> ?y rdf:type ?c
prp-fp      ?p rdf:type owl:FunctionalProperty . ?x ?p ?y . ?x ?p ?z -> ?y owl:sameAs ?z
prp-ifp     ?p rdf:type owl:InverseFunctionalProperty . ?x ?p ?z . ?y ?p ?z -> ?x owl:sameAs ?y
prp-irp     ?p rdf:type owl:IrreflexiveProperty . ?x ?p ?x -> false
prp-symp    ?p rdf:type owl:SymmetricProperty . ?x ?p ?y -> ?y ?p ?x
prp-asyp    ?p rdf:type owl:AsymmetricProperty . ?x ?p ?y . ?y ?p ?x -> false
prp-trp     ?p rdf:type owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z -> ?x ?p ?z
prp-spo1    ?p rdfs:subPropertyOf ?q . ?x ?p ?y -> ?x ?q ?y
prp-eqp1    ?p owl:equivalentProperty ?q . ?x ?p ?y -> ?x ?q ?y
prp-eqp2    ?p owl:equivalentProperty ?q . ?x ?q ?y -> ?x ?p ?y
prp-pdw     ?p owl:propertyDisjointWith ?q . ?x ?p ?y . ?x ?q ?y -> false
prp-inv1    ?p owl:inverseOf ?q . ?x ?p ?y -> ?y ?q ?x
prp-inv2    ?p owl:inverseOf ?q . ?x ?q ?y -> ?y ?p ?x
prp-npa1    ?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . ?n owl:targetIndividual ?y . ?x ?p ?y -> false
prp-npa2    ?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . ?n owl:targetValue ?y . ?x ?p ?y -> false

cls-thing   -> owl:Thing rdf:type owl:Class
cls-nothing1 -> owl:Nothing rdf:type owl:Class
cls-nothing2 ?x rdf:type owl:Nothing -> false
cls-com     ?c owl:complementOf ?d . ?x rdf:type ?c . ?x rdf:type ?d -> false
cls-svf1    ?c owl:someValuesFrom ?d . ?c owl:onProperty ?p . ?x ?p ?y . ?y rdf:type ?d -> ?x rdf:type ?c
cls-svf2    ?c owl:someValuesFrom owl:Thing . ?c owl:onProperty ?p . ?x ?p ?y -> ?x rdf:type ?c
cls-avf     ?c owl:allValuesFrom ?d . ?c owl:onProperty ?p . ?x rdf:type ?c . ?x ?p ?y -> ?y rdf:type ?d
cls-hv1     ?c owl:hasValue ?v . ?c owl:onProperty ?p . ?x rdf:type ?c -> ?x ?p ?v
cls-hv2     ?c owl:hasValue ?v . ?c owl:onProperty ?p . ?x ?p ?v -> ?x rdf:type ?c
cls-maxc1   ?c owl:maxCardinality 0 . ?c owl:onProperty ?p . ?x rdf:type ?c . ?x ?p ?y -> false
cls-maxc2   ?c owl:maxCardinality 1 . ?c owl:onProperty ?p . ?x rdf:type ?c . ?x ?p ?y . ?x ?p ?z -> ?y owl:sameAs ?z
cls-maxqc1  ?c owl:maxQualifiedCardinality 0 . ?c owl:onProperty ?p . ?c owl:onClass ?d . ?x rdf:type ?c . ?x ?p ?y . ?y rdf:type ?d -> false
cls-maxqc2  ?c owl:maxQualifiedCardinality 0 . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing . ?x rdf:type ?c . ?x ?p ?y -> false
cls-maxqc3  ?c owl:maxQualifiedCardinality 1 . ?c owl:onProperty ?p . ?c owl:onClass ?d . ?x rdf:type ?c . ?x ?p ?y . ?y rdf:type ?d . ?x ?p ?z . ?z rdf:type ?d -> ?y owl:sameAs ?z
cls-maxqc4  ?c owl:maxQualifiedCardinality 1 . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing . ?x rdf:type ?c . ?x ?p ?y . ?x ?p ?z -> ?y owl:sameAs ?z

cax-sco     ?c rdfs:subClassOf ?d . ?x rdf:type ?c -> ?x rdf:type ?d
cax-eqc1    ?c owl:equivalentClass ?d . ?x rdf:type ?c -> ?x rdf:type ?d
cax-eqc2    ?c owl:equivalentClass ?d . ?x rdf:type ?d -> ?x rdf:type ?c
cax-dw      ?c owl:disjointWith ?d . ?x rdf:type ?c . ?x rdf:type ?d -> false

scm-cls     ?c rdf:type owl:Class -> ?c rdfs:subClassOf ?c
scm-cls     ?c rdf:type owl:Class -> ?c owl:equivalentClass ?c
scm-cls     ?c rdf:type owl:Class -> ?c rdfs:subClassOf owl:Thing
scm-cls     ?c rdf:type owl:Class -> owl:Nothing rdfs:subClassOf ?c
scm-sco     ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e -> ?c rdfs:subClassOf ?e
scm-eqc1    ?c owl:equivalentClass ?d -> ?c rdfs:subClassOf ?d
scm-eqc1    ?c owl:equivalentClass ?d -> ?d rdfs:subClassOf ?c
scm-eqc2    ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c -> ?c owl:equivalentClass ?d
scm-op      ?p rdf:type owl:ObjectProperty -> ?p rdfs:subPropertyOf ?p
scm-op      ?p rdf:type owl:ObjectProperty -> ?p owl:equivalentProperty ?p
scm-dp      ?p rdf:type owl:DatatypeProperty -> ?p rdfs:subPropertyOf ?p
scm-dp      ?p rdf:type owl:DatatypeProperty -> ?p owl:equivalentProperty ?p
scm-spo     ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r -> ?p rdfs:subPropertyOf ?r
scm-eqp1    ?p owl:equivalentProperty ?q -> ?p rdfs:subPropertyOf ?q
scm-eqp1    ?p owl:equivalentProperty ?q -> ?q rdfs:subPropertyOf ?p
scm-eqp2    ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p -> ?p owl:equivalentProperty ?q
scm-dom1    ?p rdfs:domain ?c . ?c rdfs:subClassOf ?d -> ?p rdfs:domain ?d
scm-dom2    ?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q -> ?p rdfs:domain ?c
scm-rng1    ?p rdfs:range ?c . ?c rdfs:subClassOf ?d -> ?p rdfs:range ?d
scm-rng2    ?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q -> ?p rdfs:range ?c
scm-hv      ?c owl:hasValue ?v . ?c owl:onProperty ?p . ?d owl:hasValue ?v . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q -> ?c rdfs:subClassOf ?d
scm-svf1    ?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?z . ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z -> ?c rdfs:subClassOf ?d
scm-svf2    ?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?y . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q -> ?c rdfs:subClassOf ?d
scm-avf1    ?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?z . ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z -> ?c rdfs:subClassOf ?d
scm-avf2    ?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?y . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q -> ?d rdfs:subClassOf ?c
"""  # noqa: E501 - a rule a line

_LIST_RULES = """
EVERY cls-int1  ?c owl:intersectionOf ?list . ?y rdf:type ?i -> ?y rdf:type ?c
EACH  cls-int2  ?c owl:intersectionOf ?list . ?y rdf:type ?c -> ?y rdf:type ?i
EACH  cls-uni   ?c owl:unionOf ?list . ?y rdf:type ?i -> ?y rdf:type ?c
EACH  cls-oo    ?c owl:oneOf ?list -> ?i rdf:type ?c
EACH  scm-int   ?c owl:intersectionOf ?list -> ?c rdfs:subClassOf ?i
EACH  scm-uni   ?c owl:unionOf ?list -> ?i rdfs:subClassOf ?c
CHAIN prp-spo2  ?p owl:propertyChainAxiom ?list -> ?x ?p ?y
KEY   prp-key   ?c owl:hasKey ?list . ?x rdf:type ?c . ?y rdf:type ?c -> ?x owl:sameAs ?y
PAIRS eq-diff2  ?n rdf:type owl:AllDifferent . ?n owl:members ?list . ?i owl:sameAs ?j -> false
PAIRS eq-diff3  ?n rdf:type owl:AllDifferent . ?n owl:distinctMembers ?list . ?i owl:sameAs ?j -> false
PAIRS prp-adp   ?n rdf:type owl:AllDisjointProperties . ?n owl:members ?list . ?x ?i ?y . ?x ?j ?y -> false
PAIRS cax-adc   ?n rdf:type owl:AllDisjointClasses . ?n owl:members ?list . ?x rdf:type ?i . ?x rdf:type ?j -> false
"""  # noqa: E501 - a rule a line

ANNOTATION_PROPERTIES = tuple(
    [RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")]
    + [
        OWL + name
        for name in (
            "deprecated",
            "versionInfo",
            "priorVersion",
            "backwardCompatibleWith",
            "incompatibleWith",
        )
    ]
)
DATATYPES = (
    RDF + "PlainLiteral",
    RDF + "XMLLiteral",
    RDFS + "Literal",
    *(
        XSD + name
        for name in [
            "decimal",
            "integer",
            "nonNegativeInteger",
            "nonPositiveInteger",
            "positiveInteger",
            "negativeInteger",
            "long",
            "int",
            "short",
            "byte",
            "unsignedLong",
            "unsignedInt",
            "unsignedShort",
            "unsignedByte",
            "float",
            "double",
            "string",
            "normalizedString",
            "token",
            "language",
            "Name",
            "NCName",
            "NMTOKEN",
            "boolean",
            "hexBinary",
            "base64Binary",
            "anyURI",
            "dateTime",
            "dateTimeStamp",
        ]
    ),
)
"""The datatypes of OWL 2 RL: section 4.2.1."""

SCHEMA_PREDICATES = frozenset(
    [RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")]
    + [
        OWL + name
        for name in [
            "equivalentClass",
            "equivalentProperty",
            "inverseOf",
            "disjointWith",
            "complementOf",
            "propertyDisjointWith",
            "intersectionOf",
            "unionOf",
            "oneOf",
            "someValuesFrom",
            "allValuesFrom",
            "hasValue",
            "onProperty",
            "onClass",
            "maxCardinality",
            "maxQualifiedCardinality",
            "propertyChainAxiom",
            "hasKey",
            "members",
            "distinctMembers",
            "sourceIndividual",
            "assertionProperty",
            "targetIndividual",
            "targetValue",
        ]
    ]
)
SCHEMA_CLASSES = frozenset(
    OWL + name
    for name in [
        "Class",
        "ObjectProperty",
        "DatatypeProperty",
        "FunctionalProperty",
        "InverseFunctionalProperty",
        "IrreflexiveProperty",
        "SymmetricProperty",
        "AsymmetricProperty",
        "TransitiveProperty",
        "AllDifferent",
        "AllDisjointClasses",
        "AllDisjointProperties",
    ]
)
"""Triples with these are the ontology; all others are what is said by its words."""


def _part(text: str) -> str:
    """Return a variable, a number or an IRI."""
    prefix, colon, local = text.partition(":")
    return PREFIXES[prefix] + local if colon else text


def _pattern(text: str) -> Written:
    subject, predicate, value = text.split()
    return _part(subject), _part(predicate), _part(value)


def _rule(name: str, text: str, items: ListKind | None) -> InferenceRule:
    before, _, after = text.partition("->")
    premises = tuple(_pattern(part) for part in before.split(" . ") if part.strip())
    conclusion = None if after.strip() == "false" else _pattern(after)
    return InferenceRule(name, premises, conclusion, items)


def all_rules() -> tuple[InferenceRule, ...]:
    """Return the rules, those without premises included."""
    found = []
    for line in filter(None, _RULES.splitlines()):
        name, _, text = line.partition(" ")
        found.append(_rule(name, text, None))
    for line in filter(None, _LIST_RULES.splitlines()):
        kind, name, text = line.split(maxsplit=2)
        found.append(_rule(name, text, ListKind[kind]))
    annotation, datatype = OWL + "AnnotationProperty", RDFS + "Datatype"
    found += [
        InferenceRule("prp-ap", (), (p, RDF + "type", annotation)) for p in ANNOTATION_PROPERTIES
    ]
    found += [InferenceRule("dt-type1", (), (d, RDF + "type", datatype)) for d in DATATYPES]
    return tuple(found)
