"""The query page: a text to run, the query library as examples, results as a table.

With scripts the same page becomes an editor with completion, charts and graphs; without, the form
and the table remain. Text that a user wrote runs in a query worker, as at the SPARQL endpoint.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from rolegraph.analysis.questions import told
from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.questions.kept_rows import KeptRows
from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.reading.view import Thing
from rolegraph.errors import RolegraphError, SyntaxFault
from rolegraph.http.languages import LANG, with_one_label
from rolegraph.rdf.namespaces import OWL, PREFIXES, RDF, compact
from rolegraph.rdf.plain.queries import is_volatile
from rolegraph.rdf.terms import NamedNode
from rolegraph.sparql.library import NamedQuery, QueryLibrary, meaning_of_nothing
from rolegraph.sparql.policy import NEVER_KEPT, QueryBounds
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.web.frame.links import language_of, text_of
from rolegraph.web.frame.pages import HEADERS, Pages
from rolegraph.web.query.running import QueryRunner, bare, formats_of
from rolegraph.web.query.saved import KIND, SavedQuery, saved_queries, saved_query

SHOWN = 500
"""Rows that the page shows; the downloads have all."""

_CHOICES = 60  # things a parameter's list offers; with more it is a text field
_EXAMPLE = """PREFIX rg: <https://w3id.org/rolegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?roleLabel (COUNT(?responsibility) AS ?responsibilities) WHERE {
  ?role a rg:Role ;
    skos:prefLabel ?roleLabel ;
    rg:hasResponsibility ?responsibility .
}
GROUP BY ?roleLabel
ORDER BY DESC(?responsibilities)
"""


@dataclass(frozen=True)
class ResultCell:
    """A value in the table, with the language of its text where that is known."""

    text: str
    href: str | None = None
    note: str = ""
    language: str = ""


@dataclass(frozen=True)
class ShownResult:
    """What a query gave.

    Attributes:
        columns: names of the variables.
        rows: the first `SHOWN` rows.
        total: how many rows there are.
        boolean: the answer of an ASK.
        graph: Turtle, of a CONSTRUCT or DESCRIBE.
        problem: why there is no answer.
    """

    columns: Sequence[str] = ()
    rows: Sequence[Sequence[ResultCell | None]] = ()
    total: int = 0
    boolean: bool | None = None
    graph: str | None = None
    problem: str | None = None


def router(
    pages: Pages,
    catalogue: Catalogue,
    library: QueryLibrary,
    workers: QueryWorkers,
    bounds: QueryBounds,
    rows: KeptRows,
) -> APIRouter:
    """Return the routes of the query page.

    Args:
        pages: renders it.
        catalogue: whose things results link to.
        library: the ready questions.
        workers: run what users write.
        bounds: how large the text of a query may be.
        rows: of ready questions, where they are known already.
    """
    routes = pages.router()
    runner = QueryRunner(catalogue, workers, bounds, rows)

    @routes.get("/query")
    async def query(request: Request) -> Response:
        asked = dict(request.query_params)
        text, name = asked.pop("query", ""), asked.pop("name", "")
        languages = pages.languages(request)
        named = told(library.find(name), languages) if name else None
        root = request.scope.get("root_path", "")
        asked.pop(LANG, "")
        slug = asked.pop("saved", "")
        saved = await run_in_threadpool(_kept, catalogue, root, slug, languages)
        values = {key: value for key, value in asked.items() if value}
        text = text or (bare(named) if named else saved.text if saved else "")
        asked_for = (text, named, values)
        result = await _shown(runner, catalogue, asked_for, request, languages) if text else None
        ready = named is not None and text == bare(named)
        nothing = None
        if named is not None and ready and result is not None and result.total == 0:
            nothing = await run_in_threadpool(_meaning, named, values, catalogue)

        def render() -> Response:
            chosen: dict[str, Any] = {
                "text": text or _EXAMPLE,
                "begins": not text,
                "prefixes": json.dumps(PREFIXES),
                "result": result,
                "named": named,
                "saved": saved,
                "keeps": KIND in catalogue.types,
                "nothing": nothing,
                "values": values,
                "data": f"{root}/query/results?{urlencode({'name': name, **values})}"
                if ready
                else None,
                "sheet": f"{root}{API}queries/{name}?"
                + urlencode({**values, "headings": "words", "format": "xlsx"})
                if ready and named and not _needed(named, values)
                else None,
                "choices": _choices(catalogue, named, root, languages),
                "library": [told(one, languages) for one in library.values()],
            }
            with catalogue.view(root, languages) as view:
                chosen["saved_queries"] = saved_queries(catalogue, view)
            return pages.render(request, "query.html", chosen)

        answer = await run_in_threadpool(render)
        # A fault may be over in a moment, and some queries answer otherwise each time.
        if result is not None and (result.problem is not None or is_volatile(text)):
            answer.headers.update(NEVER_KEPT)
        return answer

    # Programs ask here as well, so what goes wrong is reported as a problem document.
    data = LateRouter(include_in_schema=False)

    @data.get("/query/results")
    async def results(request: Request) -> Response:
        asked = dict(request.query_params)
        given_format = asked.pop("format", "")
        formats = formats_of(given_format)
        named = library.find(asked.pop("name", ""))
        values = {key: value for key, value in asked.items() if value}
        body, kind = await runner.run(bare(named), named, values, request, formats)
        if named and kind == "bindings" and not given_format:
            found = json.loads(body)
            columns, rows = found["head"]["vars"], found["results"]["bindings"]
            rows = _told(catalogue, columns, rows, pages.languages(request))
            body = json.dumps(found | {"results": {"bindings": rows}}).encode()
        chosen = formats[1] if kind == "graph" else formats[0]
        headers = {"Cache-Control": "no-cache", "Vary": HEADERS["Vary"]}
        media_type = chosen.content_type() if chosen else None
        return Response(body, headers=headers, media_type=media_type)

    @routes.get("/query/terms.json")
    def terms() -> Response:
        body = json.dumps({"prefixes": PREFIXES, **_terms(catalogue)}).encode()
        headers = {"Cache-Control": "no-cache"}
        return Response(body, headers=headers, media_type="application/json")

    routes.routes.extend(data.routes)
    return routes


def _needed(named: NamedQuery, values: Mapping[str, str]) -> list[str]:
    """Return what has to be chosen before a question can be asked."""
    return [each.name for each in named.parameters if each.required and each.name not in values]


def _meaning(named: NamedQuery, values: Mapping[str, str], catalogue: Catalogue) -> str:
    """Return what an empty answer means; it says little while nobody chose what is asked about."""
    if needed := _needed(named, values):
        return f"Choose {' and '.join(needed)} above."
    return meaning_of_nothing(named, catalogue.store.select)


def _kept(
    catalogue: Catalogue, root: str, slug: str, languages: Sequence[str]
) -> SavedQuery | None:
    if not slug:
        return None
    with catalogue.view(root, languages) as view:
        return saved_query(catalogue, view, slug)


async def _shown(
    runner: QueryRunner,
    catalogue: Catalogue,
    asked: tuple[str, NamedQuery | None, Mapping[str, str]],
    request: Request,
    languages: Sequence[str],
) -> ShownResult:
    """Run a query and make a table of it, or tell why there is none."""
    try:
        body, kind = await runner.run(*asked, request)
    except SyntaxFault as error:
        place = f"Line {error.line}, column {error.column}: " if error.line else ""
        return ShownResult(problem=f"{place}{error.message}")
    except RolegraphError as error:
        return ShownResult(problem=str(error))
    return _result(catalogue, body, kind, request.scope.get("root_path", ""), languages)


def _result(
    catalogue: Catalogue, body: bytes, kind: str, root: str, languages: Sequence[str]
) -> ShownResult:
    if kind == "graph":
        return ShownResult(graph=body.decode())
    found = json.loads(body)
    if "boolean" in found:
        return ShownResult(boolean=found["boolean"])
    columns = found["head"]["vars"]
    bindings = _told(catalogue, columns, found["results"]["bindings"], languages)
    # A label beside its thing becomes the text of the link.
    labels = {name: f"{name}Label" for name in columns if f"{name}Label" in columns}
    columns = [name for name in columns if name not in labels.values()]
    with catalogue.view(root, languages) as view:
        rows = [
            [
                _cell(catalogue, view, row[name], root, row.get(labels.get(name, "")))
                if name in row
                else None
                for name in columns
            ]
            for row in bindings[:SHOWN]
        ]
    return ShownResult(columns, rows, len(bindings))


def _told(
    catalogue: Catalogue, columns: Sequence[str], rows: list[Any], languages: Sequence[str]
) -> list[Any]:
    """Return solutions with one label of each thing, where there may be several."""
    if not catalogue.about.languages[1:]:
        return rows
    return with_one_label(columns, rows, languages, lambda term: term.get("xml:lang"))


def _cell(
    catalogue: Catalogue,
    view: View,
    term: Mapping[str, Any] | None,
    root: str,
    label: Mapping[str, Any] | None,
) -> ResultCell | None:
    if term is None:
        return None
    value = term["value"]
    if term["type"] == "uri":
        place = catalogue.locate(value)
        if place:
            known = view.link(value)["label"]
            name = label["value"] if label else text_of(known) or "/".join(place)
            spoken = label.get("xml:lang", "") if label else language_of(known, "")
            return ResultCell(name, f"{root}/{'/'.join(place)}", value, spoken)
        short = label["value"] if label else compact(value)
        return ResultCell(
            short, value if value.startswith(("http://", "https://")) else None, value
        )
    if term["type"] in {"literal", "typed-literal"}:
        note = term.get("xml:lang") or compact(term.get("datatype", ""))
        return ResultCell(value, None, note, term.get("xml:lang", ""))
    return ResultCell(value if isinstance(value, str) else json.dumps(value))


def _choices(
    catalogue: Catalogue, named: NamedQuery | None, root: str, languages: Sequence[str]
) -> dict[str, list[Thing]]:
    """Return the things that each parameter may name, where they are few."""
    answer: dict[str, list[Thing]] = {}
    with catalogue.view(root, languages) as view:
        for parameter in named.parameters if named else ():
            plurals = [p for p in parameter.plurals if p in catalogue.types]
            if len(plurals) == 1 and view.count(plurals[0]) <= _CHOICES:
                answer[parameter.name] = [view.link(iri) for iri in view.iris(plurals[0])]
    return answer


def _terms(catalogue: Catalogue) -> dict[str, list[str]]:
    """Return the classes and properties that the store declares, for completion."""
    kinds = {
        "classes": ("Class",),
        "properties": ("ObjectProperty", "DatatypeProperty", "AnnotationProperty"),
    }
    return {
        name: sorted(
            {
                quad.subject.value
                for local in locals_
                for quad in catalogue.store.match(
                    None, NamedNode(RDF + "type"), NamedNode(OWL + local)
                )
                if isinstance(quad.subject, NamedNode)
            }
        )
        for name, locals_ in kinds.items()
    }
