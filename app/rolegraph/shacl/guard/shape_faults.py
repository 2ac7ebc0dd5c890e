"""Shapes that a change makes wrong as shapes: told, since what is ill-formed judges nothing.

`rolegraph check` holds the shapes of files to the same rules (`shacl/lint`).
"""

from __future__ import annotations

from collections.abc import Collection

from rolegraph.rdf.namespaces import SH
from rolegraph.rdf.terms import Quad
from rolegraph.shacl.findings import INFO, VIOLATION, WARNING, Finding
from rolegraph.shacl.known_terms import BUILT_IN
from rolegraph.shacl.lint.graph import ShapeFault
from rolegraph.shacl.lint.lint import lint
from rolegraph.shacl.results import term_text

_CHECKS = "https://w3id.org/rolegraph/checks#"
_MILDER = {"unknown-shacl-term": WARNING, "idle-parameter": WARNING, "recursive-shape": INFO}


def new_faults(before: Collection[Quad], after: Collection[Quad]) -> list[Finding]:
    """Return what is wrong with shapes after a change that was not wrong before.

    Args:
        before: all shapes of the store.
        after: the same with the change.
    """
    faults = lint(after, BUILT_IN[SH]).faults
    if not faults:
        return []
    known = {_key(fault) for fault in lint(before, BUILT_IN[SH]).faults}
    return [_finding(fault) for fault in faults if _key(fault) not in known]


def _key(fault: ShapeFault) -> tuple[str, str, object]:
    return fault.rule, fault.message, fault.quad.triple


def _finding(fault: ShapeFault) -> Finding:
    quad = fault.quad
    return Finding(
        severity=_MILDER.get(fault.rule, VIOLATION),
        rule=fault.rule,
        rule_iri=_CHECKS + fault.rule,
        focus=term_text(quad.subject if fault.shape is None else fault.shape),
        focus_label=None,
        path=quad.predicate.value,
        value=term_text(quad.object) if fault.part == "object" else None,
        message=fault.message,
        check="shapes",
        hint=fault.hint,
    )
