"""Settings of the service: names, defaults and meanings in one place.

Each setting is an environment variable `ROLEGRAPH_…`; those that `rolegraph serve` takes are
options of the same name there.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import ByteSize, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from rolegraph.settings.modes import GuardMode, LogFormat, StoreAuth, StoreQueries, StoreTurns

MEBIBYTE = 2**20


def default_data_dir() -> Path:
    """Return where the store lies when nothing else is said, by the XDG base directories."""
    import os

    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "rolegraph"


class Settings(BaseSettings):
    """All settings of the service."""

    model_config = SettingsConfigDict(env_prefix="ROLEGRAPH_", extra="forbid", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    data_dir: Path = Field(
        default_factory=default_data_dir, description="Folder of the store and its change log."
    )
    catalogue: Path | None = Field(
        None,
        description="Folder of the catalogue: the one with its rolegraph.toml. Without it, the "
        "sample that comes with the package.",
    )
    empty: bool = Field(
        False, description="Start a new store without data, with ontology and rules alone."
    )
    bare: bool = Field(
        False,
        description="Serve a plain SPARQL store: no catalogue, no rules, and queries see the "
        "default graph alone, unless the union is asked for.",
    )
    store: str | None = Field(
        None,
        description="Remote store instead of the embedded one: sparql+http://host:port/… with its "
        "SPARQL endpoint, or, ending in a slash, the folder of query and update.",
    )
    store_query_url: str | None = Field(
        None, description="The remote store's query endpoint, or those of engines in its place."
    )
    store_update_url: str | None = Field(None, description="The remote store's update endpoint(s).")
    store_graphs_url: str | None = Field(
        None, description="The remote store's graph store, to read whole graphs when checking."
    )
    store_user: str | None = Field(None, description="User name at the remote store.")
    store_password: SecretStr | None = Field(None, description="Its password.")
    store_password_file: Path | None = Field(None, description="File with the password.")
    store_auth: StoreAuth = Field(
        StoreAuth.BASIC, description="How user name and password are sent."
    )
    store_token: SecretStr | None = Field(
        None, description="Bearer token for the remote store, instead of a user name."
    )
    store_token_file: Path | None = Field(None, description="File with the bearer token.")
    store_timeout: float = Field(
        30.0, gt=0, description="Seconds that an answer of the remote store may take."
    )
    store_connect_timeout: float = Field(
        5.0, gt=0, description="Seconds that a connection to the remote store may take."
    )
    store_poll: float = Field(
        1.0, gt=0, description="Seconds between looks at the remote store for commits of others."
    )
    store_lease: float = Field(
        1.0,
        ge=0,
        le=10,
        description="Seconds for which a look at the remote store is good while no other service "
        "writes to it; the first commit of another waits as long. 0: each question looks.",
    )
    store_turns: StoreTurns = Field(
        StoreTurns.AUTO,
        description="Who sees to it that services commit one after the other: an engine that runs "
        "updates in turn, or the services themselves; auto knows Virtuoso.",
    )
    store_queries: StoreQueries = Field(
        StoreQueries.CURRENT,
        description="Where queries at /sparql run with a remote store: current, on the mirror once "
        "it has what the store has; mirror, without that look; engine, at the store's engine.",
    )
    union_default_graph: bool = Field(
        True,
        description="Queries without a dataset clause see the union of catalogue, ontology and "
        "mappings; off, they see the default graph alone.",
    )
    inference: bool = Field(
        True,
        description="Answer what follows by the rules of OWL 2 RL, where it is asked for by "
        "?inferred=true or by the name of its graph. It is worked out at the first question; until "
        "then it costs nothing.",
    )
    inference_triples: int = Field(
        500_000,
        ge=1,
        description="Triples of a dataset up to which that is done: 170,000 take 10 s and 80 MB.",
    )
    guard: GuardMode = Field(
        GuardMode.ENFORCE, description="Whether writes with violations are refused."
    )
    as_of: date | None = Field(None, description="Day that `NOW()` means in shapes; else today.")
    write_token: str | None = Field(
        None, description="A bearer token that may write, for simple installations."
    )
    open_reading: bool = Field(
        True, description="Whether anybody may read; off, reading needs a token as well."
    )
    read_people: Literal["reader", "editor"] | None = Field(
        None,
        description="The least role that may read memberships: who holds which role. Nobody reads "
        "them without a token. Unset, it is `reader` where the catalogue has memberships when the "
        "service starts, and the service takes none otherwise.",
    )
    oidc_issuer: str | None = Field(
        None, description="OpenID Connect issuer whose tokens are accepted: their `iss`."
    )
    oidc_audience: str | None = Field(
        None, description="What the issuer's tokens for this service have as `aud`."
    )
    oidc_jwks: str | None = Field(
        None, description="The issuer's key set (JWKS): an https address, or a file."
    )
    oidc_algorithms: str = Field(
        "RS256,ES256", description="Comma-separated signature algorithms that are accepted."
    )
    oidc_clock_skew: float = Field(
        30.0, ge=0, le=600, description="Seconds that the issuer's clock may differ."
    )
    oidc_role_claim: str = Field(
        "roles", description="Claim with the roles; dots lead into nested ones."
    )
    oidc_roles: str = Field(
        "",
        description="What the issuer's roles mean here, such as curators=editor,staff=reader; "
        "empty, they are named reader, editor and admin.",
    )
    oidc_name_claim: str = Field(
        "sub",
        description="Claim with the name for the change log; take another one than sub only "
        "where the issuer lets nobody choose it.",
    )
    memory: ByteSize | None = Field(
        None,
        description="Bytes that all processes of the service are to take at most, such as 600MB or "
        "2GiB; by default a quarter of what the machine has. Where the dataset fits in, queries "
        "are answered from memory, else from a copy of it on disk.",
    )
    query_workers: int = Field(2, ge=1, le=64, description="Worker processes that run queries.")
    query_timeout: float = Field(
        30.0, gt=0, description="Seconds a query or update may take, waiting not counted."
    )
    query_memory: int = Field(
        1024 * MEBIBYTE, ge=64 * MEBIBYTE, description="Bytes of memory a query may add."
    )
    query_result_bytes: int = Field(
        1024 * MEBIBYTE, ge=1024, description="Bytes that one query result may have."
    )
    query_result_rows: int = Field(
        0, ge=0, description="Rows that one query result may have; 0 sets no limit."
    )
    query_length: int = Field(MEBIBYTE, ge=1024, description="Characters that a query may have.")
    update_length: int = Field(
        64 * MEBIBYTE, ge=1024, description="Bytes that an update or an uploaded body may have."
    )
    upload_timeout: float = Field(
        30.0, gt=0, description="Seconds that reading or validating one uploaded text may take."
    )
    upload_memory: int = Field(
        1024 * MEBIBYTE,
        ge=64 * MEBIBYTE,
        description="Bytes of memory that reading or validating one uploaded text may take.",
    )
    upload_depth: int = Field(
        128,
        ge=8,
        le=256,
        description="Levels that an upload, update or query may nest: groups, blank nodes, "
        "collections, triple terms, JSON, XML elements.",
    )
    upload_expansion: float = Field(
        64.0,
        ge=1,
        description="How many times larger than an upload its triples may be, written as "
        "N-Triples; a mebibyte is always allowed.",
    )
    upload_processes: int = Field(
        2, ge=1, le=64, description="Uploads that are read at once, and as many validated at once."
    )
    upload_queue: int = Field(
        16, ge=1, description="Uploads that may wait; more are answered 503 with Retry-After."
    )
    query_concurrency: int = Field(
        4,
        ge=1,
        description="Queries of one client that run or wait at once before others go first.",
    )
    query_queue: int = Field(
        256,
        ge=1,
        description="Queries that may wait, one client's in half of it at most; more are answered "
        "503 with Retry-After.",
    )
    query_wait: float = Field(
        30.0, gt=0, description="Seconds a query may wait for its turn; then 503 with Retry-After."
    )
    cache_bytes: int = Field(
        128 * MEBIBYTE, ge=0, description="Bytes of query results kept for repeated questions."
    )
    answer_bytes: int = Field(
        64 * MEBIBYTE, ge=0, description="Bytes of answers kept, and a quarter more for their rows."
    )
    thing_bytes: int = Field(
        32 * MEBIBYTE,
        ge=0,
        description="Bytes of things kept as JSON while nothing changes of what they show; answers "
        "that nobody has asked for before are made of them.",
    )
    prepare: bool = Field(
        True,
        description="Get ready what first requests need, while nobody is being answered; off, who "
        "asks first waits for it, and what nobody asks for takes no processor.",
    )
    service_allow: str = Field(
        "",
        description="Comma-separated addresses (http://host[:port][/path]) that SERVICE and LOAD "
        "may reach; none by default.",
    )
    cors_origins: str = Field(
        "",
        description="Comma-separated origins whose pages may use the service from a browser, such "
        "as https://app.example.org; * means any. Empty, none may (CORS is off).",
    )
    mcp: bool = Field(
        True,
        description="Whether AI agents may use the service at /mcp (Model Context Protocol), with "
        "the rights of their tokens. It needs the extra rolegraph[mcp].",
    )
    mcp_commit: bool = Field(
        False,
        description="Whether agents with an editor's token may commit at /mcp; off, they can "
        "propose changes only.",
    )
    allowed_hosts: str = Field(
        "",
        description="Comma-separated host names that the service answers to besides localhost, "
        "addresses in numbers, this machine's name, the host to listen on and that of the public "
        "address; *.example.org takes all below, * any.",
    )
    trusted_proxies: str = Field(
        "",
        description="Comma-separated addresses and networks of proxies, such as "
        "127.0.0.1,10.0.0.0/8. Their X-Forwarded-For and X-Forwarded-Proto are believed, and "
        "nobody else's.",
    )
    connections: int = Field(
        512, ge=1, description="Connections at once; more are answered 503 and closed."
    )
    header_bytes: int = Field(
        32 * 1024,
        ge=256,
        description="Bytes that the headers of a request may have; more are answered 431.",
    )
    header_count: int = Field(
        100, ge=4, description="Headers that a request may have; more are answered 431."
    )
    target_bytes: int = Field(
        MEBIBYTE,
        ge=256,
        description="Bytes that the address of a request may have; more are answered 414.",
    )
    header_timeout: float = Field(
        20.0,
        gt=0,
        description="Seconds from the beginning of a connection, or of a request on it, until the "
        "headers of the request must be there; then 408.",
    )
    body_timeout: float = Field(
        30.0,
        gt=0,
        description="Seconds in which at least body_rate bytes a second of a body must come; else "
        "408.",
    )
    body_rate: int = Field(
        4096, ge=1, description="Bytes a second that a body must come with; see body_timeout."
    )
    idle_timeout: float = Field(
        20.0, gt=0, description="Seconds that a connection may be idle between requests."
    )
    write_timeout: float = Field(
        60.0, gt=0, description="Seconds that a client may take nothing of an answer that waits."
    )
    body_budget: int = Field(
        256 * MEBIBYTE,
        ge=1024,
        description="Bytes of bodies that all requests together may hold in memory, and those of "
        "one client half of them; a request beyond is answered 503 with Retry-After.",
    )
    public_url: str | None = Field(
        None, description="Address under which users reach the service, if not as requested."
    )
    follow: str | None = Field(
        None,
        description="Address of a service whose read replica this one is: it copies the change "
        "log, answers questions, and takes no writes.",
    )
    follow_token: SecretStr | None = Field(
        None, description="A reader's token of the leader, where its reading is closed."
    )
    follow_token_file: Path | None = Field(
        None, description="A file that holds that token, such as a mounted secret."
    )
    follow_max_lag: float = Field(
        0.0,
        ge=0,
        description="Seconds that a replica may be behind before /health/ready says 503; 0 sets "
        "no limit.",
    )
    leader_url: str | None = Field(
        None,
        description="Where users of a replica find the leader to write, if not at the address "
        "that the replica follows.",
    )
    open_metrics: bool = Field(
        False, description="Whether anybody may read /metrics even where reading is closed."
    )
    shutdown_timeout: float = Field(
        30.0,
        ge=0,
        description="Seconds that requests under way may take to end when the service is told to "
        "end; new ones are refused meanwhile.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info",
        description="The least that is logged: at info each request has a line, at debug those to "
        "/health and /metrics as well.",
    )
    log_format: LogFormat = Field(
        LogFormat.AUTO,
        description="json, console (for people), or auto: console at a terminal.",
    )

    @property
    def plain(self) -> bool:
        """Whether a new store holds nothing of ours: `--bare`, or empty and without the union."""
        return self.bare or (self.empty and not self.union_default_graph)

    @property
    def union(self) -> bool:
        """Whether queries that name no dataset see the union of the graphs of the catalogue."""
        chosen = "union_default_graph" in self.model_fields_set
        return self.union_default_graph and (chosen or not self.bare)
