"""A real service, started on a data directory that has lost or changed something."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from serving import Server, StartServer

TOKEN = "a-start-that-finds-something"
ROLES = "SELECT (COUNT(?s) AS ?n) { ?s a <https://w3id.org/rolegraph/ontology#Role> }"


def roles(server: Server) -> str:
    with server.client() as client:
        answer = client.get("/sparql", params={"query": ROLES}, headers={"Accept": "text/csv"})
        return answer.raise_for_status().text.split()[-1]


def test_a_service_whose_engine_files_are_gone_has_all_its_data(
    start_server: StartServer, tmp_path: Path
) -> None:
    """It once was ready at the right revision, with an empty catalogue."""
    server = start_server(data_dir=tmp_path)
    before = roles(server)
    server.stop()
    shutil.rmtree(tmp_path / "store")

    assert before != "0"
    assert before == roles(start_server(data_dir=tmp_path))


def test_a_service_does_not_start_on_a_log_whose_author_was_edited(
    start_server: StartServer, tmp_path: Path
) -> None:
    """Who changed what is a part of the record, and an edit of it must not go unnoticed."""
    server = start_server(data_dir=tmp_path, ROLEGRAPH_WRITE_TOKEN=TOKEN)
    with server.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        update = {"update": "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }"}
        client.post("/sparql", data=update).raise_for_status()
    server.stop()
    log = tmp_path / "changes.rdfp"
    edited = log.read_bytes().replace(b"write-token", b"some-person")
    assert edited != log.read_bytes()
    log.write_bytes(edited)

    with pytest.raises(AssertionError, match=r"did not start: .*rolegraph re(store|build)"):
        start_server(data_dir=tmp_path)
