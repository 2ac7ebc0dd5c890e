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
class Parameter:
    """What a property of shapes takes.

    Attributes:
        takes: one of the words above.
        once: whether a shape has it at most once.
        on_property: whether it is for property shapes only.
    """

    takes: str
    once: bool = False
    on_property: bool = False


PARAMETERS: dict[str, Parameter] = {
    "class": Parameter(IRI),
    "datatype": Parameter(IRI, once=True),
    "nodeKind": Parameter(IRI, once=True),
    "minCount": Parameter(INTEGER, once=True, on_property=True),
    "maxCount": Parameter(INTEGER, once=True, on_property=True),
    "minExclusive": Parameter(LITERAL, once=True),
    "minInclusive": Parameter(LITERAL, once=True),
    "maxExclusive": Parameter(LITERAL, once=True),
    "maxInclusive": Parameter(LITERAL, once=True),
    "minLength": Parameter(INTEGER, once=True),
    "maxLength": Parameter(INTEGER, once=True),
    "pattern": Parameter(STRING),
    "flags": Parameter(STRING, once=True),
    "languageIn": Parameter(STRINGS, once=True),
    "uniqueLang": Parameter(BOOLEAN, once=True, on_property=True),
    "equals": Parameter(IRI),
    "disjoint": Parameter(IRI),
    "lessThan": Parameter(IRI, on_property=True),
    "lessThanOrEquals": Parameter(IRI, on_property=True),
    "not": Parameter(SHAPE),
    "and": Parameter(SHAPES),
    "or": Parameter(SHAPES),
    "xone": Parameter(SHAPES),
    "node": Parameter(SHAPE),
    "property": Parameter(PROPERTY),
    "qualifiedValueShape": Parameter(SHAPE, once=True, on_property=True),
    "qualifiedMinCount": Parameter(INTEGER, once=True, on_property=True),
    "qualifiedMaxCount": Parameter(INTEGER, once=True, on_property=True),
    "qualifiedValueShapesDisjoint": Parameter(BOOLEAN, once=True, on_property=True),
    "closed": Parameter(BOOLEAN, once=True),
    "ignoredProperties": Parameter(IRIS, once=True),
    "hasValue": Parameter(ANY),
    "in": Parameter(LIST, once=True),
    "sparql": Parameter(ANY),
}
"""Local name of a constraint parameter → what it takes. A node that has one is a shape."""

NOT_ALONE = frozenset({"flags", "ignoredProperties", "qualifiedValueShapesDisjoint"})
"""Parameters that make no constraint by themselves."""

OTHER: dict[str, Parameter] = {
    "targetClass": Parameter(IRI),
    "targetSubjectsOf": Parameter(IRI),
    "targetObjectsOf": Parameter(IRI),
    "severity": Parameter(IRI, once=True),
    "message": Parameter(TEXT),
    "deactivated": Parameter(BOOLEAN, once=True),
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
