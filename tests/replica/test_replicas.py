"""Read replicas as their operators and users see them: real services that follow one another."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from following import (
    BEARER,
    TOKEN,
    answers,
    caught_up,
    free_port,
    insert,
    journal,
    ready,
    revision,
    until,
)

from commands import apart
from serving import Server, StartServer, fetch

KILLS = int(os.environ.get("REPLICA_KILLS", "2"))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("services")


@pytest.fixture(scope="module")
def leader(start_module_server: StartServer, folders: Path) -> Server:
    return start_module_server(data_dir=folders / "leader", ROLEGRAPH_WRITE_TOKEN=TOKEN)


@pytest.fixture(scope="module")
def follower(start_module_server: StartServer, folders: Path, leader: Server) -> Server:
    return start_module_server("--follow", leader.url, data_dir=folders / "follower")


def test_a_replica_has_its_leaders_log_and_gives_its_answers(
    leader: Server, follower: Server, folders: Path
) -> None:
    """Byte for byte, at the same revision: JSON, Turtle, history, questions, data."""
    insert(leader, "one", "Ünï\tcode “quoted”")
    insert(leader, "two\\nlines")
    caught_up(follower, leader)

    assert journal(folders / "leader") == journal(folders / "follower")
    assert answers(leader) == answers(follower)


def test_a_replica_that_is_killed_at_random_loses_and_makes_up_nothing(
    start_server: StartServer, leader: Server, folders: Path
) -> None:
    """It is killed while commits arrive, starts where its log ends, and is equal in the end."""
    stop = threading.Event()
    seed = random.randrange(2**32) if "REPLICA_KILLS" in os.environ else 20261128
    chance = random.Random(seed)
    folder = folders / "killed"

    def write() -> None:
        number = 0
        while not stop.is_set():
            insert(leader, f"commit {number} {'long ' * (number % 7) * 200}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(KILLS):
            replica = start_server("--follow", leader.url, data_dir=folder)
            stop.wait(chance.uniform(0, 0.5))
            replica.process.send_signal(signal.SIGKILL)
            replica.process.wait()
    finally:
        stop.set()
        writer.join()
    replica = start_server("--follow", leader.url, data_dir=folder)
    caught_up(replica, leader)

    assert journal(folders / "leader") == journal(folder), f"seed {seed}"
    assert answers(leader) == answers(replica), f"seed {seed}"
    replica.stop()


WRITES = {
    "create": ("POST", "/api/v1/roles", "application/json", b"{}"),
    "replace": ("PUT", "/api/v1/roles/data-analyst", "application/json", b"{}"),
    "change": ("PATCH", "/api/v1/roles/data-analyst", "application/merge-patch+json", b"{}"),
    "delete": ("DELETE", "/api/v1/roles/data-analyst", None, b""),
    "batch": ("POST", "/api/v1/batch", "application/json", b"[]"),
    "dry run": ("POST", "/api/v1/batch?dry-run=true", "application/json", b"[]"),
    "take back": ("POST", "/api/v1/changes/1/revert", None, b""),
    "put graph": ("PUT", "/graphs?graph=urn:g", "text/turtle", b""),
    "add to graph": ("POST", "/graphs?graph=urn:g", "text/turtle", b""),
    "delete graph": ("DELETE", "/graphs?graph=urn:g", None, b""),
    "update": ("POST", "/sparql", "application/sparql-update", b"CLEAR ALL"),
    "update in a form": (
        "POST",
        "/sparql",
        "application/x-www-form-urlencoded",
        b"update=CLEAR+ALL",
    ),
}


@pytest.mark.parametrize("way", WRITES)
@pytest.mark.parametrize("token", [True, False], ids=["token", "no-token"])
def test_a_replica_refuses_writes_and_names_its_leader(
    leader: Server, follower: Server, way: str, token: bool
) -> None:
    """Whoever writes to the wrong place hears where to; a redirect would give the token away."""
    method, path, kind, body = WRITES[way]
    headers = {**(BEARER if token else {}), **({"Content-Type": kind} if kind else {})}
    before = revision(follower)
    with follower.client() as client:
        answer = client.request(method, path, content=body, headers=headers)
    address = leader.url.rstrip("/") + path

    assert 421 == answer.status_code
    assert "application/problem+json" == answer.headers["content-type"]
    assert address == answer.json()["leader"]
    assert f'<{address}>; rel="edit"' == answer.headers["link"]
    assert before == revision(follower)


def test_queries_by_post_are_no_writes(follower: Server) -> None:
    """As are files that are only to be checked."""
    with follower.client() as client:
        asked = client.post("/sparql", data={"query": "ASK { ?s ?p ?o }"})
        checked = client.post(
            "/api/v1/validate", content=b"<a> <b> <c> .", headers={"Content-Type": "text/turtle"}
        )

    assert (200, True) == (asked.status_code, asked.json()["boolean"])
    assert 200 == checked.status_code


def test_every_answer_of_a_replica_tells_how_far_it_is(leader: Server, follower: Server) -> None:
    """A client that just wrote at the leader can tell whether it reads its own write."""
    written = insert(leader, "read your own write")
    caught_up(follower, leader)
    with follower.client() as client:
        for path in ("/api/v1/roles", "/", "/sparql?query=ASK{?s+?p+?o}", "/nowhere/at/all/here"):
            answer = client.get(path)
            assert str(written) == answer.headers["rolegraph-revision"], path
            assert answer.headers["rolegraph-lag"].startswith("revisions=0, seconds=0"), path
        metrics = client.get("/metrics").text

    assert "rolegraph_replica_connected 1.0" in metrics
    assert "rolegraph_replica_lag_revisions 0.0" in metrics
    assert "rolegraph_replica_lag_seconds 0.0" in metrics


def test_pages_of_a_replica_lead_to_the_leader_for_edits(leader: Server, follower: Server) -> None:
    """A form that cannot store is worse than none."""
    with follower.client() as client:
        page = client.get("/changes/2").text
        form = client.get("/edit/roles/data-analyst")
        service = client.get("/sparql", headers={"Accept": "text/turtle"}).text

    assert f"{leader.url}changes/2" in page
    assert (303, f"{leader.url}edit/roles/data-analyst") == (
        form.status_code,
        form.headers["location"],
    )
    assert "SPARQL11Update" not in service


def test_a_replica_can_be_followed_in_its_turn(
    start_server: StartServer, leader: Server, follower: Server, folders: Path
) -> None:
    """One connection over a slow line, many readers behind it."""
    third = start_server("--follow", follower.url, data_dir=folders / "third")
    insert(leader, "through two hands")
    caught_up(third, leader)

    assert journal(folders / "leader") == journal(folders / "third")
    third.stop()


def test_a_leader_that_dies_and_comes_back_is_followed_again(
    start_server: StartServer, folders: Path
) -> None:
    """Meanwhile the replica answers, and tells since when it has heard nothing."""
    port = str(free_port())
    first = start_server("--port", port, data_dir=folders / "mortal", ROLEGRAPH_WRITE_TOKEN=TOKEN)
    replica = start_server(
        "--follow", first.url, data_dir=folders / "faithful", ROLEGRAPH_FOLLOW_MAX_LAG="0.5"
    )
    insert(first, "before")
    caught_up(replica, first)
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    until(lambda: not ready(replica))
    problem = fetch(f"{replica.url}health/ready").json()
    still = fetch(f"{replica.url}api/v1/roles/data-analyst")
    second = start_server("--port", port, data_dir=folders / "mortal", ROLEGRAPH_WRITE_TOKEN=TOKEN)
    insert(second, "after")
    caught_up(replica, second)

    assert "cannot be reached" in problem["checks"]["replica"]
    assert 0.5 < problem["replica"]["lagSeconds"]
    assert 200 == still.status_code
    assert journal(folders / "mortal") == journal(folders / "faithful")
    replica.stop()
    second.stop()


def test_a_replica_that_became_a_leader_is_not_mixed_with_the_old_one(
    start_server: StartServer, leader: Server, folders: Path
) -> None:
    """Started without --follow it takes writes; then it has a history of its own."""
    folder = folders / "promoted"
    replica = start_server("--follow", leader.url, data_dir=folder)
    caught_up(replica, leader)
    replica.stop()
    promoted = start_server(data_dir=folder, ROLEGRAPH_WRITE_TOKEN=TOKEN)
    insert(promoted, "a word of its own")
    promoted.stop()
    insert(leader, "another word")
    insert(leader, "and another")
    own = journal(folder)
    port = free_port()
    command = [sys.executable, "-m", "rolegraph", "serve", "--port", str(port)]
    command += ["--data-dir", str(folder), "--follow", leader.url]
    log = folders / "promoted.log"
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    url = f"http://127.0.0.1:{port}/health/ready"
    try:
        until(lambda: "histories differ" in fetch(url).text)
        answer = fetch(url)
    finally:
        process.terminate()
        process.wait()

    assert 503 == answer.status_code
    assert "begin with an empty folder" in answer.json()["detail"]
    assert own == journal(folder)


def test_a_replica_waits_for_a_leader_that_is_not_there_yet(
    start_server: StartServer, folders: Path
) -> None:
    """Services are started in any order. It lives meanwhile, and says what it waits for."""
    leader_port, port = free_port(), free_port()
    folder = folders / "early"
    command = [sys.executable, "-m", "rolegraph", "serve", "--port", str(port)]
    command += ["--data-dir", str(folder), "--follow", f"http://127.0.0.1:{leader_port}/"]
    with (folders / "early.log").open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    url = f"http://127.0.0.1:{port}/"
    try:
        until(lambda: "cannot be reached" in fetch(f"{url}health/ready").text)
        alive = fetch(f"{url}health/live").status_code
        roles = fetch(f"{url}api/v1/roles")
        late = start_server("--port", str(leader_port), data_dir=folders / "late")
        until(lambda: fetch(f"{url}health/ready").is_success)
        found = fetch(f"{url}api/v1/roles").status_code
        same = journal(folders / "late") == journal(folder)
        late.stop()
    finally:
        process.terminate()
        process.wait()

    assert (200, 503, 200, True) == (alive, roles.status_code, found, same)
    assert "retry-after" in roles.headers


def test_a_leader_with_closed_reading_is_followed_with_a_token_from_a_file(
    start_server: StartServer, folders: Path
) -> None:
    """As secrets are mounted into containers; without it the replica says what it lacks."""
    closed = start_server(
        data_dir=folders / "closed", ROLEGRAPH_OPEN_READING="false", ROLEGRAPH_WRITE_TOKEN=TOKEN
    )
    secret = folders / "secret"
    secret.write_text(f"{TOKEN}\n")
    replica = start_server(
        "--follow",
        closed.url,
        data_dir=folders / "with-token",
        ROLEGRAPH_FOLLOW_TOKEN_FILE=str(secret),
    )
    caught_up(replica, closed)
    port = free_port()
    command = [sys.executable, "-m", "rolegraph", "serve", "--port", str(port)]
    command += ["--data-dir", str(folders / "without"), "--follow", closed.url]
    with (folders / "without.log").open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        until(
            lambda: "ROLEGRAPH_FOLLOW_TOKEN" in fetch(f"http://127.0.0.1:{port}/health/ready").text
        )
    finally:
        process.terminate()
        process.wait()

    assert journal(folders / "closed") == journal(folders / "with-token")
    assert TOKEN not in replica.log.read_text("utf-8")
    replica.stop()
    closed.stop()


@pytest.mark.parametrize(
    "address",
    ["roles.example.org", "ftp://roles.example.org/", "http://", "http://me:secret@host/", "x:y"],
)
def test_an_address_that_cannot_be_followed_is_refused_at_the_start(
    tmp_path: Path, address: str
) -> None:
    """With what to write in its place, and without what may be a password."""
    ran = apart("serve", "--port", "0", "--follow", address, ROLEGRAPH_DATA_DIR=str(tmp_path))

    assert 2 == ran.returncode
    assert "--follow takes the address of the leader" in ran.stderr
    assert "secret" not in ran.stderr
