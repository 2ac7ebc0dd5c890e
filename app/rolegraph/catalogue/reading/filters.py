"""Filters of lists: the things whose fields have given values, found by patterns of the store."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rolegraph.catalogue.index.model import Resolver
from rolegraph.catalogue.index.paths import near
from rolegraph.catalogue.schema.fields import Field
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.catalogue.schema.values import BOOLEAN, INTEGERS, NUMBERS
from rolegraph.errors import NotFound, ParameterError
from rolegraph.rdf.namespaces import XSD, compact
from rolegraph.rdf.quad_source import QuadSource, visible
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Term


@dataclass(frozen=True)
class Filter:
    """Things of which the fields along a path lead to one of some values.

    Attributes:
        name: the parameter, as it was given.
        path: fields, from the thing to the value.
        values: the texts that are looked for; one of them must be there.
        within: whether a value need only contain the text, whatever its case.
    """

    name: str
    path: tuple[Field, ...]
    values: tuple[str, ...]
    within: bool = False


def matching(
    quads: QuadSource, types: ResourceTypes, resolver: Resolver, wanted: Filter
) -> set[str]:
    """Return the IRIs of all things that a filter lets through.

    Raises:
        ParameterError: a value cannot be one of the field.
    """
    *way, last = wanted.path
    if wanted.within:
        nodes = _containing(quads, last, wanted.values)
    else:
        terms = [term for text in wanted.values for term in _terms(types, resolver, wanted, text)]
        nodes = _having(quads, last, terms)
    for field in reversed(way):
        nodes = _having(quads, field, nodes)
    return {node.value for node in nodes if isinstance(node, NamedNode)}


def _containing(quads: QuadSource, field: Field, texts: Iterable[str]) -> set[Term]:
    """Return the nodes of which a field has a text with one of some texts in it."""
    wanted = [text.casefold() for text in texts]
    found: set[Term] = set()
    for quad in visible(quads.match(None, NamedNode(field.predicate))):
        if isinstance(quad.object, Literal):
            value = quad.object.value.casefold()
            if any(text in value for text in wanted):
                found.add(quad.subject)
    return found


def _having(quads: QuadSource, field: Field, values: Iterable[Term]) -> set[Term]:
    """Return the nodes of which a field has one of some values."""
    predicate = NamedNode(field.predicate)
    found: set[Term] = set()
    for value in values:
        if not field.inverse:
            found |= {quad.subject for quad in visible(quads.match(None, predicate, value))}
        elif isinstance(value, NamedNode | BlankNode):
            found |= {quad.object for quad in visible(quads.match(value, predicate))}
    return found


def _terms(types: ResourceTypes, resolver: Resolver, wanted: Filter, text: str) -> list[Term]:
    field = wanted.path[-1]
    if not text:
        raise ParameterError(f"{wanted.name}: give a value.")
    if field.nested:
        inner = ", ".join(f"{wanted.name}.{f.name}" for f in field.nested.fields)
        raise ParameterError(f"{wanted.name}: this is no plain value; filter by {inner}.")
    if field.kind == "link":
        return [_linked(types, resolver, wanted, text)]
    if field.choices:
        return [_chosen(wanted, text)]
    if field.kind == "iri":
        return [_iri(wanted, text)]
    return _literals(wanted, text)


def _linked(types: ResourceTypes, resolver: Resolver, wanted: Filter, text: str) -> Term:
    try:
        return NamedNode(resolver.find(text, types.reached(wanted.path[-1])))
    except NotFound as error:
        raise ParameterError(f"{wanted.name}: {error}") from None


def _chosen(wanted: Filter, text: str) -> Term:
    """Return one of the values that the shapes allow; IRIs also by their short forms."""
    field = wanted.path[-1]
    if field.kind == "iri":
        names = {re.split(r"[#/]", iri)[-1]: iri for iri in field.choices}
        known = names | {compact(iri): iri for iri in field.choices}
        known |= {iri: iri for iri in field.choices}
        if text in known:
            return NamedNode(known[text])
        choices = list(names)
    else:
        choices = list(field.choices)
        if text in choices:
            return _literal(field, text)
    raise ParameterError(
        f"{wanted.name}: {text!r} is none of {', '.join(choices)}. {near(text, choices)}".strip()
    )


def _iri(wanted: Filter, text: str) -> Term:
    try:
        return NamedNode(text)
    except ValueError:
        raise ParameterError(f"{wanted.name}: {text!r} is no IRI.") from None


def _literals(wanted: Filter, text: str) -> list[Term]:
    """Return the literals that a text may stand for."""
    field = wanted.path[-1]
    if field.open:
        return [Literal(text), Literal(text, language="en")]
    if field.datatype == BOOLEAN and text not in {"true", "false"}:
        raise ParameterError(f"{wanted.name}: {text!r} is neither true nor false.")
    if field.datatype in INTEGERS and not re.fullmatch(r"[+-]?\d+", text):
        raise ParameterError(f"{wanted.name}: {text!r} is no whole number.")
    if field.datatype == XSD + "date" and not re.fullmatch(r"-?\d{4,}-\d\d-\d\d\S*", text):
        raise ParameterError(f"{wanted.name}: {text!r} is no date such as 2026-01-31.")
    if field.datatype in NUMBERS:
        return [_literal(field, form) for form in _forms(wanted.name, text)]
    return [_literal(field, text)]


def _literal(field: Field, text: str) -> Literal:
    if field.language:
        return Literal(text, language=field.language)
    return Literal(text, datatype=NamedNode(field.datatype)) if field.datatype else Literal(text)


def _forms(name: str, text: str) -> list[str]:
    """Return the ways in which a number is commonly written, since a pattern finds just one."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ParameterError(f"{name}: {text!r} is no number.") from None
    if not number.is_finite():
        return [text]
    plain = f"{number.normalize():f}"
    more = [f"{plain}.0", plain] if "." not in plain else [plain + "0", plain + "00", plain]
    return list(dict.fromkeys([text, *more]))
