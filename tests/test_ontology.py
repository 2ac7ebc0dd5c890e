"""The ontology stands on its own, contradicts nothing, and knows every term in use."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import owlrl
import pytest
import reasonable
from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, Graph, Namespace, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node

from rolegraph.rdf.sssom.graph import read_sssom
from rolegraph.rdf.terms import NamedNode

ROOT = Path(__file__).parent.parent
RG = Namespace("https://w3id.org/rolegraph/ontology#")
MODULES = "https://w3id.org/rolegraph/ontology"
BUILT_IN = tuple(str(namespace) for namespace in (RDF, RDFS, OWL, XSD, SH))
THINGS = ("https://w3id.org/rolegraph/id/", "https://w3id.org/rolegraph/graph/", "urn:")
RGSH = "https://w3id.org/rolegraph/shapes#"
ERRORS = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
PREFIXES = """
    @prefix rg: <https://w3id.org/rolegraph/ontology#> .
    @prefix ex: <https://example.org/id/> .
"""

# What OWL 2 RL would not take, or what would close the open world.
CLOSING_TERMS = {
    OWL.cardinality,
    OWL.minCardinality,
    OWL.maxCardinality,
    OWL.qualifiedCardinality,
    OWL.minQualifiedCardinality,
    OWL.maxQualifiedCardinality,
    OWL.complementOf,
    OWL.disjointUnionOf,
    OWL.hasSelf,
    OWL.oneOf,
    OWL.unionOf,
    OWL.someValuesFrom,
    OWL.allValuesFrom,
    OWL.equivalentClass,
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.ReflexiveProperty,
}


@cache
def merged(folder: str) -> Graph:
    """All Turtle files of a folder in one graph."""
    graph = Graph()
    for path in sorted((ROOT / folder).glob("*.ttl")):
        graph.parse(path)
    return graph


def contradictions(turtle: str) -> list[str]:
    """What the reasoner complains about in the ontology and some Turtle."""
    graph = Graph() + merged("ontology")
    graph.parse(data=PREFIXES + turtle)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return [str(complaint) for complaint in graph.objects(None, ERRORS)]


def inferred(turtle: str) -> Graph:
    """The Turtle with everything that follows from it and the ontology."""
    graph = Graph() + merged("ontology")
    graph.parse(data=PREFIXES + turtle)
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(graph)
    closure = Graph()
    for triple in reasoner.reason():
        closure.add(triple)
    return closure


def iris(algebra: object) -> Iterator[URIRef]:
    """Every IRI in a parsed query."""
    if isinstance(algebra, URIRef):
        yield algebra
    elif isinstance(algebra, dict):
        for value in algebra.values():
            yield from iris(value)
    elif isinstance(algebra, list | tuple | set | frozenset):
        for value in algebra:
            yield from iris(value)
    elif hasattr(algebra, "args"):  # a property path
        yield from iris(algebra.args)
    elif hasattr(algebra, "arg"):
        yield from iris(algebra.arg)
    elif hasattr(algebra, "path"):
        yield from iris(algebra.path)


def used_in_data() -> set[Node]:
    """The predicates and classes of the shipped catalogue, and the terms it speaks about."""
    graph = merged("data")
    table = ROOT / "data" / "mappings.sssom.tsv"
    quads = list(read_sssom(table, NamedNode("https://example.org/graph")))
    return (
        set(graph.predicates())
        | set(graph.objects(None, RDF.type))
        | {URIRef(quad.predicate.value) for quad in quads}
        | {
            URIRef(quad.object.value)
            for quad in quads
            if isinstance(quad.object, NamedNode) and vocabulary(quad.object.value)
        }
    )


def used_in_shapes() -> set[Node]:
    """The IRIs that the shapes and their queries are about."""
    graph = merged("shapes")
    terms: set[Node] = {
        term
        for triple in graph
        for term in triple
        if isinstance(term, URIRef) and not str(term).startswith(RGSH) and vocabulary(term)
    }
    prefixes = {
        str(graph.value(each, SH.prefix)): str(graph.value(each, SH.namespace))
        for each in graph.objects(None, SH.declare)
    }
    for text in graph.objects(None, SH.select):
        terms |= set(iris(prepareQuery(str(text), initNs=prefixes).algebra))
    return terms


def used_in_queries() -> set[Node]:
    """The IRIs in the query library."""
    paths = sorted((ROOT / "queries").glob("*.rq"))
    terms: set[Node] = set()
    for path in paths:
        terms |= set(iris(prepareQuery(path.read_text()).algebra))
    return {term for term in terms if not str(term).startswith(THINGS)}


@cache
def vocabulary(iri: str) -> str | None:
    """The namespace of an IRI where it is one of the namespaces that the ontology declares."""
    known = {re.sub(r"[^#/]+$", "", str(term)) for term in declared()}
    namespace = re.sub(r"[^#/]+$", "", iri)
    return namespace if namespace in known else None


@cache
def declared() -> frozenset[Node]:
    """Every term of ours and every term of another vocabulary that the ontology declares."""
    return frozenset(merged("ontology").subjects(SKOS.prefLabel, None))


def own(kind: URIRef) -> set[Node]:
    """The terms of ours of one kind."""
    return {term for term in merged("ontology").subjects(RDF.type, kind) if term in RG}


def test_the_ontology_has_no_contradiction() -> None:
    """A reasoner concludes anything from a contradiction."""
    assert [] == contradictions("")


def test_the_shipped_data_does_not_contradict_the_ontology() -> None:
    """An excluded role that is responsible for the same work would show here."""
    assert [] == contradictions(merged("data").serialize(format="nt"))


@pytest.mark.parametrize(
    "turtle",
    [
        "ex:tester rg:isExcludedFrom ex:building ; rg:isResponsibleFor ex:building .",
        "ex:remark a rg:Responsibility, rg:Exclusion .",
        "ex:tester rg:hasPractice ex:log ; rg:hasCharacteristic ex:log .",
        "ex:pat a rg:Persona, rg:Tool .",
        "ex:pat a rg:Persona, <http://xmlns.com/foaf/0.1/Person> .",
        "ex:testing a rg:Activity, <http://www.w3.org/ns/prov#Activity> .",
    ],
)
def test_a_contradiction_is_noticed(turtle: str) -> None:
    """Disjointness that no reasoner acts upon would be decoration."""
    assert contradictions(turtle)


@pytest.mark.parametrize(
    ("turtle", "conclusion"),
    [
        ("ex:tester rg:hasExclusion ex:x .", "ex:tester rg:hasStatement ex:x ."),
        ("ex:tester rg:hasExclusion ex:x .", "ex:x rg:statementOf ex:tester ."),
        ("ex:x rg:isExcludedFromActivity ex:b .", "ex:x rg:refersToActivity ex:b ."),
        ("ex:w rg:hasStep ex:s .", "ex:s rg:stepOf ex:w ."),
        ("ex:r a rg:Role .", "ex:r a <http://www.w3.org/2004/02/skos/core#Concept> ."),
        ("ex:r a rg:Role .", "ex:r a <http://www.w3.org/ns/org#Role> ."),
        ("ex:t a rg:Tool .", "ex:t a <https://schema.org/SoftwareApplication> ."),
    ],
)
def test_what_follows_is_inferred(turtle: str, conclusion: str) -> None:
    """Queries over inferred triples rely on these."""
    expected = set(Graph().parse(data=PREFIXES + conclusion))

    assert expected <= set(inferred(turtle))


def test_the_ontology_keeps_the_world_open_and_stays_in_owl_2_rl() -> None:
    """What must be there is for the shapes to say; further roles may come."""
    terms = {term for triple in merged("ontology") for term in triple}

    assert set() == terms & CLOSING_TERMS


def test_the_root_imports_the_version_of_every_module() -> None:
    """A tool that loads the root must get the whole."""
    graph = merged("ontology")
    versions = {
        graph.value(module, OWL.versionIRI)
        for module in graph.subjects(RDF.type, OWL.Ontology)
        if str(module) != MODULES
    }

    assert versions == set(graph.objects(URIRef(MODULES), OWL.imports))
    assert len(list((ROOT / "ontology").glob("*.ttl"))) == len(versions) + 1


def test_every_module_declares_its_own_terms_only() -> None:
    """A term is found in the file that its isDefinedBy names."""
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        graph = Graph().parse(path)
        module = URIRef(f"{MODULES}/{path.stem}")
        for term in graph.subjects(SKOS.definition, None):
            assert module == graph.value(term, RDFS.isDefinedBy), term


def test_every_class_has_a_shape() -> None:
    """A class without a shape could be neither checked nor served."""
    targets = set(merged("shapes").objects(None, SH.targetClass))

    assert set() == own(OWL.Class) - targets


def test_every_property_of_ours_is_in_a_shape() -> None:
    """A property that no shape knows could never be written through the interface."""
    in_shapes = {term for triple in merged("shapes") for term in triple}
    derived = {
        RG.hasStatement,  # follows from the four kinds of statement
        RG.revisionNumber,  # these three follow from the change log
        RG.quadsAdded,
        RG.quadsRemoved,
    }

    assert derived == (own(OWL.ObjectProperty) | own(OWL.DatatypeProperty)) - in_shapes | derived


@pytest.mark.parametrize("used", [used_in_data, used_in_shapes, used_in_queries])
def test_every_term_in_use_is_declared(used: Callable[[], set[Node]]) -> None:
    """A misspelt term answers nothing, silently."""
    foreign = {term for term in used() if not str(term).startswith(BUILT_IN)}

    assert set() == foreign - declared()


def test_ontology_and_catalogue_keep_to_the_datatypes_of_owl() -> None:
    """OWL 2 has no `xsd:date`: a reasoner would refuse the ontology or the data for one."""
    dates = {
        f"{folder}: {predicate.n3()} {object_.n3()}"
        for folder in ("ontology", "shapes", "data")
        for _, predicate, object_ in merged(folder)
        if getattr(object_, "datatype", None) == XSD.date
    }

    assert set() == dates


@pytest.mark.parametrize("name", ["core", "workflow", "rolegraph"])
def test_the_core_terms_say_nothing_of_ai(name: str) -> None:
    """The pages of every catalogue show them, those of a harbour as well."""
    text = (ROOT / "ontology" / f"{name}.ttl").read_text(encoding="utf-8")

    assert " AI " not in text
