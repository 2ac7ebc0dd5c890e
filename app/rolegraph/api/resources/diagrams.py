"""Diagrams of workflows over HTTP: BPMN and Mermaid beside the JSON of a workflow."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import Request, Response

from rolegraph.catalogue import ResourceType
from rolegraph.catalogue.index.model import API
from rolegraph.diagrams.formats import DIAGRAMS, ENDINGS_OF_DIAGRAMS, diagram_of
from rolegraph.errors import ParameterError
from rolegraph.history.past import Past
from rolegraph.http.answers import tagged
from rolegraph.http.languages import LANG, known_language, languages_of
from rolegraph.http.request import base_of, root_of

_BY_LANGUAGE = "Accept, Accept-Language, Cookie"


class DiagramAnswers:
    """Answers with diagrams.

    Args:
        past: gives the catalogue, now or as it was.
        public_url: address of the service as clients see it; by default that of each request.
    """

    def __init__(self, past: Past, public_url: str | None) -> None:
        self._past, self._public_url = past, public_url

    def answer(
        self, request: Request, kind: ResourceType, slug: str, at: str | None, media_type: str
    ) -> Response:
        """Return a workflow as a diagram, in the language that the request asks for.

        Raises:
            NotFound: there is no such workflow.
            ParameterError: nothing is in the language that `lang` names.
        """
        model = self._past.at(at)
        about = model.about
        known_language(request.query_params.get(LANG), about.languages, model.label_languages)
        root, base = root_of(request, self._public_url), base_of(request, self._public_url)
        state = f"/at/{quote(at, safe='')}" if at else ""

        def page_of(href: str) -> str:
            return f"{base}{state}/{href.removeprefix(root + API)}"

        with model.view(root, (*languages_of(request.scope), *about.languages)) as view:
            iri = view.resolve(kind.plural, slug)
            version = view.version(iri)
            body = diagram_of(view, iri, media_type, about.base, page_of)
        ending = next(e for e, known in ENDINGS_OF_DIAGRAMS.items() if known == media_type)
        name = quote(f"{slug}{ending}", safe="")
        headers = {
            "Vary": _BY_LANGUAGE,
            "Content-Disposition": f"inline; filename*=UTF-8''{name}",
        }
        return tagged(request, body, media_type, version=version, headers=headers)


def refuse_language(request: Request, media_type: str) -> None:
    """Go on only if no language is asked for: data has the texts of all.

    Raises:
        ParameterError: `lang` would have no effect.
    """
    if LANG in request.query_params:
        raise ParameterError(
            f"{LANG} has no effect on {media_type}; leave it out, or ask for format=bpmn or "
            "format=mermaid."
        )


def diagram_contents() -> dict[str, Any]:
    """Return what OpenAPI says of the media types of diagrams."""
    return {kind: {"schema": {"type": "string"}} for kind in DIAGRAMS.values()}
