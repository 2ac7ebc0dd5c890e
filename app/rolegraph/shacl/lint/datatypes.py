"""Datatypes of XML Schema that shapes name and that do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from rolegraph.rdf.namespaces import SH, XSD
from rolegraph.rdf.terms import NamedNode
from rolegraph.shacl.lint.graph import ShapeFault, ShapesGraph

_NAMES = """string boolean decimal float double duration dateTime dateTimeStamp time date gYearMonth
gYear gMonthDay gDay gMonth hexBinary base64Binary anyURI QName NOTATION normalizedString token
language NMTOKEN NMTOKENS Name NCName ID IDREF IDREFS ENTITY ENTITIES integer nonPositiveInteger
negativeInteger long int short byte nonNegativeInteger unsignedLong unsignedInt unsignedShort
unsignedByte positiveInteger yearMonthDuration dayTimeDuration untypedAtomic anyAtomicType
anySimpleType anyType"""
DATATYPES = frozenset(_NAMES.split())
"""The local names of the datatypes of XML Schema 1.1 part 2."""
_LOWER = {name.lower(): name for name in sorted(DATATYPES)}


def nearest_datatype(local: str) -> str | None:
    """Return the local name of the datatype that was meant, or None."""
    near = get_close_matches(local.lower(), _LOWER, n=1, cutoff=0.7)
    return _LOWER[near[0]] if near else None


def datatype_faults(graph: ShapesGraph) -> Iterator[ShapeFault]:
    """Yield the values of `sh:datatype` that are no datatypes of XML Schema, but look like them."""
    for quad in graph.quads:
        value = quad.object
        if quad.predicate.value != SH + "datatype" or not isinstance(value, NamedNode):
            continue
        local = value.value.removeprefix(XSD)
        if value.value.startswith(XSD) and local not in DATATYPES:
            near = nearest_datatype(local)
            message = f"xsd:{local} is no datatype of XML Schema, so no well-typed value is of it."
            hint = f"Did you mean xsd:{near}?" if near else None
            meant = near and XSD + near
            yield ShapeFault(
                "misspelt-datatype", message, quad, "object", quad.subject, hint, meant
            )
