"""A client over HTTP says what became of a write only when the service has said so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from exchanging import PREFIXES
from typer.testing import CliRunner

from rolegraph.cli.main import application
from rolegraph.errors import AnswerLost, Conflict, InputError
from rolegraph.exchange.remote import RemoteService
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad, RdfFormat, parse
from serving import Server, StartServer

TOKEN = "tested-token"


def quads(trig: str) -> frozenset[Quad]:
    return frozenset(parse(PREFIXES + trig, format=RdfFormat.TRIG))


class LosesAnswers(httpx.HTTPTransport):
    """A wire that delivers each write and loses its answer."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        if request.method == "POST":
            answer.read()
            raise httpx.ReadError("the connection was reset", request=request)
        return answer


@pytest.fixture(scope="module")
def server(start_module_server: StartServer) -> Iterator[Server]:
    started = start_module_server("--bare", ROLEGRAPH_WRITE_TOKEN=TOKEN)
    yield started
    started.stop()


@pytest.fixture
def service(server: Server) -> Iterator[RemoteService]:
    remote = RemoteService(server.url, TOKEN)
    yield remote
    remote.close()


def load(server: Server, path: Path) -> str:
    ran = CliRunner().invoke(
        application(), ["load", str(path), "--url", server.url, "--token", TOKEN]
    )
    assert 0 == ran.exit_code, ran.output
    return ran.output


@pytest.mark.parametrize(
    "text",
    [
        "<urn:s> <urn:p> [ <urn:q> 1 ] .",
        '<urn:t> <urn:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    ],
    ids=["a blank node", "a number with a leading zero"],
)
def test_what_was_stored_is_said_to_be_stored(server: Server, tmp_path: Path, text: str) -> None:
    """The store may name or write a value otherwise; that is no failure."""
    path = tmp_path / "data.ttl"
    path.write_text(text)

    said = load(server, path)

    assert "quads added" in said or "quad added" in said
    assert "nothing was stored" not in said.lower()


def test_what_is_there_already_is_counted_as_nothing(server: Server, tmp_path: Path) -> None:
    """The count is the service's own."""
    path = tmp_path / "data.ttl"
    path.write_text("<urn:same> <urn:p> 1 .")
    first = load(server, path)

    again = load(server, path)

    assert first.startswith("1 quad")
    assert again.startswith("0 quads")


def test_a_commit_in_between_stores_nothing(service: RemoteService) -> None:
    """The service itself decides, by If-Match."""
    present = service.read()
    service.commit(
        Patch(added=quads("<urn:a> <urn:p> 1 .")), "one", present.revision, dry_run=False
    )

    with pytest.raises(Conflict, match="If-Match"):
        service.commit(
            Patch(added=quads("<urn:b> <urn:p> 1 .")), "two", present.revision, dry_run=False
        )

    assert not quads("<urn:b> <urn:p> 1 .") <= set(service.read().quads)


def test_a_lost_answer_is_not_called_a_failure(server: Server, service: RemoteService) -> None:
    """The write was made; whoever believes otherwise stores it twice."""
    cut = RemoteService(server.url, TOKEN, LosesAnswers())
    before = service.read().revision
    change = Patch(added=quads("<urn:lost> <urn:p> [ <urn:q> 2 ] ."))

    with pytest.raises(AnswerLost) as caught:
        cut.commit(change, "lost", before, dry_run=False)

    assert "is not known" in str(caught.value)
    assert f"revision {before + 1}: look at it by rolegraph log" in str(caught.value)
    assert before + 1 == service.read().revision
    with pytest.raises(Conflict):
        service.commit(change, "again", before, dry_run=False)
    cut.close()


def test_a_service_that_is_not_there_is_told_from_a_lost_answer(free_port: int) -> None:
    """Then nothing was sent, and sending again is safe."""
    gone = RemoteService(f"http://127.0.0.1:{free_port}/", TOKEN)

    with pytest.raises(Exception, match="cannot be reached") as caught:
        gone.commit(Patch(added=quads("<urn:a> <urn:p> 1 .")), "one", 0, dry_run=False)

    assert not isinstance(caught.value, AnswerLost)
    gone.close()


def test_a_blank_node_that_no_update_can_name_is_refused_before_sending(
    service: RemoteService,
) -> None:
    """DELETE DATA takes no blank nodes; half a change would be worse than none."""
    service.commit(
        Patch(added=quads("<urn:n> <urn:p> [ <urn:q> 3 ] .")),
        "one",
        service.read().revision,
        dry_run=False,
    )
    present = service.read()
    nameless = {q for q in present.quads if str(q.subject).startswith("_:")}

    with pytest.raises(InputError, match="Nothing was sent"):
        service.commit(Patch(removed=frozenset(nameless)), "x", present.revision, dry_run=False)

    assert present.revision == service.read().revision


@pytest.fixture
def free_port() -> int:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
