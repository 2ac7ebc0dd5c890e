"""The page of a list: as cards or as a table, narrowed by what its things have in common."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import Request, Response
from starlette.datastructures import QueryParams

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.score import QuestionScore
from rolegraph.analysis.scores import Scores
from rolegraph.api.resources.resources import whole_table
from rolegraph.api.schema.parameters import ListRequest, list_request
from rolegraph.catalogue import Catalogue, Field, ResourceType, View
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.reading.facets import Facet
from rolegraph.catalogue.reading.listing import ListQuery
from rolegraph.catalogue.reading.read import Selection
from rolegraph.catalogue.reading.view import Thing
from rolegraph.catalogue.schema.types import LABEL
from rolegraph.catalogue.schema.values import Json
from rolegraph.errors import ParameterError
from rolegraph.http.languages import LANG
from rolegraph.http.signposting import ABOUT_PAGE, SCHEMA, Signposts, authors_of, licenses_of
from rolegraph.http.tables.answers import HEADINGS, for_people, tabled
from rolegraph.http.tables.table import DataTable
from rolegraph.http.tables.writers import NAMES, named_format
from rolegraph.web.frame.linked_data import LinkedData, dataset_of, forms_of, schema_org
from rolegraph.web.frame.pages import Pages
from rolegraph.web.frame.sections import LEADS, UNSEEN, lead
from rolegraph.web.lists.by_steps import (
    AlsoBySteps,
    ByStepsFilter,
    also_by_steps,
    column_by_steps,
    has_steps,
)

VIEWS = ("cards", "table")
_FACETS_FROM = 6
"""Shorter lists are seen at a glance; choices would be in the way."""

_COLUMNS = 7
"""More columns than this do not fit beside the name on a screen."""

_OWN = ("view", "gap", "format", HEADINGS, LANG)
_CONTAINS = f"{LABEL}.contains"
Lacking = Mapping[str, Sequence[QuestionScore]]
"""IRI of a thing → the questions that it does not meet."""


@dataclass(frozen=True)
class Choice:
    """A value that a list can be narrowed to, with its name for people."""

    value: str
    label: Json
    is_thing: bool
    count: int
    chosen: bool


@dataclass(frozen=True)
class ShownFacet:
    """A facet as a form shows it."""

    name: str
    label: str
    choices: Sequence[Choice]


@dataclass(frozen=True)
class Column:
    """A column of the table.

    Attributes:
        name: of the field.
        label: for people.
        description: what the field means.
        sort: the query part of the address that sorts by it.
        order: `ascending` or `descending` where the list is sorted by it, else None.
        spoken: whether its values are texts in a language.
    """

    name: str
    label: str
    description: str
    sort: str
    order: str | None
    spoken: bool = False


class ListPages:
    """The pages of the lists of one catalogue.

    Args:
        pages: renders the pages.
        catalogue: what is listed.
        scores: know which things lack something; without, nobody is asked.
        as_of: the revision that the catalogue is of, where it is not the present one.
        analyses: know what things have by their steps; without, only what they have themselves.
    """

    def __init__(
        self,
        pages: Pages,
        catalogue: Catalogue,
        scores: Scores | None = None,
        as_of: int | None = None,
        analyses: Analyses | None = None,
    ) -> None:
        self._pages, self._catalogue, self._scores = pages, catalogue, scores
        self._as_of, self._analyses = as_of, analyses

    def page(self, request: Request, plural: str, root: str) -> Response:
        """Return the page of a list of things.

        Args:
            request: has the filters and the order, as the JSON list takes them, and `view`.
            plural: the type.
            root: path that links begin with.

        Raises:
            NotFound: there is no such type.
            ParameterError: a parameter is unknown, or has a value that it cannot have.
        """
        catalogue = self._catalogue
        resource_type = catalogue.type(plural)
        given = request.query_params
        shown_as, only_gaps = _choice(given, "view", VIEWS), _choice(given, "gap", ("", "yes"))
        wanted = list_request(catalogue.types, resource_type, _for_data(given))
        lacking = self._lacking(asked=only_gaps == "yes")
        among = lacking if only_gaps == "yes" else None
        wanted, only, by_steps = self._by_steps(resource_type, wanted, among)
        if kind := named_format(given.get("format"), NAMES):
            languages = self._pages.languages(request) if for_people(request, kind) else None
            table = self._table(resource_type, wanted, root, among, only, languages)
            return tabled(request, table, kind)
        with catalogue.view(root, self._pages.languages(request)) as view:
            shape = _selection(resource_type, shown_as)
            page = view.page(plural, wanted.limit, wanted.cursor, wanted.query, shape, among=only)
            long = view.count(plural) >= _FACETS_FROM
            facets = view.facets(plural, wanted.query, only) if long else []
            if by_steps is not None:
                facets = _in_place(resource_type, facets, by_steps)
            shown = [_shown(view, facet) for facet in facets]
            also = AlsoBySteps()
            if self._analyses is not None and shown_as == "table":
                relations = self._analyses.relations(view)
                shown_things = [str(one["id"]) for one in page.items]
                also = also_by_steps(view, relations, resource_type, shown_things)
            gaps = len(lacking.keys() & set(view.iris(plural))) if lacking and long else 0
        kept = [(n, v) for n, v in given.multi_items() if v and n not in {"cursor", "limit"}]
        data = [(name, value) for name, value in kept if name not in _OWN]
        columns = _columns(resource_type, page.items, also)
        values = {
            "kind": resource_type,
            "page": page,
            "limit": wanted.limit,
            "first": wanted.cursor is None,
            "leads": [lead(thing) for thing in page.items],
            "singles": [f.name for f in columns if f.kind == "link" and f.single],
            "as_of": self._as_of,
            "view": shown_as,
            "other_view": urlencode(
                [*((n, v) for n, v in kept if n != "view"), *_view("table", shown_as)]
            ),
            "also": also,
            "columns": [_column(field, wanted.query, kept) for field in _fitting(columns, also)],
            "label_column": _column(_label_field(resource_type), wanted.query, kept),
            "facets": shown,
            "gaps": gaps,
            "only_gaps": only_gaps == "yes",
            "contains": given.get(_CONTAINS, ""),
            "contains_name": _CONTAINS,
            "narrowed": bool(wanted.query.filters) or only is not None,
            "order": given.get("order", ""),
            "kept": urlencode(kept),
            # Only this page knows of gaps and steps; all else is the list of the API.
            "take": f"{root}/{plural}"
            if only is not None or (self._analyses is not None and has_steps(resource_type))
            else f"{root}{API}{plural}",
            "take_query": urlencode(data if among is None else [*data, ("gap", "yes")]),
            "long": long,
        }
        linked = self._linked(request, resource_type, page.total)
        return self._pages.render(request, self._template(plural), values, linked=linked)

    def _linked(self, request: Request, kind: ResourceType, total: int) -> LinkedData:
        about, base, past = self._catalogue.about, self._pages.base(request), self._as_of
        now = f"{base}/{kind.plural}"
        signposts = Signposts(
            types=(ABOUT_PAGE, SCHEMA + "CollectionPage"),
            described_by=() if past is not None else forms_of(now),
            collection=f"{base}/",
            latest=now if past is not None else None,
            licenses=licenses_of(about),
            authors=authors_of(about),
        )
        said = {
            "@id": now if past is None else f"{base}/at/{past}/{kind.plural}",
            "name": kind.plural.replace("-", " "),
            "description": kind.description,
            "license": about.license,
            "isPartOf": dataset_of(about),
            "mainEntity": {"@type": "ItemList", "numberOfItems": total},
        }
        return LinkedData(signposts, (schema_org("CollectionPage", said),))

    def _by_steps(
        self, kind: ResourceType, wanted: ListRequest, among: Lacking | None
    ) -> tuple[ListRequest, Collection[str] | None, Facet | None]:
        """Return the request without what steps answer, the things that are left, and a facet."""
        if self._analyses is None:
            return wanted, among, None
        with self._catalogue.view() as view:
            steps = ByStepsFilter(view, self._analyses, kind, wanted.query)
            facet = steps.facet(among) if view.count(kind.plural) >= _FACETS_FROM else None
            return replace(wanted, query=steps.query), steps.among(among), facet

    def _lacking(self, *, asked: bool) -> Lacking:
        """Return the things that lack something that is asked for, and what."""
        if self._scores is None:
            return {}
        found = self._scores.present() if asked else self._scores.mentioned()
        return found.missing if found else {}

    def _table(
        self,
        resource_type: ResourceType,
        wanted: ListRequest,
        root: str,
        among: Lacking | None,
        only: Collection[str] | None,
        languages: Sequence[str] | None,
    ) -> DataTable:
        """Return the whole list as a table; with what its things lack, where that is asked for."""
        missing = None
        if among is not None and self._scores is not None:
            titles, wanted_in = self._scores.titles, languages or ()
            missing = {iri: titles(lacking, wanted_in) for iri, lacking in among.items()}
        with self._catalogue.view(root, languages) as view:
            derived = None
            if self._analyses is not None:
                derived = column_by_steps(view, self._analyses.relations(view), resource_type)
            return whole_table(view, resource_type, wanted, missing, only, derived)

    def _template(self, plural: str) -> str:
        special = f"lists/{plural}.html"
        return special if self._pages.exists(special) else "lists/default.html"


def _choice(given: QueryParams, name: str, choices: Sequence[str]) -> str:
    value = given.get(name, choices[0])
    if value not in choices:
        known = " or ".join(one for one in choices if one)
        raise ParameterError(f"{name}={value!r} is none; it is {known}.")
    return value


def _for_data(given: QueryParams) -> QueryParams:
    """Return what the list itself is asked for; a form sends empty values as well."""
    return QueryParams([(n, v) for n, v in given.multi_items() if v and n not in _OWN])


def _view(other: str, now: str) -> list[tuple[str, str]]:
    return [("view", other)] if now != other else []


def _shown(view: View, facet: Facet) -> ShownFacet:
    choices = []
    for value in facet.values:
        label = view.link(value.text)["label"] or value.text if value.is_thing else value.text
        choices.append(Choice(value.text, label, value.is_thing, value.count, value.chosen))
    return ShownFacet(facet.field.name, facet.field.label, choices)


def _in_place(kind: ResourceType, facets: Sequence[Facet], one: Facet) -> list[Facet]:
    """Return facets in the order of the fields, with one in place of that of the same field."""
    named = {facet.field.name: facet for facet in (*facets, one)}
    return [named[field.name] for field in kind.fields if field.name in named]


def _label_field(resource_type: ResourceType) -> Field | None:
    return resource_type.field(LABEL)


def _selection(resource_type: ResourceType, shown_as: str) -> Selection:
    """Return what is read of each thing: one may have thousands of links that no list shows."""
    fields = filter(_fits_a_column, resource_type.fields)
    if shown_as == "table":
        return Selection(frozenset({LABEL, "href", *(field.name for field in fields)}))
    chips = (field.name for field in fields if field.kind == "link" and field.single)
    return Selection(frozenset({LABEL, "href", *LEADS, *chips}))


def _columns(
    resource_type: ResourceType, things: Sequence[Thing], also: AlsoBySteps
) -> list[Field]:
    """Return the fields that tell things apart at a glance: no long texts, no equal values."""
    return [
        field
        for field in filter(_fits_a_column, resource_type.fields)
        if _tells_apart(things, field.name) or (also.links and field.name == also.name)
    ]


def _fitting(columns: Sequence[Field], also: AlsoBySteps) -> Sequence[Field]:
    """Return as many columns as fit on a screen; what steps say as well is one of them."""
    place = next((n for n, field in enumerate(columns) if field.name == also.name), 0)
    if place < _COLUMNS:
        return columns[:_COLUMNS]
    return [*columns[: _COLUMNS - 1], columns[place]]


def _fits_a_column(field: Field) -> bool:
    return (
        field.name not in UNSEEN
        and field.name not in LEADS
        and not field.nested
        and (
            field.kind == "link"
            or bool(field.choices)
            or (field.kind == "literal" and _short(field))
        )
    )


def _short(field: Field) -> bool:
    """Tell whether values are numbers, dates or the like, and no texts."""
    return field.datatype is not None and not field.datatype.endswith(("tring", "Literal"))


def _tells_apart(things: Sequence[Thing], name: str) -> bool:
    """Tell whether a field says something of each thing, not the same of all."""
    values = {str(thing.get(name)) for thing in things}
    return len(values) > 1 or (len(things) == 1 and things[0].get(name) is not None)


def _column(
    field: Field | None, query: ListQuery, kept: Sequence[tuple[str, str]]
) -> Column | None:
    if field is None:
        return None
    now = next((s for s in query.order if s.field == field), None)
    name = f"-{field.name}" if now and not now.descending else field.name
    others = [(n, v) for n, v in kept if n != "order"]
    order = ("descending" if now.descending else "ascending") if now else None
    sort = urlencode([*others, ("order", name)])
    return Column(field.name, field.label, field.description, sort, order, bool(field.language))
