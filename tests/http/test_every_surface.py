"""One rule of HTTP, one piece of code: every surface is asked the same."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from surfaces import GRAPH, READ, TAGGED, WRITES

from rolegraph.errors import ConfigurationError
from rolegraph.http.accept import negotiate, takes_gzip
from rolegraph.http.front import EXPOSED, SURFACES, AllowedHosts
from serving import StartServer

every = pytest.mark.parametrize("address", READ)
FOR_PROGRAMS = ("/sparql", "/graphs", "/api/", "/context", "/openapi", "/health", "/metrics")
DIFFER = {"date", "x-request-id"}
JSON_WRITES = (
    ("POST", "/api/v1/personas"),
    ("PUT", "/api/v1/personas/robin-castellanos"),
    ("POST", "/api/v1/batch"),
)


def heads(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in DIFFER}


@every
def test_head_is_get_without_a_body(client: httpx.Client, address: str) -> None:
    """Monitors and link checkers ask by HEAD, and must not be told that nothing is there."""
    got, reported = client.get(address), client.head(address)

    assert (got.status_code, b"") == (reported.status_code, reported.content)
    if not address.startswith("/metrics"):  # which has grown by the request before
        assert heads(got) == heads(reported)


def test_head_of_an_endless_answer_ends(client: httpx.Client) -> None:
    """A feed never ends; its head does."""
    answer = client.head("/api/v1/changes/feed")

    assert (200, b"") == (answer.status_code, answer.content)


@every
def test_options_tells_all_methods(client: httpx.Client, address: str) -> None:
    """And the answer to a method that is not among them tells the same."""
    options, refused = client.options(address), client.request("TRACE", address)

    assert (204, b"") == (options.status_code, options.content)
    methods = options.headers["allow"].split(", ")
    assert {"GET", "HEAD", "OPTIONS"} <= set(methods)
    assert refused.status_code in {401, 405}
    if refused.status_code == httpx.codes.METHOD_NOT_ALLOWED:
        assert methods == refused.headers["allow"].split(", ")


@pytest.mark.parametrize("address", [a for a in READ if a.startswith(FOR_PROGRAMS)])
def test_what_the_client_cannot_take_is_not_sent(client: httpx.Client, address: str) -> None:
    """RFC 9110, 15.5.7: a program is told so, and told what there is, at each address."""
    answer = client.get(address, headers={"Accept": "image/png"})

    assert 406 == answer.status_code
    assert "image/png" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "text/plain"),
        ("application/*", "application/openmetrics-text"),
        ("text/plain, application/openmetrics-text;q=0", "text/plain"),
        ("application/openmetrics-text;version=1.0.0;q=0.6, text/plain;q=0.2", "application/"),
    ],
)
def test_metrics_come_as_the_client_likes_them_best(
    client: httpx.Client, accept: str, kind: str
) -> None:
    """Qualities and wildcards mean here what they mean everywhere else."""
    answer = client.get("/metrics", headers={"Accept": accept})

    assert answer.headers["content-type"].startswith(kind)


@pytest.mark.parametrize(
    ("address", "methods"),
    [
        ("/api/v1/roles", "GET, HEAD, POST, OPTIONS"),
        ("/api/v1/roles/data-analyst", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"),
        ("/api/v1/batch", "POST, OPTIONS"),
        ("/sparql", "GET, HEAD, POST, QUERY, OPTIONS"),
        ("/graphs", "GET, HEAD, PUT, POST, DELETE, OPTIONS"),
        ("/sign-in", "POST, OPTIONS"),
    ],
)
def test_allow_names_the_methods_of_all_routes(
    client: httpx.Client, address: str, methods: str
) -> None:
    """Reading and writing an address are routes of their own; a client sees one resource."""
    found = client.options(address).headers["allow"].split(", ")

    assert set(methods.split(", ")) <= set(found)


def test_nothing_is_told_of_what_is_not_there(client: httpx.Client) -> None:
    """OPTIONS is no way to have every address exist."""
    assert 404 == client.options("/api/v1/nothing/here/at/all").status_code


@every
def test_no_answer_is_taken_for_another_type(client: httpx.Client, address: str) -> None:
    """A browser that sniffs would run a literal of the catalogue as a page."""
    answers = (
        client.get(address),
        client.get(address, headers={"If-None-Match": "*"}),
        client.get(address, headers={"Host": "evil.example"}),
        client.request("DELETE", address),
        client.options(address),
    )

    assert [["nosniff"]] * len(answers) == [
        answer.headers.get_list("x-content-type-options") for answer in answers
    ]


@pytest.mark.parametrize("accept", ['text/x;a="b,c;d", */*;q=0.1', 'x/y;a="\\",", */*', ",, */*"])
@every
def test_a_comma_in_quotes_ends_no_media_range(
    client: httpx.Client, address: str, accept: str
) -> None:
    """RFC 9110, 5.6.4: parameters of a media range may be quoted."""
    assert client.get(address, headers={"Accept": accept}).status_code < 400


def test_a_quality_behind_a_quoted_comma_counts() -> None:
    """Else the second choice would win."""
    accept = 'text/turtle;x="a,b";q=0.1, application/ld+json;profile="p;q=0";q=0.5'

    assert "application/ld+json" == negotiate(accept, ("text/turtle", "application/ld+json"))
    assert not takes_gzip(b'gzip;x=",";q=0, br')


@pytest.mark.parametrize("bad", ["%FF", "a%C3", "%ED%A0%80", "%C0%AF"])
@every
def test_a_query_string_that_is_not_utf_8_is_refused(
    client: httpx.Client, address: str, bad: str
) -> None:
    """Letters replaced by signs would look for something nobody asked for."""
    joint = "&" if "?" in address else "?"

    answer = client.get(f"{address}{joint}x={bad}")

    assert (400, "application/problem+json") == (
        answer.status_code,
        answer.headers["content-type"],
    )
    assert "UTF-8" in answer.json()["detail"]


def test_a_path_that_is_not_utf_8_is_refused(client: httpx.Client) -> None:
    """It names nothing."""
    assert 400 == client.get("/api/v1/roles/%FF").status_code


@pytest.mark.parametrize("text", ['{"label": "é"}'.encode("latin-1"), "{}".encode("utf-16")])
def test_a_body_that_is_not_utf_8_is_refused(editor: httpx.Client, text: bytes) -> None:
    """Whatever the way in."""
    json = {"Content-Type": "application/json", "If-Match": "*"}
    answers = [
        editor.request(method, address, content=text, headers=json)
        for method, address in JSON_WRITES
    ]
    typed = (
        ("POST", "/sparql", "application/sparql-update"),
        ("POST", "/sparql", "application/sparql-query"),
        ("PUT", f"/graphs?graph={GRAPH}", "text/turtle"),
    )
    answers += [
        editor.request(method, address, content=text, headers={"Content-Type": kind})
        for method, address, kind in typed
    ]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answers += [
        editor.post(address, content=b"query=%FF&data=%FF", headers=form)
        for address in ("/sparql", "/sign-in", "/api/v1/validate")
    ]

    assert [400] * len(answers) == [answer.status_code for answer in answers]


def test_a_body_said_to_be_in_another_charset_is_refused(editor: httpx.Client) -> None:
    """The service reads UTF-8, and does not read something else as if it were."""
    kinds = ("application/json", "application/sparql-update", "text/turtle")
    ways = (JSON_WRITES[0], ("POST", "/sparql"), ("PUT", f"/graphs?graph={GRAPH}"))
    answers = [
        editor.request(
            method, address, content=b"{}", headers={"Content-Type": f"{kind}; charset=latin1"}
        )
        for kind, (method, address) in zip(kinds, ways, strict=True)
    ]

    assert [415] * 3 == [answer.status_code for answer in answers]


# Hosts


@every
def test_a_name_that_is_not_of_the_service_is_refused(client: httpx.Client, address: str) -> None:
    """Else a page of any site could read a service on this machine (DNS rebinding)."""
    answer = client.get(address, headers={"Host": "evil.example"})

    assert 421 == answer.status_code
    assert "ROLEGRAPH_ALLOWED_HOSTS" in answer.json()["detail"]


def test_a_write_under_a_foreign_name_is_refused(editor: httpx.Client) -> None:
    """A token does not make the name right."""
    for write in WRITES.values():
        assert 421 == write(editor, {"Host": "evil.example"}).status_code


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "localhost:8000", "LOCALHOST", "localhost.", "127.0.0.1:1", "10.1.2.3"),
        *("[::1]:80", "roles.localhost", "roles.example.org", "a.docs.example.org:443", "office"),
    ],
)
def test_names_that_are_known_are_answered(host: str) -> None:
    """Loopback, numbers, the public address, the host to listen on and the names of the setting."""
    hosts = AllowedHosts("*.docs.example.org", "https://roles.example.org/x", "office")

    assert hosts.allows(host)


@pytest.mark.parametrize(
    "host",
    [
        *("example.org", "docs.example.org", "xdocs.example.org", "localhost.example", "127.1.1"),
        *("", " ", "localhost/", "localhost:x", "user@localhost", "localhost,localhost", "[::1"),
    ],
)
def test_names_that_are_not_known_are_not_answered(host: str) -> None:
    """Neither parts of known names, nor what is no name at all."""
    assert not AllowedHosts("*.docs.example.org").allows(host)


def test_any_name_is_answered_where_the_operator_says_so() -> None:
    """Behind a proxy that checks names itself."""
    assert AllowedHosts("*").allows("evil.example")


@pytest.mark.parametrize("names", ["https://a.example", "a.example:80", "a b", "a,*.b.*"])
def test_a_setting_that_is_no_name_is_refused_at_the_start(names: str) -> None:
    """It would lock everybody out in silence."""
    with pytest.raises(ConfigurationError, match="ROLEGRAPH_ALLOWED_HOSTS"):
        AllowedHosts(names)


# Pages of other origins

ORIGIN = "https://app.example.org"
OPEN_TO_OTHERS = [
    address
    for address in READ
    if any(address.partition("?")[0].startswith(surface) for surface in SURFACES)
]


@pytest.fixture(scope="module")
def shared(start_module_server: StartServer) -> Iterator[httpx.Client]:
    """A service that pages of one other origin may use."""
    server = start_module_server(ROLEGRAPH_CORS_ORIGINS=f"{ORIGIN}, https://other.example")
    with server.client() as connected:
        yield connected
    server.stop()


@every
def test_no_page_of_another_origin_may_read_by_default(client: httpx.Client, address: str) -> None:
    """Whoever opens such a page inside a company's network must not open its catalogue to it."""
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}
    answers = client.get(address, headers=asked), client.options(address, headers=asked)

    for answer in answers:
        assert [] == [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("address", OPEN_TO_OTHERS)
def test_pages_of_a_listed_origin_may_use_all_of_the_interface(
    shared: httpx.Client, address: str
) -> None:
    """The JSON API is no use to them if they cannot resolve its identifiers and contexts."""
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}
    got = shared.get(address, headers={"Origin": ORIGIN})
    failed = shared.get(f"{address}{'&' if '?' in address else '?'}x=%FF", headers=asked)
    preflight = shared.options(address, headers=asked)

    for answer in (got, failed, preflight):
        assert ORIGIN == answer.headers["access-control-allow-origin"]
        assert "access-control-allow-credentials" not in answer.headers
        assert "Origin" in answer.headers["vary"]
        assert set(EXPOSED) == set(answer.headers["access-control-expose-headers"].split(", "))
    assert {"ETag", "Location", "Link", "X-Total-Count", "Rolegraph-Revision"} <= set(EXPOSED)
    assert 204 == preflight.status_code
    assert preflight.headers["allow"] == preflight.headers["access-control-allow-methods"]
    assert "Authorization" in preflight.headers["access-control-allow-headers"]


def test_pages_of_an_origin_that_is_not_listed_may_not(shared: httpx.Client) -> None:
    """And caches keep the answers apart."""
    for address in OPEN_TO_OTHERS:
        answer = shared.get(address, headers={"Origin": "https://bad.example"})

        assert "access-control-allow-origin" not in answer.headers
        assert "Origin" in answer.headers["vary"]


@pytest.mark.parametrize("address", sorted(set(TAGGED) - set(OPEN_TO_OTHERS)))
def test_pages_for_people_are_never_read_by_other_origins(
    shared: httpx.Client, address: str
) -> None:
    """Only the interfaces for programs are shared."""
    answer = shared.get(address, headers={"Origin": ORIGIN})

    assert "access-control-allow-origin" not in answer.headers
