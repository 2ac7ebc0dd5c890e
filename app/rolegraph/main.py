"""The composition root: builds the service from its settings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

from fastapi import FastAPI
from starlette.types import ASGIApp, Scope

from rolegraph import __version__
from rolegraph.access.configure import authenticator_of
from rolegraph.access.rights import Right
from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.findings import PresentFindings
from rolegraph.analysis.questions import Questions
from rolegraph.api.changes import log as changes
from rolegraph.api.changes import stream as changes_log
from rolegraph.api.operations import failures, metrics
from rolegraph.api.operations.gate import Gate, require
from rolegraph.api.operations.kept import KeptAnswer, KeptAnswers
from rolegraph.api.operations.methods import methods_at
from rolegraph.api.operations.people import People, ReadersOfPeople
from rolegraph.api.resources import (
    analysis,
    batch,
    context,
    identifiers,
    queries,
    search,
    validation,
    writes,
)
from rolegraph.api.resources import resources as resource_routes
from rolegraph.api.resources.past import Past
from rolegraph.api.schema import openapi, write_schema
from rolegraph.api.sparql import graphs, running
from rolegraph.api.sparql import request as sparql
from rolegraph.api.sparql.description import EndpointDescription
from rolegraph.api.sparql.direct import DirectQueries
from rolegraph.api.sparql.endpoint import SparqlEndpoint
from rolegraph.api.sparql.engine_queries import queries_of
from rolegraph.api.sparql.graphs import GraphStore
from rolegraph.api.sparql.past_queries import PastQueries
from rolegraph.api.sparql.relay import Relay
from rolegraph.api.sparql.updates import RefusedUpdates, SparqlUpdates
from rolegraph.catalogue.catalogue import Catalogue
from rolegraph.folder.description import description_of
from rolegraph.history.commit import Committer
from rolegraph.history.feed import Feed
from rolegraph.history.touched import Touched
from rolegraph.history.versions import Versions
from rolegraph.http.bodies import BodyBudget
from rolegraph.http.cross_origin import CrossOrigin
from rolegraph.http.front import Front
from rolegraph.http.hosts import AllowedHosts
from rolegraph.http.proxies import BehindProxies, TrustedProxies
from rolegraph.opening import OpenStore, open_store
from rolegraph.operations import Operations, readiness
from rolegraph.replica import Replica
from rolegraph.service import Service, Whole
from rolegraph.settings import Settings
from rolegraph.shacl.guard.guard import Guard
from rolegraph.sparql.cache import CachedResult, ResultCache
from rolegraph.sparql.library import load_library
from rolegraph.sparql.outbound import Outbound
from rolegraph.sparql.policy import QueryBounds
from rolegraph.starting import (
    load_workers,
    query_folders,
    query_workers,
    uploads_of,
    warm,
    watch_tokens,
)
from rolegraph.store.workers.messages.job import Limits
from rolegraph.web import site


def create_app(  # noqa: C901, PLR0915 - lists the parts
    settings: Settings | None = None, whole: Whole | None = None
) -> Service:
    """Build the service.

    Args:
        settings: by default those of the environment.
        whole: the service that knows about people, if this is the part of it that does not.

    Raises:
        StoreError: the store cannot be opened.
        ConfigurationError: shapes or queries break a convention.
    """
    settings = settings or Settings()
    authenticator = whole.authenticator if whole else authenticator_of(settings)
    proxies = TrustedProxies(settings.trusted_proxies)
    hosts = AllowedHosts(settings.allowed_hosts, settings.public_url, settings.host)
    opened_store = OpenStore(whole.view.store) if whole else open_store(settings, deploy=True)
    store, mirror = opened_store.store, opened_store.mirror
    description = description_of(store)
    operations = whole.operations if whole else Operations(settings, store)
    uploads = uploads_of(settings)
    replica = None if whole else Replica.of(settings, store, uploads.sandbox)
    people = (
        People(None, guarded=False, closed=lambda: whole.view.failed)
        if whole
        else People.of(settings, store)
    )
    limits = Limits(
        seconds=settings.query_timeout,
        memory=settings.query_memory,
        result_bytes=settings.query_result_bytes,
        result_rows=settings.query_result_rows,
    )
    workers = query_workers(operations.tracing)(
        store,
        limits,
        size=settings.query_workers,
        queue_length=settings.query_queue,
        per_client=settings.query_concurrency,
        wait=settings.query_wait,
        union=settings.union,
    )
    asked = queries_of(settings, workers, mirror, limits)
    catalogue = Catalogue(store)
    store.on_commit(lambda revision, patch: catalogue.follow(patch, revision))
    analyses = Analyses(catalogue)
    store.on_commit(lambda revision, patch: analyses.follow(patch, revision))
    guard = Guard(store)
    findings, touched = PresentFindings(store, guard), Touched(store)
    committer = Committer(
        store,
        guard if whole else operations.timed(guard),
        settings.guard,
        operations.tracing,
        mirror,
        guards_people=people.guarded,
    )
    if whole:  # what is written goes through the whole service, whoever let it pass
        committer = whole.committer
    versions, feed = Versions(store), Feed(store)
    library = load_library(*query_folders(settings), about=description)
    cache: ResultCache[CachedResult] = ResultCache(settings.cache_bytes)
    answers: ResultCache[KeptAnswer] = ResultCache(settings.answer_bytes)
    if whole is None:
        operations.watch(workers, cache, answers, findings)
    rest: Service | None = None

    outbound = Outbound(settings.service_allow, settings.query_timeout, settings.update_length)
    relay = Relay(outbound, settings.query_timeout, settings.update_length)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        ending = asyncio.Event()
        if mirror is not None:
            mirror.start()
        steps = (
            catalogue.prepare,
            guard.prepare,
            analyses.prepare,
            touched.prepare,
            findings.begin,
        )
        tasks = [
            asyncio.create_task(load_workers(workers, feed)),
            asyncio.create_task(warm(steps, ending)),
            asyncio.create_task(watch_tokens(authenticator, ending)),
        ]
        try:
            inner = rest.api.router.lifespan_context(rest.api) if rest else nullcontext()
            async with (
                relay.running(),
                inner,
                replica.following() if replica else nullcontext(),
            ):
                yield
        finally:
            feed.close()
            ending.set()
            await asyncio.gather(*tasks)
            await asked.close()
            await asyncio.to_thread(uploads.sandbox.close)
            await asyncio.to_thread(opened_store.close)
            if whole is None:
                await asyncio.to_thread(operations.close)

    app = FastAPI(
        title="rolegraph",
        summary="Roles, responsibilities, personas, workflows and tools as a knowledge graph.",
        version=__version__,
        lifespan=lifespan,
        redoc_url=None,
        docs_url=None,
        openapi_url=None,  # has a route of its own
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.settings = settings
    app.state.proxies = proxies
    app.state.hosts = hosts
    app.state.authenticator = authenticator
    app.state.store = store
    app.state.mirror = mirror
    app.state.workers = workers
    app.state.uploads = uploads
    app.state.catalogue = catalogue
    app.state.description = description
    app.state.committer = committer
    app.state.versions = versions
    app.state.feed = feed
    app.state.operations = operations
    failures.install(app)
    write_schema.install(app, catalogue)
    app.include_router(readiness(settings, store, workers, operations, replica, mirror))
    app.include_router(metrics.router(operations.registry))
    admin = require(authenticator, Right.OPERATE.role)
    app.include_router(running.router(workers, admin))
    app.include_router(context.router(catalogue))
    app.include_router(openapi.router(app))
    past = Past(catalogue, versions)
    app.include_router(resource_routes.router(catalogue, settings.public_url, past))
    app.include_router(identifiers.router(catalogue, settings.public_url))
    editor = require(authenticator, Right.WRITE.role)
    for write_routes in (writes, batch):
        app.include_router(
            write_routes.router(
                catalogue,
                committer,
                editor,
                public_url=settings.public_url,
                body_limit=settings.update_length,
            )
        )
    app.include_router(changes_log.router(store, feed))
    app.include_router(
        changes.router(
            store,
            versions,
            feed,
            committer,
            catalogue,
            editor,
            public_url=settings.public_url,
        )
    )
    app.include_router(search.router(catalogue, settings.public_url, past))
    app.include_router(
        validation.router(
            store,
            uploads,
            settings.update_length,
        )
    )
    app.include_router(queries.router(library, catalogue))
    questions = Questions(catalogue, library)
    app.include_router(analysis.router(catalogue, analyses, questions))
    leader = replica.public_url if replica else None
    known = site.Known(analyses, questions, findings, touched)
    bounds = QueryBounds(settings.query_length, settings.upload_depth)
    sign_in = site.install(
        app,
        catalogue,
        library,
        known,
        store,
        versions,
        workers,
        authenticator,
        settings,
        bounds,
        leader,
    )
    cross_origin = CrossOrigin(settings.cors_origins)
    endpoint = SparqlEndpoint(
        asked,
        cache,
        EndpointDescription(store, settings),
        RefusedUpdates(leader)
        if leader
        else SparqlUpdates(
            store,
            workers,
            committer,
            authenticator,
            outbound,
            uploads,
            union=settings.union,
            public_url=settings.public_url,
        ),
        bounds,
        settings.update_length,
        PastQueries(store, versions, workers, union=settings.union),
        relay if outbound.any else None,
        settings.public_url,
    )
    graph_store = GraphStore(store, committer, authenticator, uploads, settings.update_length)
    opened = frozenset({"/metrics"} if settings.open_metrics else ())
    plain: dict[str, ASGIApp] = {"/sparql": endpoint, "/graphs": graph_store}

    plain_methods = {"/sparql": sparql.METHODS, "/graphs": graphs.METHODS}

    def methods(scope: Scope) -> tuple[str, ...]:
        return plain_methods.get(scope["path"]) or methods_at(app, scope)

    def front(inner: ASGIApp) -> ASGIApp:
        gate = Gate(inner, authenticator, opened, sign_in.refuse, leader)
        held = Front(gate, hosts, cross_origin, methods, BodyBudget(settings.body_budget))
        seen = operations.observed(
            held,
            frozenset(plain),
            replica.headers if replica else mirror.headers if mirror else None,
            held.headers,
            authenticator.name_of,
        )
        return BehindProxies(seen, proxies) if proxies.any else seen

    def choose(within: ASGIApp, without: ASGIApp) -> ASGIApp:
        return ReadersOfPeople(within, without, authenticator, people, sign_in.refuse)

    if people.view is not None:
        shared = Whole(people.view, authenticator, operations, committer)
        # It follows the whole service, not a leader or a remote store of its own.
        alone = settings.model_copy(update={"follow": None, "store": None})
        rest = create_app(alone, shared)
    return Service(
        app,
        plain,
        front,
        DirectQueries.of(
            asked,
            cache,
            cross_origin.of_plain,
            bounds,
            people.closed,
            open_reading=settings.open_reading,
            strangers=whole is not None,
        ),
        lambda routes: KeptAnswers(
            routes,
            answers,
            lambda: store.revision,
            cross_origin.headers,
            says_revision=replica is not None,
            closed=people.closed,
        ),
        rest,
        choose if whole is None else None,
    )
