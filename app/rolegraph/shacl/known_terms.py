"""The terms of the vocabularies that every RDF file may use without declaring them.

From the recommendations RDF 1.1, RDF Schema 1.1, OWL 2, XML Schema 1.1 part 2 and SHACL.
"""

from __future__ import annotations

from rolegraph.rdf.namespaces import OWL, RDF, RDFS, SH, XSD

_RDF = """type Property Statement subject predicate object Bag Seq Alt value List nil first rest
langString dirLangString HTML XMLLiteral JSON PlainLiteral CompoundLiteral language direction
reifies"""
_RDFS = """Resource Class Literal Datatype Container ContainerMembershipProperty subClassOf
subPropertyOf domain range label comment seeAlso isDefinedBy member"""
_OWL = """AllDifferent AllDisjointClasses AllDisjointProperties Annotation AnnotationProperty
AsymmetricProperty Axiom Class DataRange DatatypeProperty DeprecatedClass DeprecatedProperty
FunctionalProperty InverseFunctionalProperty IrreflexiveProperty NamedIndividual
NegativePropertyAssertion Nothing ObjectProperty Ontology OntologyProperty ReflexiveProperty
Restriction SymmetricProperty TransitiveProperty Thing allValuesFrom annotatedProperty
annotatedSource annotatedTarget assertionProperty backwardCompatibleWith bottomDataProperty
bottomObjectProperty cardinality complementOf datatypeComplementOf deprecated differentFrom
disjointUnionOf disjointWith distinctMembers equivalentClass equivalentProperty hasKey hasSelf
hasValue imports incompatibleWith intersectionOf inverseOf maxCardinality maxQualifiedCardinality
members minCardinality minQualifiedCardinality onClass onDataRange onDatatype onProperties
onProperty oneOf priorVersion propertyChainAxiom propertyDisjointWith qualifiedCardinality sameAs
someValuesFrom sourceIndividual targetIndividual targetValue topDataProperty topObjectProperty
unionOf versionIRI versionInfo withRestrictions rational real"""
_XSD = """string boolean decimal float double duration dateTime dateTimeStamp time date gYearMonth
gYear gMonthDay gDay gMonth hexBinary base64Binary anyURI QName NOTATION normalizedString token
language NMTOKEN NMTOKENS Name NCName ID IDREF IDREFS ENTITY ENTITIES integer nonPositiveInteger
negativeInteger long int short byte nonNegativeInteger unsignedLong unsignedInt unsignedShort
unsignedByte positiveInteger yearMonthDuration dayTimeDuration length minLength maxLength pattern
minInclusive maxInclusive minExclusive maxExclusive totalDigits fractionDigits langRange
untypedAtomic anyAtomicType anySimpleType"""
_SH = """AbstractResult AndConstraintComponent BlankNode BlankNodeOrIRI BlankNodeOrLiteral
ClassConstraintComponent ClosedConstraintComponent ConstraintComponent DatatypeConstraintComponent
DisjointConstraintComponent EqualsConstraintComponent ExpressionConstraintComponent Function
HasValueConstraintComponent IRI IRIOrLiteral InConstraintComponent Info JSConstraint JSFunction
JSLibrary JSRule JSTarget JSTargetType LanguageInConstraintComponent
LessThanConstraintComponent LessThanOrEqualsConstraintComponent Literal
MaxCountConstraintComponent MaxExclusiveConstraintComponent MaxInclusiveConstraintComponent
MaxLengthConstraintComponent MinCountConstraintComponent MinExclusiveConstraintComponent
MinInclusiveConstraintComponent MinLengthConstraintComponent NodeConstraintComponent
NodeKindConstraintComponent NodeShape NotConstraintComponent OrConstraintComponent Parameter
Parameterizable PatternConstraintComponent PrefixDeclaration PropertyConstraintComponent
PropertyGroup PropertyShape QualifiedMaxCountConstraintComponent
QualifiedMinCountConstraintComponent ResultAnnotation Rule SPARQLAskExecutable
SPARQLAskValidator SPARQLConstraint SPARQLConstraintComponent SPARQLConstructExecutable
SPARQLExecutable SPARQLFunction SPARQLRule SPARQLSelectExecutable SPARQLSelectValidator
SPARQLTarget SPARQLTargetType SPARQLUpdateExecutable Severity Shape Target TargetType TripleRule
UniqueLangConstraintComponent ValidationReport ValidationResult Validator Violation Warning
XoneConstraintComponent alternativePath and annotationProperty annotationValue annotationVarName
ask class closed condition conforms construct count datatype deactivated declare defaultValue
description desc detail disjoint distinct entailment equals expression filterShape flags
focusNode group groupBy groupConcat hasValue if ignoredProperties in intersection inversePath js
jsFunctionName jsLibrary jsLibraryURL labelTemplate languageIn lessThan lessThanOrEquals limit
max maxCount maxExclusive maxInclusive maxLength member message min minCount minExclusive
minInclusive minLength minus name namespace node nodeKind nodeValidator nodes not nulls object
offset oneOrMorePath optional or order orderBy parameter path pattern predicate prefix prefixes
property propertyValidator qualifiedMaxCount qualifiedMinCount qualifiedValueShape
qualifiedValueShapesDisjoint result resultAnnotation resultMessage resultPath resultSeverity
returnType rule select separator severity shapesGraph shapesGraphWellFormed sourceConstraint
sourceConstraintComponent sourceShape sparql subject suggestedShapesGraph sum target targetClass
targetNode targetObjectsOf targetSubjectsOf this then else union uniqueLang update validator value
values
xone zeroOrMorePath zeroOrOnePath exists"""

BUILT_IN: dict[str, frozenset[str]] = {
    RDF: frozenset(_RDF.split()),
    RDFS: frozenset(_RDFS.split()),
    OWL: frozenset(_OWL.split()),
    XSD: frozenset(_XSD.split()),
    SH: frozenset(_SH.split()),
}
"""Namespace → local names of its terms."""
