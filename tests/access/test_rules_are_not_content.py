"""Editors write content. Rules, and a revert that empties the catalogue, take an administrator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from rolegraph.rdf.namespaces import GRAPHS
from serving import StartServer

SHAPES = f"{GRAPHS}shapes/persona.ttl"
TERMS = f"{GRAPHS}ontology/personas.ttl"
TURTLE = {"Content-Type": "text/turtle"}
OFF = (
    "<https://w3id.org/rolegraph/shapes#PersonaShape> <http://www.w3.org/ns/shacl#deactivated> true"
)
WAYS: dict[str, dict[str, Any]] = {
    "PUT to a shapes graph": {
        "method": "PUT",
        "url": "/graphs",
        "params": {"graph": SHAPES},
        "content": f"{OFF} .",
        "headers": TURTLE,
    },
    "POST to a new shapes graph": {
        "method": "POST",
        "url": "/graphs",
        "params": {"graph": f"{GRAPHS}shapes/mine.ttl"},
        "content": f"{OFF} .",
        "headers": TURTLE,
    },
    "DELETE of a shapes graph": {"method": "DELETE", "url": "/graphs", "params": {"graph": SHAPES}},
    "INSERT DATA into shapes": {
        "method": "POST",
        "url": "/sparql",
        "data": {"update": f"INSERT DATA {{ GRAPH <{SHAPES}> {{ {OFF} }} }}"},
    },
    "INSERT DATA into the ontology": {
        "method": "POST",
        "url": "/sparql",
        "data": {"update": f"INSERT DATA {{ GRAPH <{TERMS}> {{ <urn:s> <urn:p> <urn:o> }} }}"},
    },
    "DROP ALL": {"method": "POST", "url": "/sparql", "data": {"update": "DROP ALL"}},
    "revert of the first load": {"method": "POST", "url": "/api/v1/changes/1/revert"},
}
CONFIRM = "rules,removal"


@pytest.fixture(scope="module")
def place(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, httpx.Client]]:
    """Clients of one server, by what their tokens are."""
    folder = tmp_path_factory.mktemp("rules")
    secrets = {
        role.label: Tokens(folder).create(role.label, role)
        for role in (AccessRole.EDITOR, AccessRole.ADMIN)
    }
    server = start_module_server(data_dir=folder)
    clients = {
        name: server.client(headers={"Authorization": f"Bearer {secret}"})
        for name, secret in secrets.items()
    }
    yield clients
    for client in clients.values():
        client.close()
    server.stop()


def count(client: httpx.Client) -> str:
    query = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    return client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"}).text


def send(client: httpx.Client, way: str, **parameters: str) -> httpx.Response:
    wanted = dict(WAYS[way])
    wanted["params"] = {**wanted.get("params", {}), **parameters}
    return client.request(**wanted)


@pytest.mark.parametrize("way", WAYS)
def test_an_editor_cannot_change_rules_or_empty_the_catalogue(
    place: dict[str, httpx.Client], way: str
) -> None:
    """One request of an editor's token must not switch a rule off for everybody."""
    before = count(place["editor"])

    plain, confirmed = (send(place["editor"], way), send(place["editor"], way, confirm=CONFIRM))

    assert [403, 403] == [plain.status_code, confirmed.status_code], plain.text
    assert "administrator" in plain.json()["detail"] or "an admin" in plain.json()["detail"]
    assert before == count(place["editor"])


@pytest.mark.parametrize("way", WAYS)
def test_an_administrator_is_asked_to_confirm(place: dict[str, httpx.Client], way: str) -> None:
    """A slip of the hand is not a decision."""
    before = count(place["admin"])

    answer = send(place["admin"], way)

    problem = answer.json()
    assert 409 == answer.status_code
    assert problem["type"].endswith("/confirmation-needed")
    assert set(problem["confirm"]) <= {"rules", "removal"}
    assert f"confirm={','.join(problem['confirm'])}" in problem["detail"]
    assert before == count(place["admin"])


def test_a_dry_run_needs_no_confirming(place: dict[str, httpx.Client]) -> None:
    """Somebody who wants to see what it would do is not about to do it."""
    answer = send(place["admin"], "INSERT DATA into the ontology", **{"dry-run": "true"})

    assert answer.is_success, answer.text


def test_a_confirmed_change_of_an_administrator_is_made(place: dict[str, httpx.Client]) -> None:
    """Rules are for administrators, not for nobody."""
    made = send(place["admin"], "INSERT DATA into the ontology", confirm="rules")
    undone = place["admin"].post(
        f"/api/v1/changes/{made.headers['Rolegraph-Revision']}/revert",
        params={"confirm": "rules"},
    )

    assert made.is_success, made.text
    assert 201 == undone.status_code, undone.text


def test_an_unknown_word_of_confirm_is_named(place: dict[str, httpx.Client]) -> None:
    """A misspelt confirmation must not count, nor be passed over."""
    answer = send(place["admin"], "DROP ALL", confirm="everything")

    assert 400 == answer.status_code
    assert "'everything'" in answer.json()["detail"]


def test_an_editor_takes_a_small_commit_back(place: dict[str, httpx.Client]) -> None:
    """What an editor may write, an editor may take back."""
    update = "INSERT DATA { <urn:example:s> <urn:example:p> 1 }"
    made = place["editor"].post("/sparql", data={"update": update})

    undone = place["editor"].post(f"/api/v1/changes/{made.headers['Rolegraph-Revision']}/revert")

    assert 201 == undone.status_code, undone.text


def test_the_command_line_asks_as_well(tmp_path: Path) -> None:
    """Whoever holds the data directory may do it, but not by a slip."""
    from typer.testing import CliRunner

    from rolegraph.cli.main import application
    from rolegraph.service.opening import open_store
    from rolegraph.settings import Settings

    runner, data = CliRunner(), str(tmp_path)
    open_store(Settings(data_dir=tmp_path)).close()

    asked = runner.invoke(application(), ["revert", "1", "--data-dir", data])
    done = runner.invoke(application(), ["revert", "1", "--data-dir", data, "--confirm", "removal"])

    assert asked.exit_code != 0
    assert "--confirm removal" in str(asked.exception or asked.output)
    assert 0 == done.exit_code, done.output
