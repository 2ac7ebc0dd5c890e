"""One field name means one thing in all shapes, because the JSON-LD context is one for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rolegraph.catalogue.schema.fields import Field, walk
from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import compact


def agree(types: Iterable[Sequence[Field]]) -> list[tuple[Field, ...]]:
    """Return the fields of each type, with open fields given the form their name has elsewhere.

    Raises:
        ConfigurationError: two shapes use one field name for two paths or two forms of value.
    """
    types = list(types)
    known: dict[str, Field] = {}
    for fields in types:
        for field in walk(fields):
            other = known.setdefault(field.name, field)
            if other.path != field.path:
                raise ConfigurationError(
                    f"The field {field.name!r} stands for {_path(other)} in {_shapes(other)} and "
                    f"for {_path(field)} in {_shapes(field)}; give one another rgsh:fieldName."
                )
            if other.open:
                known[field.name] = field
            elif not field.open and _form(other) != _form(field):
                raise ConfigurationError(
                    f"The field {field.name!r} holds {_form(other)} in {_shapes(other)} and "
                    f"{_form(field)} in {_shapes(field)}; make them the same, or give one another "
                    "rgsh:fieldName."
                )
    return [_settle(fields, known) for fields in types]


def _settle(fields: Iterable[Field], known: dict[str, Field]) -> tuple[Field, ...]:
    settled = []
    for field in fields:
        result = field.like(known[field.name]) if field.open else field
        if result.nested:
            inside = replace(result.nested, fields=_settle(result.nested.fields, known))
            result = replace(result, nested=inside)
        settled.append(result)
    return tuple(settled)


def _form(field: Field) -> str:
    if field.kind != "literal":
        return "things or addresses"
    form = compact(field.datatype) if field.datatype else "any literal"
    return f"{form} in {field.language!r}" if field.language else form


def _path(field: Field) -> str:
    return ("the inverse of " if field.inverse else "") + compact(field.predicate)


def _shapes(field: Field) -> str:
    return ", ".join(compact(shape) for shape in field.shapes) or "a shape without a name"
