"""Workflows with everything that a diagram must stand: choices, many languages, odd signs, nothing."""

from __future__ import annotations

from itertools import chain

from rolegraph import resources
from rolegraph.catalogue import Catalogue
from rolegraph.diagrams.plan import WorkflowInDiagram, workflow_in_diagram
from rolegraph.rdf.terms import RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads

BASE = "https://w3id.org/rolegraph/id/"
PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix rgsh: <https://w3id.org/rolegraph/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/rolegraph/id/> .
"""
ODD = """
<roles/cook> a rg:Role ; skos:prefLabel "Cook"@en , "厨师"@zh , "طباخ"@ar ;
    skos:definition "A cook cooks."@en .
<roles/guest> a rg:Role ; skos:prefLabel "Guest \\"of honour\\" <b>; #1"@en .
<tools/scale> a rg:Tool ; skos:prefLabel "Scale"@en .
<artifacts/soup> a rg:Artifact ; skos:prefLabel "Soup & bread"@en , "汤"@zh ;
    skos:definition "What is eaten first."@en .
<artifacts/bill> a rg:Artifact ; skos:prefLabel "Bill"@en .
<criteria/hungry> a rg:Criterion ; skos:prefLabel "Hungry"@en ;
    dcterms:description "Somebody is hungry."@en ; rg:hasMeasure "Hours since lunch."@en .

<workflows/dinner> a rg:Workflow ;
    skos:prefLabel "Dinner: \\"the best\\"; 100 %% <of it> #1"@en , "晚餐"@zh , "عشاء"@ar ;
    rg:purpose "Nobody stays hungry."@en ; rg:trigger "A guest rings."@en ; rg:isLoop true ;
    rg:frequency "Every evening."@en ; rg:duration "Two hours."@en ; rg:hasOutput <artifacts/bill> ;
    rg:hasInput <artifacts/soup> ; rg:usesTool <tools/scale> ;
    rg:hasEntryCriterion <criteria/hungry> ;
    rg:hasStep <steps/welcome>, <steps/cook>, <steps/lay>, <steps/eat>, <steps/pay>, <steps/wash> .
<steps/welcome> a rg:WorkflowStep ; skos:prefLabel "Say \\"hello\\"; `smile` <br> #2 [x] {y} %%{init: {}}%%"@en ;
    rg:stepOrder 1 ; rg:stepOf <workflows/dinner> .
<steps/cook> a rg:WorkflowStep ; skos:prefLabel "Cook"@en , "煮一锅很热很热很热很热很热很热很热的汤然后再尝一尝味道"@zh ,
        "اطبخ الحساء"@ar ;
    skos:definition "Make the soup."@en ;
    rg:stepOrder 2 ; rg:stepOf <workflows/dinner> ; rg:performedByRole <roles/cook> ;
    rg:directlyPrecededBy <steps/welcome> ; rg:usesTool <tools/scale> ;
    rg:produces <artifacts/soup> .
<steps/lay> a rg:WorkflowStep ; skos:prefLabel "end"@en ;
    rg:stepOrder 3 ; rg:stepOf <workflows/dinner> ; rg:performedByRole <roles/cook> ;
    rg:escalatedToRole <roles/guest> ; rg:escalationCondition "if a \\"fork\\"; is missing"@en ;
    rg:directlyPrecededBy <steps/welcome> .
<steps/eat> a rg:WorkflowStep ; skos:prefLabel "Eat"@en ;
    rg:stepOrder 4 ; rg:stepOf <workflows/dinner> ; rg:performedByRole <roles/guest> ;
    rg:directlyPrecededBy <steps/cook> , <steps/lay> ; rg:loopsBackTo <steps/welcome> , <steps/eat> ;
    rg:handoff "The cook brings the plates."@en ; rg:consumes <artifacts/soup> .
<steps/pay> a rg:WorkflowStep ; skos:prefLabel "---"@en ;
    rg:stepOrder 5 ; rg:stepOf <workflows/dinner> ; rg:performedByRole <roles/guest> ;
    rg:directlyPrecededBy <steps/eat> ; rg:consumes <artifacts/soup> ; rg:produces <artifacts/bill> .
<steps/wash> a rg:WorkflowStep ; skos:prefLabel "Wash up"@en ;
    rg:stepOrder 6 ; rg:stepOf <workflows/dinner> ; rg:performedByRole <roles/cook> ;
    rg:directlyPrecededBy <steps/eat> , <steps/welcome> .

<workflows/nothing> a rg:Workflow ; skos:prefLabel "Nothing to do"@en .

<workflows/numbers> a rg:Workflow ; skos:prefLabel "By numbers"@en ;
    rg:hasStep <steps/one>, <steps/two>, <steps/three> .
<steps/one> a rg:WorkflowStep ; skos:prefLabel "One"@en ; rg:stepOrder 1 ; rg:stepOf <workflows/numbers> .
<steps/two> a rg:WorkflowStep ; skos:prefLabel "Two"@en ; rg:stepOrder 2 ; rg:stepOf <workflows/numbers> .
<steps/three> a rg:WorkflowStep ; rg:stepOrder 3 ; rg:stepOf <workflows/numbers> ;
    rg:directlyPrecededBy <steps/two> , <steps/wash> .

<workflows/circle> a rg:Workflow ; skos:prefLabel "Round and round"@en ;
    rg:hasStep <steps/hen>, <steps/egg> .
<steps/hen> a rg:WorkflowStep ; skos:prefLabel "Hen"@en ; rg:stepOrder 1 ;
    rg:stepOf <workflows/circle> ; rg:directlyPrecededBy <steps/egg> .
<steps/egg> a rg:WorkflowStep ; skos:prefLabel "Egg"@en ; rg:stepOrder 2 ;
    rg:stepOf <workflows/circle> ; rg:directlyPrecededBy <steps/hen> .
"""
ODD_WORKFLOWS = ("dinner", "nothing", "numbers", "circle")
PROCEDURES = """
rg:Procedure a owl:Class ; rdfs:subClassOf rg:Workflow ; skos:prefLabel "procedure"@en ;
    skos:definition "A procedure is a workflow that is written down."@en .
rgsh:ProcedureShape a sh:NodeShape ; sh:targetClass rg:Procedure ;
    rgsh:pluralName "procedures" ; rdfs:label "procedure"@en .
"""
"""A class of a catalogue's own below that of workflows."""


def odd_store(turtle: str = ODD) -> EmbeddedStore:
    """Return a store with the shipped catalogue, and what a text says besides."""
    store = EmbeddedStore()
    own = parse(PREFIXES + turtle, format=RdfFormat.TURTLE)
    store.load(chain(catalogue_quads(resources.root()), own))
    return store


def read_workflow(store: EmbeddedStore, slug: str, *languages: str) -> WorkflowInDiagram:
    """Return what is drawn of a workflow."""
    with Catalogue(store).view("", languages or ("en",)) as view:
        return workflow_in_diagram(view, f"{BASE}workflows/{slug}")
