"""The composition root: builds the service from its settings."""

from __future__ import annotations

from functools import partial

from fastapi import FastAPI
from starlette.types import ASGIApp

from rolegraph import __version__
from rolegraph.access.configure import authenticator_of
from rolegraph.api.operations.health import workers_check
from rolegraph.api.operations.kept import KeptAnswers
from rolegraph.api.operations.people import People, ReadersOfPeople
from rolegraph.api.resources.shortcut import Shortcut
from rolegraph.api.sparql.direct import DirectQueries
from rolegraph.api.sparql.engine_queries import queries_of
from rolegraph.service import routes
from rolegraph.service.asgi import Service, Whole
from rolegraph.service.core import Core
from rolegraph.service.endpoints import endpoints_of
from rolegraph.service.front import FrontRules
from rolegraph.service.life import life_of
from rolegraph.service.opening import OpenStore, open_store
from rolegraph.service.operations import Operations
from rolegraph.service.querying import Querying
from rolegraph.service.remote_store import RemoteStore
from rolegraph.service.replica import Replica
from rolegraph.settings import Settings
from rolegraph.web.frame.negotiation import DataAtPages


def create_app(
    settings: Settings | None = None, whole: Whole | None = None, opened: OpenStore | None = None
) -> Service:
    """Build the service.

    Args:
        settings: by default those of the environment.
        whole: the service that knows about people, if this is the part of it that does not.
        opened: the store, where it is open already.

    Raises:
        StoreError: the store cannot be opened.
        ConfigurationError: shapes or queries break a convention.
    """
    settings = settings or Settings()
    authenticator = whole.authenticator if whole else authenticator_of(settings)
    # A remote store, a replica of another service, the state without people, AI agents and the path
    # below ASGI have a line each.
    if opened is None:
        opened = OpenStore(whole.view.store) if whole else open_store(settings, deploy=True)
    operations = whole.operations if whole else Operations(settings, opened.store)
    people = People.without(whole.view) if whole else People.of(settings, opened.store)
    core = Core(settings, opened, operations, guards_people=people.guarded, whole=whole)
    engine = partial(queries_of, settings, opened.mirror)
    begun = (opened.on_disk, opened.early)
    querying = Querying(settings, core, operations, engine, *begun, watched=whole is None)
    replica = None if whole else Replica.of(settings, opened.store, querying.uploads.sandbox)
    upstream = replica or RemoteStore.of(opened.mirror)
    front = FrontRules(settings, authenticator, operations)
    direct = DirectQueries.of(
        querying.asked,
        querying.results,
        front.cross_origin.of_plain,
        querying.bounds,
        people.closed,
        open_reading=settings.open_reading,
        strangers=whole is not None,
    )
    agents = None if whole else front.agents()
    rest = None
    if people.view is not None:
        shared = Whole(people.view, authenticator, operations, core.committer, core.imports)
        # It follows the whole service, not a leader or a remote store of its own.
        rest = create_app(settings.model_copy(update={"follow": None, "store": None}), shared)

    api = FastAPI(
        title="rolegraph",
        summary="Roles, responsibilities, personas, workflows and tools as a knowledge graph.",
        description="Everything that the service holds, as typed JSON, as RDF and by SPARQL. Each "
        "answer that may be kept has an entity tag; each error is a problem document (RFC 9457).",
        version=__version__,
        lifespan=life_of(
            opened,
            core,
            querying,
            operations,
            authenticator,
            upstream,
            rest,
            agents,
            front.keys.close,
            is_whole=whole is None,
        ),
        redoc_url=None,
        docs_url=None,
        openapi_url=None,  # has a route of its own
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    loading = {"strangers": workers_check(rest.state.workers)} if rest else {}
    installed = routes.install(
        api, settings, core, querying, operations, authenticator, upstream, loading
    )
    core.add_at_once(installed.prepare)
    if whole is None:
        core.add_later(api.openapi)
    plain = endpoints_of(settings, core, querying, authenticator, upstream, agents)
    kept = KeptAnswers(
        Shortcut(DataAtPages(api, core.catalogue.types), installed.data, core.catalogue),
        querying.answers,
        lambda: opened.store.revision,
        front.cross_origin.headers,
        says_revision=replica is not None,
        closed=people.closed,
    )

    def choose(within: ASGIApp, without: ASGIApp) -> ASGIApp:
        return ReadersOfPeople(within, without, authenticator, people, installed.sign_in.refuse)

    api.state.settings, api.state.authenticator = settings, authenticator
    api.state.proxies, api.state.hosts = front.proxies, front.hosts
    api.state.store, api.state.mirror = opened.store, opened.mirror
    api.state.workers, api.state.uploads = querying.workers, querying.uploads
    api.state.catalogue, api.state.description = core.catalogue, core.description
    api.state.committer, api.state.versions = core.committer, core.versions
    api.state.feed, api.state.operations = core.feed, operations
    before = front.before(api, installed.sign_in.refuse, upstream)
    once = front.once(opened.store)
    service = Service(
        api, plain, before, once, direct, kept, people, rest, choose if whole is None else None
    )
    if agents is not None:
        agents.connect(service)
    return service
