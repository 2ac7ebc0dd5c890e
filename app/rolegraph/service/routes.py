"""The routes of JSON and pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, FastAPI

from rolegraph.access.authenticate import Authenticator
from rolegraph.access.identity import Right
from rolegraph.api.changes import atom, stream
from rolegraph.api.changes import log as changes
from rolegraph.api.documents import document_files, readings
from rolegraph.api.documents.together import TogetherWrites
from rolegraph.api.documents.writing import DocumentWrites
from rolegraph.api.inference import routes as inference
from rolegraph.api.neighbours import routes as neighbours
from rolegraph.api.operations import failures
from rolegraph.api.operations.gate import require
from rolegraph.api.operations.health import Check, metrics_router
from rolegraph.api.operations.late_routes import place
from rolegraph.api.proposals import routes as proposals
from rolegraph.api.questions.asking import Asking
from rolegraph.api.resources import (
    analysis,
    batch,
    context,
    identifiers,
    queries,
    resources,
    score,
    search,
    sources,
    writes,
)
from rolegraph.api.schema import json_schemas, openapi
from rolegraph.api.sparql import running
from rolegraph.api.validation import rules, validation
from rolegraph.documents.uploads.known import KnownFiles
from rolegraph.documents.uploads.together import DocumentsTogether
from rolegraph.history.past import Past
from rolegraph.service.core import Core
from rolegraph.service.keeping import KEEP_FROM
from rolegraph.service.operations import Operations, readiness
from rolegraph.service.querying import Querying
from rolegraph.service.upstream import Upstream
from rolegraph.settings import Settings
from rolegraph.web import site
from rolegraph.web.pages.sign_in import SignIn
from rolegraph.web.reference.rules_shown import RulesShown


@dataclass(frozen=True)
class Installed:
    """What other parts need of the routes.

    Attributes:
        sign_in: the page to sign in.
        data: the routers of all data.
        prepare: has ready what first pages need.
    """

    sign_in: SignIn
    data: tuple[APIRouter, ...]
    prepare: Callable[[], None]


def install(
    app: FastAPI,
    settings: Settings,
    core: Core,
    querying: Querying,
    operations: Operations,
    authenticator: Authenticator,
    upstream: Upstream | None,
    further: Mapping[str, Check],
) -> Installed:
    """Give the application its routes.

    `further` is what else must be well before the service is ready.
    """
    store, catalogue, public_url = core.store, core.catalogue, settings.public_url
    editor = require(authenticator, Right.WRITE.role)
    past = Past(catalogue, core.versions, core.touched)
    failures.install(app)
    openapi.ApiDocument(catalogue, core.library, settings, core.keeping.description).install(app)
    asking = Asking(
        catalogue,
        store,
        querying.workers,
        union=settings.union,
        kept=settings.answer_bytes // 4,
        inferred=core.inference.text if core.inference else None,
    )
    if store.journal.size >= KEEP_FROM:
        if settings.prepare:
            core.questions_beforehand = tuple(
                partial(asking.prepare, query) for query in core.library.values()
            )
        core.keeping.add(asking.rows)
    rules_shown = RulesShown(catalogue, store, core.keeping.rules_shown())
    if store.journal.size >= KEEP_FROM:
        core.add_later(rules_shown.prepare)
    included = []
    for router in (
        readiness(store, querying.workers, operations, upstream, further, core.work),
        metrics_router(operations.registry),
        running.router(querying.workers, require(authenticator, Right.OPERATE.role)),
        context.router(catalogue),
        openapi.router(app, public_url),
        resources.router(catalogue, public_url, past),
        identifiers.router(catalogue, public_url),
        json_schemas.router(catalogue, public_url),
        *(
            routes.router(
                catalogue,
                core.committer,
                editor,
                public_url=public_url,
                body_limit=settings.update_length,
            )
            for routes in (writes, batch)
        ),
        proposals.router(
            core.proposals,
            catalogue,
            editor,
            public_url=public_url,
            body_limit=settings.update_length,
        ),
        stream.router(store, core.feed),
        changes.router(
            store,
            core.versions,
            core.feed,
            core.committer,
            catalogue,
            editor,
            core.touched,
            public_url=public_url,
        ),
        atom.router(core.versions, core.words, catalogue.about.title, public_url=public_url),
        search.router(catalogue, public_url, past),
        sources.router(catalogue),
        neighbours.router(past, public_url),
        inference.router(core.inference, core.places, catalogue.base),
        validation.router(store, querying.uploads, settings.update_length),
        readings.router(querying.uploads.sandbox, settings.update_length),
        document_files.router(
            KnownFiles(store, core.versions, core.touched),
            DocumentWrites(
                core.imports,
                core.removals,
                core.proposals,
                querying.uploads.sandbox,
                editor,
                settings.update_length,
            ),
            TogetherWrites(
                DocumentsTogether(core.imports),
                core.proposals,
                querying.uploads.sandbox,
                editor,
                settings.update_length,
            ),
            public_url,
        ),
        rules.router(core.guard),
        queries.router(core.library, catalogue, asking),
        analysis.router(catalogue, core.analyses, core.questions, asking),
        score.router(catalogue, core.scores, core.gaps, asking, public_url),
    ):
        place(app, router)
        included.append(router)
    sign_in, pages = site.install(
        app,
        catalogue,
        core.library,
        site.SiteFacts(
            core.analyses,
            core.questions,
            core.findings,
            core.touched,
            core.words,
            core.scores,
            core.gaps,
            asking.of,
            asking.rows,
            core.inference,
            core.places,
            core.proposals,
            core.imports,
            core.removals,
            rules_shown,
        ),
        store,
        core.versions,
        past,
        core.committer,
        querying.workers,
        querying.uploads.sandbox,
        authenticator,
        settings,
        querying.bounds,
        upstream.leader if upstream else None,
    )

    return Installed(sign_in, tuple(included), pages.prepare)
