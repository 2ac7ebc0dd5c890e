"""The predicates that an import writes; all others on the same things are somebody else's.

An import of the strict form writes all of `GENERATED`. One of a reading writes fewer; and of the
things in `SPARSE` it writes a name and links, so that texts on them are a person's.
"""

from __future__ import annotations

from rolegraph.documents.curation.model import KINDS

GENERATED = frozenset(
    {
        "dcterms:creator",
        "dcterms:license",
        "dcterms:title",
        "oa:end",
        "oa:exact",
        "oa:hasSelector",
        "oa:hasSource",
        "oa:prefix",
        "oa:start",
        "oa:suffix",
        "prov:value",
        "prov:wasDerivedFrom",
        "prov:wasRevisionOf",
        "rdf:type",
        "rg:assertionStatus",
        "rg:audience",
        "rg:characterCount",
        "rg:checkedOn",
        "rg:citedRoleLabel",
        "rg:citesReference",
        "rg:citingRole",
        "rg:concernsRole",
        "rg:confusableWith",
        "rg:definedIn",
        "rg:discouragedLabel",
        "rg:documentOrder",
        "rg:frequencyQualifier",
        "rg:hasCharacteristic",
        "rg:hasExclusion",
        "rg:assignedActivity",
        "rg:assignedRole",
        "rg:hasPractice",
        "rg:hasPrivilege",
        "rg:hasRequirement",
        "rg:isPartOfStatement",
        "rg:participation",
        "rg:sourceCell",
        "rg:sourcePage",
        "rg:hasResponsibility",
        "rg:directlyPrecededBy",
        "rg:hasStep",
        "rg:stepOf",
        "rg:stepOrder",
        "rg:isExcludedFrom",
        "rg:isExcludedFromActivity",
        "rg:isOpenList",
        "rg:isResponsibleFor",
        "rg:literalMarker",
        "rg:modality",
        "rg:quotedFrom",
        "rg:referenceOrdinal",
        "rg:refersToActivity",
        "rg:resolutionStatus",
        "rg:sha256",
        "rg:sourceFile",
        "rg:sourceLine",
        "rg:statementOf",
        "rg:statementOrder",
        "rg:supportMeans",
        "rg:verbatimText",
        "rg:versionOf",
        "schema:url",
        "skos:altLabel",
        "skos:definition",
        "skos:editorialNote",
        "skos:hiddenLabel",
        "skos:inScheme",
        "skos:notation",
        "skos:prefLabel",
        "void:class",
        "void:classPartition",
        "void:property",
        "void:propertyPartition",
    }
)

OF_READINGS = GENERATED - {
    "rg:audience",
    "rg:checkedOn",
    "rg:citedRoleLabel",
    "rg:citesReference",
    "rg:citingRole",
    "rg:concernsRole",
    "rg:confusableWith",
    "rg:discouragedLabel",
    "rg:frequencyQualifier",
    "rg:literalMarker",
    "rg:modality",
    "rg:referenceOrdinal",
    "rg:resolutionStatus",
    "rg:supportMeans",
    "schema:url",
}
OF_WORKFLOWS = ("rg:Workflow", "rg:WorkflowStep", "rg:Criterion", "rg:Artifact")
"""The classes of what a workflow in a document consists of."""
SPARSE = ("rg:Activity", "rg:Assignment", "rg:Persona", "rg:Tool", *OF_WORKFLOWS)
TEXTS = frozenset(
    {
        "dcterms:license",
        "skos:altLabel",
        "skos:definition",
        "skos:editorialNote",
        "skos:hiddenLabel",
    }
)
PLURALS = {
    "activity": "activities",
    "artifact": "artifacts",
    "assignment": "assignments",
    "characteristic": "characteristics",
    "criterion": "criteria",
    "document": "documents",
    "exclusion": "exclusions",
    "persona": "personas",
    "practice": "practices",
    "privilege": "privileges",
    "requirement": "requirements",
    "responsibility": "responsibilities",
    "role": "roles",
    "scheme": "schemes",
    "step": "steps",
    "tool": "tools",
    "version": "document-versions",
    "workflow": "workflows",
}
"""Prefix of a kind of thing → what its IRIs begin with, below the base of the catalogue."""

STATEMENTS = tuple(class_name for _, class_name, _ in KINDS.values())
"""The classes of statements."""

PARTS = (
    "rg:Role",
    *STATEMENTS,
    "rg:ReferenceEntry",
    "rg:RoleCitation",
    "rg:NamingNote",
    "rg:SupportCommitment",
    "rg:Assignment",
    "rg:Activity",
    "rg:Persona",
    "rg:Tool",
    *OF_WORKFLOWS,
)
"""The classes of what may come into a document and go from it."""
