"""The terms of SHACL as data: what each parameter takes, and what is not judged here.

Sources: the recommendation SHACL (https://www.w3.org/TR/shacl/, appendices B and C), the note
SHACL Advanced Features, and the draft of SHACL 1.2 for its new terms.
"""

from __future__ import annotations

from dataclasses import dataclass

INTEGER, BOOLEAN, STRING, LITERAL, IRI, SHAPE, PROPERTY, ANY, LIST, SHAPES, STRINGS, IRIS, TEXT = (
    "an integer",
    "true or false",
    "a plain text",
    "a literal",
    "an IRI",
    "a shape",
    "a property shape (with sh:path)",
    "anything",
    "a list",
    "a list of shapes",
    "a list of plain texts",
    "a list of IRIs",
    "a text",
)


@dataclass(frozen=True)
class ShaclParameter:
    """What a property of shapes takes.

    Attributes:
        takes: one of the words above.
        once: whether a shape has it at most once.
        on_property: whether it is for property shapes only.
    """

    takes: str
    once: bool = False
    on_property: bool = False


PARAMETERS: dict[str, ShaclParameter] = {
    "class": ShaclParameter(IRI),
    "datatype": ShaclParameter(IRI, once=True),
    "nodeKind": ShaclParameter(IRI, once=True),
    "minCount": ShaclParameter(INTEGER, once=True, on_property=True),
    "maxCount": ShaclParameter(INTEGER, once=True, on_property=True),
    "minExclusive": ShaclParameter(LITERAL, once=True),
    "minInclusive": ShaclParameter(LITERAL, once=True),
    "maxExclusive": ShaclParameter(LITERAL, once=True),
    "maxInclusive": ShaclParameter(LITERAL, once=True),
    "minLength": ShaclParameter(INTEGER, once=True),
    "maxLength": ShaclParameter(INTEGER, once=True),
    "pattern": ShaclParameter(STRING),
    "flags": ShaclParameter(STRING, once=True),
    "languageIn": ShaclParameter(STRINGS, once=True),
    "uniqueLang": ShaclParameter(BOOLEAN, once=True, on_property=True),
    "equals": ShaclParameter(IRI),
    "disjoint": ShaclParameter(IRI),
    "lessThan": ShaclParameter(IRI, on_property=True),
    "lessThanOrEquals": ShaclParameter(IRI, on_property=True),
    "not": ShaclParameter(SHAPE),
    "and": ShaclParameter(SHAPES),
    "or": ShaclParameter(SHAPES),
    "xone": ShaclParameter(SHAPES),
    "node": ShaclParameter(SHAPE),
    "property": ShaclParameter(PROPERTY),
    "qualifiedValueShape": ShaclParameter(SHAPE, once=True, on_property=True),
    "qualifiedMinCount": ShaclParameter(INTEGER, once=True, on_property=True),
    "qualifiedMaxCount": ShaclParameter(INTEGER, once=True, on_property=True),
    "qualifiedValueShapesDisjoint": ShaclParameter(BOOLEAN, once=True, on_property=True),
    "closed": ShaclParameter(BOOLEAN, once=True),
    "ignoredProperties": ShaclParameter(IRIS, once=True),
    "hasValue": ShaclParameter(ANY),
    "in": ShaclParameter(LIST, once=True),
    "sparql": ShaclParameter(ANY),
}
"""Local name of a constraint parameter → what it takes. A node that has one is a shape."""

NOT_ALONE = frozenset({"flags", "ignoredProperties", "qualifiedValueShapesDisjoint"})
"""Parameters that make no constraint by themselves."""

OTHER: dict[str, ShaclParameter] = {
    "targetClass": ShaclParameter(IRI),
    "targetSubjectsOf": ShaclParameter(IRI),
    "targetObjectsOf": ShaclParameter(IRI),
    "severity": ShaclParameter(IRI, once=True),
    "message": ShaclParameter(TEXT),
    "deactivated": ShaclParameter(BOOLEAN, once=True),
}
"""Local name of another property of shapes → what it takes."""

NODE_KINDS = frozenset(
    {"IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"}
)

SCRIPTS = frozenset({"js", "jsFunctionName", "jsLibrary", "jsLibraryURL"})
"""SHACL JavaScript Extensions: nothing here runs scripts."""

_NEWER = """singleLine memberShape minListLength maxListLength uniqueMembers nodeByExpression
reifierShape reificationRequired rootClass someValue subsetOf targetWhere uniqueValuesForClass"""
NEWER = frozenset(_NEWER.split())
"""Constraints and targets of the draft SHACL 1.2 that neither engine judges."""

_NEWER_TERMS = """agentInstruction codeIdentifier conformanceDisallows intent ByTypes Debug Trace
ListShape ListNodeKind TripleTerm shape ShapeClass types MemberShapeConstraintComponent
SingleLineConstraintComponent"""
NEWER_TERMS = frozenset(_NEWER_TERMS.split())
"""Other terms of SHACL 1.2."""
