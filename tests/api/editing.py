"""An editor at work: requests of JSON, answered by the routes that the service has."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from rolegraph.access.identity import AccessRole, Identity
from rolegraph.api.operations import failures
from rolegraph.api.resources import batch, resources, writes
from rolegraph.api.schema import openapi
from rolegraph.api.schema.openapi import ApiDocument
from rolegraph.catalogue import Catalogue
from rolegraph.history.commit import Committer
from rolegraph.settings import Settings
from rolegraph.shacl.guard.guard import Guard
from rolegraph.sparql.library import QueryLibrary
from rolegraph.store.embedded import EmbeddedStore

MERGE_PATCH = "application/merge-patch+json"
LIMIT = 2**20
THINGS = "https://w3id.org/rolegraph/id/"


@dataclass
class Editing:
    """Sends requests, as an editor who is let through."""

    app: FastAPI
    store: EmbeddedStore
    catalogue: Catalogue

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Send a request; a body that is no text is sent as JSON."""
        content = body if isinstance(body, str | bytes | None) else json.dumps(body)
        media_type = MERGE_PATCH if method == "PATCH" else "application/json"
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
                return await client.request(
                    method,
                    path if path.startswith("/") else f"/api/v1/{path}",
                    content=content,
                    headers={"Content-Type": media_type, **named},
                )

        return asyncio.run(send())

    def get(self, path: str) -> dict[str, Any]:
        """Read a thing that is there."""
        answer = self.request("GET", path)
        assert 200 == answer.status_code, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def etag(self, path: str) -> str:
        """Return the entity tag of a thing."""
        return self.request("GET", path).headers["etag"]

    def write(
        self, method: str, path: str, body: Any = None, query: str = "", **headers: str
    ) -> httpx.Response:
        """Send a write for the present state of a thing."""
        etag = {} if method == "POST" else {"If_Match": self.etag(path)}
        return self.request(method, path + query, body, **etag, **headers)

    def triples(self, path: str) -> set[tuple[str, str]]:
        """Return predicate and object of what is said of a thing, as texts."""
        plural, slug = path.split("/")
        quads = self.catalogue.describe(self.catalogue.iri(plural, slug))
        return {(quad.predicate.value, str(quad.object)) for quad in quads}


def editing_of(store: EmbeddedStore) -> Editing:
    """Return an editor of a store, whose writes are guarded."""
    catalogue = Catalogue(store)
    store.on_commit(lambda revision, patch: catalogue.follow(patch, revision))
    committer = Committer(store, Guard(store))

    def editor() -> Identity:
        return Identity("Vera", AccessRole.EDITOR)

    app = FastAPI()
    failures.install(app)
    ApiDocument(catalogue, QueryLibrary({}), Settings()).install(app)
    app.include_router(openapi.router(app))
    app.include_router(resources.router(catalogue))
    for routes in (writes, batch):
        app.include_router(routes.router(catalogue, committer, editor, body_limit=LIMIT))
    return Editing(app, store, catalogue)
