"""What an engine reports, before it becomes a finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec import Struct, msgpack

from rolegraph.rdf.namespaces import SH
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, RdfFormat, Term, parse


@dataclass(frozen=True)
class ValidationResult:
    """One `sh:ValidationResult`.

    Attributes:
        severity: the severity, see `sh_name`.
        shape: IRI of the source shape, or its blank label.
        component: the constraint component, see `sh_name`.
        focus: the focus node.
        path: the result path as the engine gave it, if it gave one.
        value: the value at fault.
        messages: the messages as the engine gave them.
        constraint: IRI of the SPARQL constraint (`sh:sourceConstraint`), or its blank label.
        details: what is wrong inside a value that does not conform to a shape (`sh:detail`).
    """

    severity: str
    shape: str
    component: str
    focus: Term
    path: str | None
    value: Term | None
    messages: tuple[str, ...] = ()
    constraint: str | None = None
    details: tuple[ValidationResult, ...] = ()


def sh_name(iri: str) -> str:
    """Return the local name of a term of SHACL; of any other, the whole IRI."""
    return iri.removeprefix(SH)


def sh_iri(name: str) -> str:
    """Return the IRI that `sh_name` made a name of."""
    return name if ":" in name else SH + name


def term_text(term: Term) -> str:
    """Return an IRI bare, and any other term in N-Triples form."""
    return term.value if isinstance(term, NamedNode) else str(term)


def plain_text(text: str) -> str:
    """Return what a term in the form of `term_text` says: a literal without quotes and type."""
    if not text.startswith('"'):
        return text
    return read_term(text).value  # type: ignore[union-attr]  # a text in quotes is a literal


def read_term(text: str) -> Term:
    """Return the term that an N-Triples form (an IRI in angle brackets or bare) stands for."""
    if text.startswith("<") and not text.startswith("<<"):
        return NamedNode(text[1:-1])
    if text.startswith("_:"):
        return BlankNode(text[2:])
    if not text.startswith(('"', "<<")):
        return NamedNode(text)
    if text.endswith('"') and "\\" not in text:
        return Literal(text[1:-1])
    quad: Quad = next(iter(parse(f"<urn:s> <urn:p> {text} .", format=RdfFormat.N_TRIPLES)))
    return quad.object


class _Packed(Struct, array_like=True):
    """A result whose terms are in N-Triples form."""

    severity: str
    shape: str
    component: str
    focus: str
    path: str | None
    value: str | None
    messages: tuple[str, ...]
    constraint: str | None
    details: tuple[_Packed, ...]


def packed(results: Iterable[ValidationResult]) -> bytes:
    """Return results as MessagePack."""
    return msgpack.encode([_packed(result) for result in results])


def unpacked(content: bytes) -> list[ValidationResult]:
    """Return the results that `packed` was given."""
    return [_unpacked(one) for one in msgpack.decode(content, type=list[_Packed])]


def _packed(result: ValidationResult) -> _Packed:
    return _Packed(
        result.severity,
        result.shape,
        result.component,
        str(result.focus),
        result.path,
        None if result.value is None else str(result.value),
        result.messages,
        result.constraint,
        tuple(_packed(detail) for detail in result.details),
    )


def _unpacked(one: _Packed) -> ValidationResult:
    return ValidationResult(
        one.severity,
        one.shape,
        one.component,
        read_term(one.focus),
        one.path,
        None if one.value is None else read_term(one.value),
        one.messages,
        one.constraint,
        tuple(_unpacked(detail) for detail in one.details),
    )
