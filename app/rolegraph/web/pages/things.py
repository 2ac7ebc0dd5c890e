"""A page for each thing and for each list of things, led by the shapes.

Which fields there are, in which groups, order and under which names: the shapes say so. A class
gets a presentation of its own by a template named after its plural, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.scores import Scores
from rolegraph.catalogue import Catalogue, ResourceType, View
from rolegraph.catalogue.index.model import API, SEGMENT
from rolegraph.catalogue.reading.view import Thing
from rolegraph.diagrams.plan import has_diagram
from rolegraph.errors import NotFound
from rolegraph.history.past import Past
from rolegraph.history.proposals.permitted import OpenProposals
from rolegraph.history.touched import Touched
from rolegraph.history.versions import Versions
from rolegraph.http.signposting import ABOUT_PAGE, Signposts, authors_of, licenses_of
from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import Quad
from rolegraph.web.frame.linked_data import (
    LinkedData,
    block_of,
    dataset_of,
    forms_of,
    is_about,
    schema_org,
)
from rolegraph.web.frame.links import page_path, text_of
from rolegraph.web.frame.pages import Pages
from rolegraph.web.frame.sections import lead, sections
from rolegraph.web.lists.page import ListPages
from rolegraph.web.pages.explore import dependents
from rolegraph.web.pages.origins import Origins

Extra = Callable[[View, Thing], Mapping[str, Any]]
"""Finds what the template of one class shows besides the fields of a thing.

Under `shown` it names the fields that the template shows itself.
"""

MakeExtras = Callable[[Catalogue, Origins], Mapping[str, Extra]]


class ThingPages:
    """The pages of the things of one catalogue.

    Args:
        pages: renders them.
        catalogue: what is shown.
        files: folder that holds the files that document versions name.
        extras: makes, by plural, what the templates of single classes need besides.
        touched: knows the commits.
        as_of: the revision that the catalogue is of, where it is not the present one.
        scores: know which things lack something.
        proposed: knows what open proposals would change.
        analyses: know what things have by their steps.
    """

    def __init__(
        self,
        pages: Pages,
        catalogue: Catalogue,
        files: Path,
        extras: MakeExtras,
        touched: Touched,
        as_of: int | None = None,
        scores: Scores | None = None,
        proposed: OpenProposals | None = None,
        analyses: Analyses | None = None,
    ) -> None:
        self._proposed = proposed
        self._lists = ListPages(pages, catalogue, scores, as_of, analyses)
        self._pages, self._catalogue, self._as_of = pages, catalogue, as_of
        self._touched = touched
        self._origins = Origins(catalogue, files, touched, as_of)
        self._extras = extras(catalogue, self._origins)

    def list(self, request: Request, plural: str) -> Response:
        """Return the page of a list of things."""
        return self._lists.page(request, plural, self._root(request))

    def thing(self, request: Request, plural: str, slug: str) -> Response:
        """Return the page of one thing, or lead to its own address.

        Raises:
            NotFound: there is no such class.
        """
        catalogue, root = self._catalogue, self._root(request)
        with catalogue.view(root, self._pages.languages(request)) as view:
            try:
                iri = view.resolve(plural, slug)
            except NotFound as missing:
                return self._missing(request, view, missing, plural, slug)
            own = catalogue.address(iri)
            if own and own != f"{API}{plural}/{quote(slug, safe=SEGMENT)}":
                return RedirectResponse(root + page_path(own), status_code=308)
            found = view.thing(iri)
            resource_type = catalogue.types[plural]
            extra = self._extras.get(plural)
            origin = self._origins.of(view, iri)
            special = extra(view, found) if extra else {}
            leave_out = {*(("quotedFrom",) if origin.places else ()), *special.get("shown", ())}
            path = f"/{plural}/{quote(slug, safe=SEGMENT)}"
            changed = origin.last.headers.get("time") if origin.last else None
            linked = self._linked(request, path, found, view.describe(iri), changed)
            values: dict[str, Any] = {
                "thing": found,
                "kind": resource_type,
                "lead": lead(found),
                "sections": sections(resource_type, found, leave_out),
                "fields": {field.name: field for field in resource_type.fields},
                "origin": origin,
                "dependents": dependents(catalogue, view, iri),
                "as_of": self._as_of,
                "diagrams": self._diagrams(request, resource_type, path),
                "proposed": self._proposed.about(iri) if self._proposed else (),
                **special,
            }
        return self._pages.render(request, self._template(plural), values, linked=linked)

    def _missing(
        self, request: Request, view: View, missing: NotFound, plural: str, slug: str
    ) -> Response:
        """Return the page that says what is not there: since when, and what is called alike.

        Raises:
            NotFound: there is no such class either.
        """
        if plural not in self._catalogue.types:
            raise missing
        removal = self._touched.removal(missing.iri, self._as_of) if missing.iri else None
        values: dict[str, Any] = {
            "removal": removal[0] if removal else None,
            "label": (removal[1] if removal else "") or slug,
            "kind": self._catalogue.types[plural],
            "before": f"/{plural}/{quote(slug, safe=SEGMENT)}",
            "near": [view.link(iri) for iri in missing.near],
            "as_of": self._as_of,
        }
        status = HTTPStatus.GONE if removal else HTTPStatus.NOT_FOUND
        return self._pages.render(request, "missing.html", values, status=status)

    def _diagrams(
        self, request: Request, kind: ResourceType, path: str
    ) -> Sequence[tuple[str, str, str]]:
        """Return the diagrams that the thing of a page can be had as: name, address, file."""
        if not has_diagram(kind, self._catalogue.types.values()):
            return []
        root, file = str(request.scope.get("root_path", "")), unquote(path.rpartition("/")[2])
        found = []
        for name, ending in (("BPMN", ".bpmn"), ("Mermaid", ".mmd")):
            address = f"{root}{path}{ending}"
            if self._as_of is not None:
                address = f"{root}{API}{path[1:]}?format={name.lower()}&at={self._as_of}"
            found.append((name, address, file + ending))
        return found

    def _linked(
        self, request: Request, path: str, thing: Thing, quads: Sequence[Quad], changed: str | None
    ) -> LinkedData:
        """Return what the page of a thing says of it: its own triples, and where it belongs."""
        about, base, iri = self._catalogue.about, self._pages.base(request), str(thing["id"])
        triples = list(dict.fromkeys(quad.triple for quad in quads))
        kinds = sorted(
            getattr(triple.object, "value", "")
            for triple in triples
            if is_about(triple, iri) and triple.predicate.value == RDF + "type"
        )
        now, past = base + path, self._as_of is not None
        signposts = Signposts(
            cite_as=None if past else iri,
            types=(ABOUT_PAGE, *kinds),
            described_by=() if past else forms_of(now),
            collection=f"{base}/",
            latest=now if past else None,
            licenses=licenses_of(about),
            authors=authors_of(about),
        )
        page = schema_org(
            "WebPage",
            {
                "@id": f"{base}/at/{self._as_of}{path}" if past else now,
                "name": text_of(thing.get("label")),
                "description": text_of(lead(thing)) or None,
                "license": about.license,
                "dateModified": changed,
                "isPartOf": dataset_of(about),
                "mainEntity": {"@id": iri},
            },
        )
        return LinkedData(signposts, (page, block_of(triples)))

    def _root(self, request: Request) -> str:
        root = str(request.scope.get("root_path", ""))
        return root if self._as_of is None else f"{root}/at/{self._as_of}"

    def _template(self, plural: str) -> str:
        special = f"things/{plural}.html"
        return special if self._pages.exists(special) else "things/default.html"


def earlier(
    pages: Pages,
    versions: Versions,
    past: Past,
    files: Path,
    extras: MakeExtras,
    touched: Touched,
) -> APIRouter:
    """Return the routes of the catalogue as it was, below `/at/{revision or time}`.

    Args:
        pages: renders them.
        versions: the history.
        past: gives the catalogue of a revision.
        files: see `ThingPages`.
        extras: see `ThingPages`.
        touched: see `ThingPages`.
    """
    routes = pages.router()

    def at(moment: str) -> ThingPages:
        revision = versions.resolve(moment)
        return ThingPages(pages, past.at(str(revision)), files, extras, touched, revision)

    @routes.get("/at/{moment}/{plural}")
    def things(moment: str, plural: str, request: Request) -> Response:
        return at(moment).list(request, plural)

    @routes.get("/at/{moment}/{plural}/{slug}")
    def thing(moment: str, plural: str, slug: str, request: Request) -> Response:
        return at(moment).thing(request, plural, slug)

    return routes


def router(pages: Pages, shown: ThingPages) -> APIRouter:
    """Return the routes of all lists and things; include it last, it takes any two segments."""
    routes = pages.router()

    @routes.get("/{plural}")
    def things(plural: str, request: Request) -> Response:
        return shown.list(request, plural)

    @routes.get("/{plural}/{slug}")
    def thing(plural: str, slug: str, request: Request) -> Response:
        return shown.thing(request, plural, slug)

    return routes
