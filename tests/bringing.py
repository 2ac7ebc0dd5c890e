"""What tests of documents that are brought into a service share: a catalogue, and its handbook."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from commands import Ran, rolegraph
from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from rolegraph.rdf.terms import RdfFormat, parse
from serving import Server, StartServer

TOKEN = "yard-office"
EDITOR = {"Authorization": f"Bearer {TOKEN}"}
MANIFEST = """\
[catalogue]
title = "Yard"
base = "https://yard.example/id/"
language = "en"
creator = "The yard"
license = "https://creativecommons.org/licenses/by/4.0/"

[documents]

[rules]
profile = "draft"
"""
HANDBOOK = """\
# Handbook of the yard

## Crane Driver

The crane driver is responsible for the crane.

### Duties

- Lifts loads
- Reports defects of the crane
- Never lift people

## Banksman

### Duties

- Gives signals to the crane driver
"""
SECOND = """\
# Handbook of the yard

## Crane Driver

The crane driver is responsible for the crane.

### Duties

- Lifts all loads
- Never lift people
- Writes the diary

## Banksman

### Duties

- Gives signals to the crane driver
"""
NAME = "data/handbook.md"
AT = f"/api/v1/document-files/{NAME}"


@dataclass
class Yard:
    """A service of a catalogue, and a copy of the folder that it was started from."""

    server: Server
    client: httpx.Client
    folder: Path
    tokens: dict[str, str]
    manifest: str = MANIFEST

    def by(self, role: str) -> dict[str, str]:
        """Return the header of somebody of a role."""
        return {"Authorization": f"Bearer {self.tokens[role]}"}

    def put(
        self, text: str, name: str = NAME, answers: Iterable[dict[str, Any]] = (), **params: str
    ) -> httpx.Response:
        """Bring a document in, whatever state it is in."""
        at = f"/api/v1/document-files/{name}"
        before = params.get("replaces")
        headers = EDITOR | self.state(f"/api/v1/document-files/{before}" if before else at)
        form = {"answers": json.dumps([*answers])}
        file = {"file": (name, text.encode())}
        return self.client.put(at, params=params, headers=headers, data=form, files=file)

    def remove(self, name: str = NAME, **params: str) -> httpx.Response:
        """Take a document out, whatever state it is in."""
        at = f"/api/v1/document-files/{name}"
        return self.client.delete(at, params=params, headers=EDITOR | self.state(at))

    def state(self, at: str = AT) -> dict[str, str]:
        """Return the header that names the present state of a document; none where it is new."""
        known = self.client.get(at, headers=EDITOR)
        return {"If-Match": known.headers["etag"]} if known.status_code == 200 else {}

    def graph(self, name: str = "data/handbook.ttl") -> set[str]:
        """Return the triples of a graph of the service."""
        graph = f"https://w3id.org/rolegraph/graph/{name}"
        answer = self.client.get(
            "/graphs", params={"graph": graph}, headers={"Accept": "application/n-triples"}
        )
        return set(answer.text.splitlines()) if answer.status_code == 200 else set()

    @property
    def revision(self) -> int:
        """The present revision of the service."""
        return int(self.client.get("/api/v1/changes").json()["items"][0]["revision"])

    def begin_in(self, place: Path) -> None:
        """Take a fresh copy of the folder."""
        self.folder = place / "own"
        (self.folder / "data").mkdir(parents=True)
        (self.folder / "rolegraph.toml").write_text(self.manifest, "utf-8")

    def take_back(self, first: int) -> None:
        """Take back all commits behind a revision."""
        for number in range(self.revision, first, -1):
            at, said = f"/api/v1/changes/{number}/revert", {"confirm": "removal"}
            answer = self.client.post(at, params=said, headers=self.by("admin"))
            # What was said of a proposal stays said.
            assert answer.is_success or "of a proposal" in answer.text, answer.text

    def run(self, *arguments: str) -> Ran:
        """Run a command in the folder."""
        return rolegraph(*arguments, folder=self.folder)

    def pull(self, *options: str) -> Ran:
        """Pull what the service has into the folder."""
        return self.run("pull", "--url", self.server.url, "--token", TOKEN, *options)

    def push(self, *options: str) -> Ran:
        """Push what the folder has into the service."""
        return self.run("push", "--url", self.server.url, "--token", TOKEN, *options)

    def import_here(self, text: str, name: str = NAME) -> set[str]:
        """Import a document in the folder, and return the triples of its graph."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        done = self.run("documents", "import", name)
        assert 0 == done.returncode, done.stderr
        return triples(path.with_suffix(".ttl"))


def triples(path: Path) -> set[str]:
    """Return the triples of a Turtle file as lines."""
    return {
        f"{each.triple.subject} {each.triple.predicate} {each.triple.object} ."
        for each in parse(path.read_bytes(), format=RdfFormat.TURTLE)
    }


def yard_of(start: StartServer, place: Path, manifest: str = MANIFEST, **settings: str) -> Yard:
    """Start a service of the yard, and keep a copy of its folder."""
    served = place / "served"
    (served / "data").mkdir(parents=True)
    (served / "rolegraph.toml").write_text(manifest, "utf-8")
    data_dir = place / "store"
    tokens = Tokens(data_dir)
    of = {role.label: tokens.create(role.label, role) for role in AccessRole}
    server = start(str(served), data_dir=data_dir, ROLEGRAPH_WRITE_TOKEN=TOKEN, **settings)
    # The first document waits for all readers to be loaded, on a busy machine for minutes.
    client = httpx.Client(base_url=server.url, timeout=300, verify=False)
    made = Yard(server, client, place, of, manifest)
    made.begin_in(place)
    return made
