"""JSON resources: `/api/v1/{plural}` and `/api/v1/{plural}/{id}` for every resource type.

Each type has routes of its own, made from its shape, so that OpenAPI shows real paths, schemas
and examples. The same addresses give RDF where the client asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlencode

from fastapi import APIRouter, Request, Response
from msgspec import Raw

from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.resources.diagrams import (
    DiagramAnswers,
    diagram_contents,
    refuse_language,
)
from rolegraph.api.schema.parameters import ListRequest, list_request, thing_request
from rolegraph.api.schema.reading_schema import list_parameters, shaping_parameters
from rolegraph.api.schema.write_schema import PROBLEMS
from rolegraph.catalogue import Catalogue, ResourceType, View
from rolegraph.catalogue.index.model import API, SEGMENT
from rolegraph.catalogue.index.paging import MAX_LIMIT
from rolegraph.catalogue.reading.as_rdf import completed, triples_of
from rolegraph.catalogue.reading.read import EVERYTHING
from rolegraph.catalogue.reading.view import Thing
from rolegraph.catalogue.schema.context import ADDRESS
from rolegraph.catalogue.schema.context import context as context_of
from rolegraph.catalogue.schema.json_schema import Schema, answer_schema, reference
from rolegraph.catalogue.schema.names import SchemaNames, pascal
from rolegraph.catalogue.schema.types import LABEL
from rolegraph.diagrams.formats import DIAGRAMS
from rolegraph.diagrams.plan import has_diagram
from rolegraph.errors import ParameterError
from rolegraph.folder.description import Description
from rolegraph.history.past import Past
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import follows_from, indented, joined, json_bytes, page_headers, tagged
from rolegraph.http.languages import LANG
from rolegraph.http.request import base_of, root_of
from rolegraph.http.signposting import Signposts, authors_of, licenses_of
from rolegraph.http.tables.answers import table_contents, table_languages, tabled
from rolegraph.http.tables.table import DataTable, table_of
from rolegraph.http.tables.writers import NAMES, NDJSON, named_format
from rolegraph.rdf.namespaces import PREFIXES
from rolegraph.rdf.terms import RdfFormat, Triple, serialize
from rolegraph.rdf.turtle.writer import write_turtle

JSON = "application/json"
JSON_LD = "application/ld+json"
RDF_FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
OF_ONE = ("json", "jsonld", "turtle", "ntriples", "rdfxml")
OFFERS = (JSON, JSON_LD, *RDF_FORMATS)
_OF_PAGE = ("limit", "cursor")
_TABLES = frozenset(NAMES.values())
_WHOLE = frozenset({JSON, JSON_LD, NDJSON})
FORMATS = {
    "json": JSON,
    "jsonld": JSON_LD,
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
} | NAMES
"""Value of `?format=` of a list → media type."""


def router(
    catalogue: Catalogue, public_url: str | None = None, past: Past | None = None
) -> APIRouter:
    """Return the routes of all resource types.

    Args:
        catalogue: what is served.
        public_url: address of the service as clients see it, without a slash at its end; by
            default that of each request.
        past: gives the catalogue as it was; without, only the present state is read.
    """
    routes = LateRouter()
    past = past or Past(catalogue)
    names, terms = SchemaNames(catalogue.types), context_of(past.types)
    ways: dict[str, Callable[[str, Request], Response]] = {}
    for resource_type in catalogue.types.values():
        path, tag = f"{API}{resource_type.plural}", resource_type.plural
        drawn = has_diagram(resource_type, catalogue.types.values())
        things = _list_endpoint(past, terms, resource_type, public_url)
        one = ways[resource_type.plural] = _read_endpoint(past, terms, resource_type, public_url)
        routes.add_api_route(
            path,
            things,
            tags=[tag],
            operation_id=f"list{pascal(tag)}",
            summary=f"List {tag.replace('-', ' ')}",
            description=resource_type.description,
            responses=_responses(
                reference(f"{resource_type.name}List"), table_contents(), one=False
            ),
            openapi_extra={"parameters": list_parameters(resource_type)},
        )
        routes.add_api_route(
            path + "/{id}",
            one,
            tags=[tag],
            operation_id=f"get{names.singular(resource_type)}",
            summary=f"Read one of the {tag.replace('-', ' ')}",
            description=resource_type.description,
            responses=_responses(
                answer_schema(resource_type), diagram_contents() if drawn else None
            ),
            openapi_extra={"parameters": shaping_parameters(diagrams=drawn)},
        )
    _add_by_iri(routes, catalogue, ways)
    return routes


def _add_by_iri(
    routes: APIRouter, catalogue: Catalogue, ways: dict[str, Callable[[str, Request], Response]]
) -> None:
    """Add the address at which a thing is read by its IRI, whatever its type."""

    def by_iri(request: Request) -> Response:
        given = request.query_params.getlist("iri")
        if len(given) != 1 or not given[0]:
            raise ParameterError("iri: name one thing, as in iri=https://w3id.org/….")
        address = catalogue.address(given[0])
        if address is None:
            raise catalogue.nothing_at(given[0])
        plural, _, name = address.removeprefix(API).partition("/")
        others = [pair for pair in request.query_params.multi_items() if pair[0] != "iri"]
        scope = {**request.scope, "query_string": urlencode(others).encode()}
        answer = ways[plural](unquote(name), Request(scope))
        answer.headers["Content-Location"] = request.scope.get("root_path", "") + address
        return answer

    iri = {
        "name": "iri",
        "in": "query",
        "required": True,
        "description": "The IRI of the thing.",
        "schema": {"type": "string", "format": "iri"},
    }
    drawn = any(has_diagram(t, catalogue.types.values()) for t in catalogue.types.values())
    schema = {"anyOf": [reference(t.name) for t in catalogue.types.values()]}
    routes.add_api_route(
        f"{API}resource",
        by_iri,
        tags=["descriptions"],
        operation_id="getResource",
        summary="Read a thing by its IRI",
        description="As its own address gives it, which is in the header `Content-Location`.",
        responses=_responses(schema, diagram_contents() if drawn else None),
        openapi_extra={"parameters": [iri, *shaping_parameters(diagrams=drawn)]},
    )


def _list_endpoint(
    past: Past, terms: Mapping[str, object], resource_type: ResourceType, public_url: str | None
) -> Callable[[Request], Response]:

    def list_things(request: Request) -> Response:
        wanted = list_request(past.types, resource_type, request.query_params)
        media_type = named_format(request.query_params.get("format"), FORMATS)
        media_type = media_type or wanted_by(request, (*OFFERS, *NAMES.values()))
        wanted.shape.refuse_without_effect(
            media_type, shows_fields=media_type not in RDF_FORMATS, shows_all=media_type in _WHOLE
        )
        path = root_of(request, public_url)
        catalogue = past.at(wanted.shape.at)
        languages = table_languages(request, media_type, catalogue.about.languages)
        with catalogue.view(path, languages) as view:
            if media_type in _TABLES and not {"limit", "cursor"} & set(request.query_params):
                return tabled(request, whole_table(view, resource_type, wanted), media_type)
            page = view.part(resource_type.plural, wanted.limit, wanted.cursor, wanted.query)
            if media_type in RDF_FORMATS:
                shown = [view.thing(iri) for iri in page.iris]
                quads = [quad for iri in page.iris for quad in view.describe(iri)]
                triples = triples_of(shown, quads, terms)
            elif media_type == JSON and wanted.shape.is_plain:
                known = [view.known_thing(iri) for iri in page.iris]
                items: list[object] = [Raw(thing.content) for thing in known]
                if wanted.query.is_plain:
                    parts = [thing.dependence for thing in known]
                    follows_from(request, view.dependence(*parts, lists=(resource_type.plural,)))
            else:
                shape = wanted.shape
                shown = [
                    view.thing(iri, shape.selection, references=shape.references)
                    for iri in page.iris
                ]
                if media_type == JSON_LD and shape.selection == EVERYTHING:
                    quads = [quad for iri in page.iris for quad in view.describe(iri)]
                    shown = completed(shown, quads, terms)
                items = [*shown]
        following = None
        if page.next:
            others = [p for p in request.query_params.multi_items() if p[0] not in _OF_PAGE]
            query = urlencode([("limit", wanted.limit), ("cursor", page.next), *others])
            following = f"{path}{API}{resource_type.plural}?{query}"
        headers = page_headers(page.total, following)
        if media_type in RDF_FORMATS:
            return tagged(request, written(triples, media_type), media_type, headers=headers)
        if media_type in _TABLES:
            table = _table(resource_type, wanted, items)
            return tabled(request, table, media_type, headers)
        body = {
            "@context": base_of(request, public_url) + ADDRESS,
            "items": items,
            "total": page.total,
            "limit": wanted.limit,
            "next": following,
        }
        return tagged(request, json_bytes(body), media_type, headers=headers)

    return list_things


@dataclass(frozen=True)
class DerivedColumn:
    """A column of what things have through others, behind that of what they state themselves.

    Attributes:
        name: for programs.
        heading: for people.
        field: name of the field with what is stated.
        links: IRI of a thing → links, where it has any.
    """

    name: str
    heading: str
    field: str
    links: Mapping[str, Sequence[Thing]]


def whole_table(
    view: View,
    resource_type: ResourceType,
    wanted: ListRequest,
    missing: Mapping[str, Sequence[str]] | None = None,
    among: Collection[str] | None = None,
    derived: DerivedColumn | None = None,
) -> DataTable:
    """Return all things that are wanted: a table that ends after a page says so to nobody.

    Args:
        view: the catalogue.
        resource_type: of the things.
        wanted: which of them, and how they are shown.
        missing: IRI of a thing → what it lacks. Where it is given, only these things are in the
            table, and a last column `missing` says what.
        among: only these things are in the table, if given.
        derived: a further column, where its field is shown.
    """
    only = wanted.shape.selection.only
    if derived is not None and only is not None and derived.field not in only:
        derived = None
    among = missing if among is None else among
    items: list[Any] = []
    cursor: str | None = None
    while True:
        page = view.part(resource_type.plural, MAX_LIMIT, cursor, wanted.query, among)
        shape = wanted.shape
        items += [
            view.thing(iri, shape.selection, references=shape.references)
            | ({} if missing is None else {"missing": list(missing[iri])})
            | ({derived.name: derived.links[iri]} if derived and iri in derived.links else {})
            for iri in page.iris
        ]
        cursor = page.next
        if cursor is None:
            more = () if missing is None else ("missing",)
            return _table(resource_type, wanted, items, more, derived)


def _table(
    resource_type: ResourceType,
    wanted: ListRequest,
    items: list[Any],
    more: Sequence[str] = (),
    derived: DerivedColumn | None = None,
) -> DataTable:
    only = wanted.shape.selection.only
    names = ["id", "type", *(field.name for field in resource_type.fields)]
    columns = [name for name in names if name == "id" or only is None or name in only]
    links = {field.name for field in resource_type.fields if field.kind == "link"}
    datatypes = {f.name: f.datatype for f in resource_type.fields if f.single and f.datatype}
    headings = {f.name: f.label[:1].upper() + f.label[1:] for f in resource_type.fields}
    headings |= {LABEL: "Name", "type": "Kind", "missing": "What is missing"}
    if derived is not None:
        columns.insert(columns.index(derived.field) + 1, derived.name)
        links.add(derived.name)
        headings[derived.name] = derived.heading
    return table_of(resource_type.plural, items, [*columns, *more], links, datatypes, headings)


def _read_endpoint(
    past: Past, terms: Mapping[str, object], resource_type: ResourceType, public_url: str | None
) -> Callable[[str, Request], Response]:

    drawn = has_diagram(resource_type, past.types.values())
    formats = {name: FORMATS[name] for name in OF_ONE} | (DIAGRAMS if drawn else {})
    drawing = DiagramAnswers(past, public_url)

    def read_thing(id: str, request: Request) -> Response:  # noqa: A002 - its name in the API
        further = (LANG,) if drawn else ()
        wanted = thing_request(past.types, resource_type, request.query_params, further)
        media_type = named_format(request.query_params.get("format"), formats)
        media_type = media_type or wanted_by(request, tuple(formats.values()))
        plain = media_type not in RDF_FORMATS and media_type not in DIAGRAMS.values()
        wanted.refuse_without_effect(media_type, shows_fields=plain)
        if media_type in DIAGRAMS.values():
            return drawing.answer(request, resource_type, id, wanted.at, media_type)
        refuse_language(request, media_type)
        with past.at(wanted.at).view(root_of(request, public_url)) as view:
            iri = view.resolve(resource_type.plural, id)
            version = view.known_version(iri)
            context = {"@context": base_of(request, public_url) + ADDRESS}
            if media_type in RDF_FORMATS:
                triples = triples_of([view.thing(iri)], view.describe(iri), terms)
                body = written(triples, media_type)
            elif media_type == JSON and wanted.is_plain:
                thing = view.known_thing(iri)
                body = indented(joined(context, thing.content))
                if view.is_named(iri, resource_type.plural, id):
                    parts = (version.dependence, thing.dependence)
                    follows_from(request, view.dependence(*parts))
            else:
                thing_shown = view.thing(iri, wanted.selection, references=wanted.references)
                if media_type == JSON_LD and wanted.selection == EVERYTHING:
                    [thing_shown] = completed([thing_shown], view.describe(iri), terms)
                body = json_bytes(context | thing_shown)
        headers = {}
        if wanted.at is None:
            page = f"/{resource_type.plural}/{quote(id, safe=SEGMENT)}"
            headers["Link"] = _signposts(
                past.at(None).about, iri, base_of(request, public_url), page
            ).header
        version_tag = version.content.decode()
        return tagged(request, body, media_type, version=version_tag, headers=headers)

    return read_thing


def _signposts(about: Description, iri: str, base: str, page: str) -> Signposts:
    return Signposts(
        cite_as=iri,
        describes=base + page,
        collection=f"{base}/",
        licenses=licenses_of(about),
        authors=authors_of(about),
    )


def written(triples: Iterable[Triple], media_type: str) -> bytes:
    """Return triples in an RDF format."""
    if media_type == "text/turtle":
        return write_turtle(triples).encode()
    return serialize(triples, format=RDF_FORMATS[media_type], prefixes=PREFIXES) or b""


def _responses(
    body: Schema, others: dict[str, Any] | None = None, *, one: bool = True
) -> dict[int | str, dict[str, Any]]:
    rdf: dict[str, Any] = {name: {"schema": {"type": "string"}} for name in RDF_FORMATS}
    return {
        200: {
            "description": "As it is at the revision that is read.",
            "content": {JSON: {"schema": body}, JSON_LD: {"schema": body}, **rdf, **(others or {})},
            "headers": {name: {"schema": {"type": "string"}} for name in ("ETag", "Link")},
        },
        304: {"description": "The client's copy, named by If-None-Match, is still right."},
        **({410: {"description": PROBLEMS[410]}} if one else {}),
    }
