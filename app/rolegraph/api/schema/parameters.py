"""The query parameters by which reads of things are filtered, sorted and shaped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams

from rolegraph.catalogue import Field, ResourceType, ResourceTypes
from rolegraph.catalogue.index.paging import limit_of
from rolegraph.catalogue.index.paths import field_path, fields_of, find_field, near
from rolegraph.catalogue.reading.filters import Filter
from rolegraph.catalogue.reading.listing import ListQuery, Sorting
from rolegraph.catalogue.reading.read import EVERYTHING, Selection, selection_of
from rolegraph.catalogue.schema.fields import LANG_STRING
from rolegraph.errors import ParameterError
from rolegraph.http.request import listed
from rolegraph.http.tables.answers import HEADINGS
from rolegraph.rdf.namespaces import XSD

Parameter = dict[str, Any]

_TEXTS = frozenset({None, LANG_STRING, XSD + "string"})

REFERENCED_BY = "referencedBy"
SHAPING = ("fields", "expand", "include", "at")
READING = ("format", *SHAPING)
LISTING = ("limit", "cursor", "order", "format", HEADINGS, *SHAPING)
CONTAINS = ".contains"
"""End of the name of a filter that looks for a text within values."""
MOST_VALUES = 100
"""Values that one filter may have."""


@dataclass(frozen=True)
class ThingRequest:
    """How things are wanted.

    Attributes:
        selection: what is shown of each.
        references: whether each tells who refers to it.
        at: revision or time of the state that is wanted; None for the present one.
    """

    selection: Selection
    references: bool
    at: str | None

    @property
    def is_plain(self) -> bool:
        """Whether things are wanted whole and as they are now."""
        return not self.references and self.at is None and self.selection == EVERYTHING

    def refuse_without_effect(
        self, media_type: str, *, shows_fields: bool, shows_all: bool = True
    ) -> None:
        """Go on only if what is asked for can be seen in an answer.

        Args:
            media_type: of the answer.
            shows_fields: whether `fields` and `expand` change it; RDF always has all triples.
            shows_all: whether `include` changes it as well.

        Raises:
            ParameterError: a parameter would have no effect.
        """
        idle = not shows_fields and self.selection != EVERYTHING
        if idle or (self.references and not (shows_fields and shows_all)):
            which = "fields and expand have" if idle else "include has"
            raise ParameterError(
                f"{which} no effect on {media_type}; leave it out, or ask for application/json."
            )


@dataclass(frozen=True)
class ListRequest:
    """Which things are wanted, and how."""

    limit: int
    cursor: str | None
    query: ListQuery
    shape: ThingRequest


def thing_request(
    types: ResourceTypes,
    resource_type: ResourceType,
    given: QueryParams,
    further: tuple[str, ...] = (),
) -> ThingRequest:
    """Read the parameters of a request for one thing.

    Args:
        types: those of the catalogue.
        resource_type: of the thing.
        given: the parameters.
        further: names of parameters that things of this type have besides.

    Raises:
        ParameterError: one is unknown, repeated or of the wrong form.
    """
    names = (*READING, *further)
    for name in given:
        if name not in names:
            known = f"Known here: {', '.join(names)}."
            raise ParameterError(f"Unknown parameter {name!r}. {_hint(name, names)}{known}")
        if name not in SHAPING:
            _once(given, name)
    return _shape(types, resource_type, given)


def list_request(
    types: ResourceTypes, resource_type: ResourceType, given: QueryParams
) -> ListRequest:
    """Read the parameters of a request for a list.

    Raises:
        ParameterError: one is unknown, repeated or of the wrong form.
    """
    filters = [
        _filter(types, resource_type, name, given.getlist(name))
        for name in dict.fromkeys(given)
        if name not in LISTING
    ]
    return ListRequest(
        limit=limit_of(_once(given, "limit")),
        cursor=_once(given, "cursor"),
        query=ListQuery(tuple(filters), _order(resource_type, listed(given, "order"))),
        shape=_shape(types, resource_type, given),
    )


def _filter(
    types: ResourceTypes, resource_type: ResourceType, name: str, texts: list[str]
) -> Filter:
    fields = fields_of(resource_type)
    if find_field(fields, name.partition(".")[0]) is None:
        raise ParameterError(
            f"Unknown parameter {name!r}. {_hint(name, (*LISTING, *fields))}Known here: "
            f"{', '.join(LISTING)}; and to filter by: {', '.join(fields)}."
        )
    within = name.endswith(CONTAINS)
    path = field_path(types, resource_type, name.removesuffix(CONTAINS), "filter")
    if within and not holds_text(path[-1]):
        raise ParameterError(f"{name}: only texts can be looked into; filter by the value itself.")
    if within and not all(texts):
        raise ParameterError(f"{name}: give a text to look for.")
    last = path[-1]
    by_commas = last.kind == "link" or bool(last.choices)
    values = [
        part.strip()
        for text in texts
        for part in (text.split(",") if by_commas and ":" not in text else [text])
    ]
    if len(values) > MOST_VALUES:
        raise ParameterError(f"{name}: at most {MOST_VALUES} values can be looked for at once.")
    return Filter(name, path, tuple(values), within)


def holds_text(field: Field) -> bool:
    """Tell whether the values of a field are texts that one may look into."""
    return field.kind == "literal" and not field.choices and field.datatype in _TEXTS


def _hint(name: str, known: Iterable[str]) -> str:
    hint = near(name, known, lead="")
    return f"{hint} " if hint.startswith("Did") else ""


def _order(resource_type: ResourceType, text: str | None) -> tuple[Sorting, ...]:
    if text is None:
        return ()
    fields = fields_of(resource_type)
    sortings = []
    for part in text.split(","):
        name = part.strip()
        field = find_field(fields, name.removeprefix("-"))
        if field is None:
            raise ParameterError(
                f"order: {resource_type.plural} have no field {name.removeprefix('-')!r}. "
                f"{near(name.removeprefix('-'), fields)}"
            )
        if field.nested:
            raise ParameterError(f"order: {field.name!r} holds no plain values to sort by.")
        sortings.append(Sorting(field, name.startswith("-")))
    return tuple(sortings)


def _shape(types: ResourceTypes, resource_type: ResourceType, given: QueryParams) -> ThingRequest:
    included = [
        name.strip() for name in (listed(given, "include") or "").split(",") if name.strip()
    ]
    for name in included:
        if name != REFERENCED_BY:
            raise ParameterError(f"include: {name!r} is unknown. Known here: {REFERENCED_BY}.")
    fields, expand = listed(given, "fields"), listed(given, "expand")
    selection = selection_of(types, resource_type, fields, expand)
    return ThingRequest(selection, REFERENCED_BY in included, _once(given, "at"))


def _once(given: QueryParams, name: str) -> str | None:
    values = given.getlist(name)
    if len(values) > 1:
        raise ParameterError(f"The parameter {name!r} is given more than once.")
    return values[0] if values else None
