"""People sign in to read where reading is closed; a cookie never writes, and never for others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from rolegraph.access.cookies import COOKIE
from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import Server, StartServer

HTML = {"Accept": "text/html"}
UPDATE = "INSERT DATA { <urn:s> <urn:p> <urn:o> }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("closed")


@pytest.fixture(scope="module")
def closed(start_module_server: StartServer, folder: Path) -> Iterator[Server]:
    """A server that only readers may read."""
    Tokens(folder).create("first", AccessRole.READER)
    server = start_module_server(data_dir=folder, ROLEGRAPH_OPEN_READING="false")
    yield server
    server.stop()


@pytest.fixture
def editor(folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The token of an editor."""
    name = f"editor-{abs(hash(request.node.name)) % 10**6}"
    yield Tokens(folder).create(name, AccessRole.EDITOR)
    if any(t.name == name and not t.revoked for t in Tokens(folder).all()):
        Tokens(folder).revoke(name)


def sign_in(client: httpx.Client, token: str, **headers: str) -> httpx.Response:
    form = {"token": token, "following": "/roles?limit=2"}
    return client.post("/sign-in", data=form, headers={**HTML, **headers})


def test_a_person_is_asked_in_and_a_program_is_told(closed: Server) -> None:
    """The same refusal, in the form that the one who asks can use."""
    with closed.client() as client:
        page = client.get("/roles/ml-developer?x=1", headers=HTML)
        problem = client.get("/api/v1/roles")

    assert (401, "text/html; charset=utf-8") == (page.status_code, page.headers["content-type"])
    assert 'value="/roles/ml-developer?x=1"' in page.text
    assert "no-store" in page.headers["cache-control"]
    assert "Bearer" in page.headers["www-authenticate"]
    assert "ML Developer" not in page.text
    assert "application/problem+json" == problem.headers["content-type"]


def test_who_has_signed_in_reads_all_and_leaves_again(closed: Server, editor: str) -> None:
    """Pages, data and queries; then nothing any more."""
    with closed.client() as client:
        answer = sign_in(client, editor)
        assert (303, "/roles?limit=2") == (answer.status_code, answer.headers["location"])
        said = answer.headers["set-cookie"]
        for part in ("HttpOnly", "SameSite=Strict", "Path=/"):
            assert part in said
        assert editor not in said

        for path in ("/", "/roles/ml-developer", "/api/v1/roles", "/openapi.json", "/docs"):
            assert 200 == client.get(path, headers={"Accept": "text/html,*/*;q=0.1"}).status_code
        assert "private, no-cache" == client.get("/").headers["cache-control"]
        assert 200 == client.post("/sparql", data={"query": "ASK {}"}).status_code

        reference = client.cookies[COOKIE]
        assert 303 == client.post("/sign-out").status_code
        client.cookies.set(COOKIE, reference)
        assert 401 == client.get("/", headers=HTML).status_code


def test_a_cookie_never_writes_even_that_of_an_editor(closed: Server, editor: str) -> None:
    """A page of another site can have a browser send a cookie, but no header."""
    with closed.client() as client:
        sign_in(client, editor)
        etag = client.get("/api/v1/tools/maite").headers["etag"]
        attempts = [
            client.post("/sparql", data={"update": UPDATE}),
            client.post(
                "/sparql", content=UPDATE, headers={"Content-Type": "application/sparql-update"}
            ),
            client.put("/api/v1/tools/maite", json={}, headers={"If-Match": etag}),
            client.delete("/api/v1/tools/maite", headers={"If-Match": etag}),
            client.put("/graphs?graph=urn:g", content="", headers={"Content-Type": "text/turtle"}),
            client.post("/api/v1/changes/1/revert"),
        ]

    assert [401] * len(attempts) == [answer.status_code for answer in attempts]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_what_another_site_has_a_browser_send_counts_for_nothing(
    closed: Server, editor: str, headers: dict[str, str]
) -> None:
    """Old browsers may send the cookie all the same."""
    with closed.client() as client:
        assert 403 == sign_in(client, editor, **headers).status_code
        assert COOKIE not in client.cookies

        sign_in(client, editor)
        assert 401 == client.get("/api/v1/roles", headers=headers).status_code
        assert 401 == client.post("/sparql", data={"query": "ASK {}"}, headers=headers).status_code
        assert 403 == client.post("/sign-out", headers=headers).status_code
        assert 200 == client.get("/api/v1/roles").status_code


def test_wrong_and_ended_tokens_open_no_session(closed: Server, folder: Path) -> None:
    """The page says why."""
    tokens = Tokens(folder)
    expired = tokens.create("expired", AccessRole.READER, timedelta(seconds=-1))
    revoked = tokens.create("revoked", AccessRole.READER)
    tokens.revoke("revoked")
    with closed.client() as client:
        for token, reason in (
            ("wrong", "The token is wrong"),
            ("", "Give a token"),
            ("no token\r\nSet-Cookie: x=y", "has no token"),
            (expired, "is expired"),
            (revoked, "is revoked"),
        ):
            answer = sign_in(client, token)
            assert 401 == answer.status_code
            assert reason in answer.text
            assert "set-cookie" not in answer.headers
        assert 413 == client.post("/sign-in", data={"token": "x" * 20_000}).status_code


def test_a_token_that_is_revoked_ends_its_sessions_at_once(closed: Server, folder: Path) -> None:
    """Whoever loses a token must not go on reading by an old cookie."""
    secret = Tokens(folder).create("leaver", AccessRole.READER)
    with closed.client() as client:
        sign_in(client, secret)
        assert 200 == client.get("/", headers=HTML).status_code
        Tokens(folder).revoke("leaver")
        answer = client.get("/", headers=HTML)

    assert 401 == answer.status_code
    assert "is revoked" in answer.text


@pytest.mark.parametrize("cookie", ["made-up", "", '"', "a" * 5000, "x; y=z"])
def test_a_made_up_cookie_opens_nothing(closed: Server, cookie: str) -> None:
    with closed.client(headers={"Cookie": f"{COOKIE}={cookie}"}) as client:
        assert 401 == client.get("/api/v1/roles").status_code


@pytest.mark.parametrize(
    "place", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb"]
)
def test_signing_in_leads_to_no_other_site(closed: Server, editor: str, place: str) -> None:
    """A link that signs in and then leads away would be a gift to a phisher."""
    with closed.client() as client:
        answer = client.post("/sign-in", data={"token": editor, "following": place})

    assert (303, "/") == (answer.status_code, answer.headers["location"])


def test_behind_https_the_cookie_goes_nowhere_else(start_server: StartServer) -> None:
    """The service itself speaks plain HTTP to its proxy, so it is told its address."""
    server = start_server(
        ROLEGRAPH_OPEN_READING="false",
        ROLEGRAPH_WRITE_TOKEN="swordfish",
        ROLEGRAPH_PUBLIC_URL="https://roles.example",
    )
    with server.client() as client:
        assert "Secure" in sign_in(client, "swordfish").headers["set-cookie"]
    server.stop()
