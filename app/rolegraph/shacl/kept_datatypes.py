"""Shapes that the store cannot satisfy, because it keeps values under another datatype.

The store keeps `"5"^^xsd:byte` as the integer 5, so what asks for `xsd:byte` is never content.
See `store/files/fidelity.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rolegraph.rdf.namespaces import SH, compact
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.rdf.values.lexical import BOUNDS
from rolegraph.shacl.findings import WARNING, Finding
from rolegraph.shacl.results import term_text
from rolegraph.store.files.fidelity import KEPT_AS

RULE = "unkept-datatype"
RULE_IRI = f"https://w3id.org/rolegraph/checks#{RULE}"
_DATATYPE = NamedNode(SH + "datatype")


def unkept(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield those quads of shapes that ask for a datatype whose values are kept under another."""
    for quad in quads:
        value = quad.object
        if quad.predicate == _DATATYPE and isinstance(value, NamedNode) and value.value in KEPT_AS:
            yield quad


def message_of(datatype: str) -> str:
    """Return why a shape that asks for a datatype of `KEPT_AS` is never content."""
    return (
        f"The store keeps values of {compact(datatype)} as {compact(KEPT_AS[datatype])}, so none "
        f"has the datatype {compact(datatype)} that is asked for here."
    )


def advice(datatype: str) -> str:
    """Return what a shape can ask for in place of a datatype of `KEPT_AS`."""
    kept = compact(KEPT_AS[datatype])
    if datatype not in BOUNDS:
        return f'Ask for sh:datatype {kept} and sh:pattern "(Z|[+-][0-9]{{2}}:[0-9]{{2}})$".'
    least, most = BOUNDS[datatype]
    asked = [f"sh:datatype {kept}"]
    asked += [f"sh:minInclusive {least}"] if least is not None else []
    asked += [f"sh:maxInclusive {most}"] if most is not None else []
    return f"Ask for {' and '.join(asked)}."


def findings_of(quads: Iterable[Quad]) -> Iterator[Finding]:
    """Yield a warning for each of some shapes that is never content."""
    for quad in unkept(quads):
        datatype = str(quad.object)[1:-1]
        yield Finding(
            severity=WARNING,
            rule=RULE,
            rule_iri=RULE_IRI,
            focus=term_text(quad.subject),
            focus_label=None,
            path=_DATATYPE.value,
            value=term_text(quad.object),
            message=message_of(datatype),
            check="values",
            hint=advice(datatype),
        )
