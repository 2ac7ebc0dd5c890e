"""A document changes in its file while an editor changes what was read from it in the service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import yaml

from commands import Ran, rolegraph
from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import StartServer

ORDERS = """# Orders

## Chief

The chief leads the brigade.

### Duties

- Reviews every incident within 14 days
- Keeps the roster
- Appoints officers

### Limits

- Must not appoint relatives
"""
MATRIX = "Task,Chief,Clerk\nWeekly drill,A,R\n"
HOME = "https://brigade.example/id/"


@dataclass
class Brigade:
    """The folder, the service, and the commands between them."""

    folder: Path
    client: httpx.Client
    token: str

    def run(self, *arguments: str) -> Ran:
        return rolegraph(*arguments, folder=self.folder)

    def exchange(self, way: str, *more: str) -> Ran:
        url = str(self.client.base_url)
        ran = self.run(way, "--url", url, "--token", self.token, *more)
        assert 0 == ran.returncode, ran.stderr
        return ran

    def edit(self, thing: str, **fields: object) -> None:
        etag = self.client.get(f"/api/v1/{thing}").headers["etag"]
        head = {"If-Match": etag, "Content-Type": "application/merge-patch+json"}
        answer = self.client.patch(f"/api/v1/{thing}", json=fields, headers=head)
        assert 200 == answer.status_code, answer.text

    def get(self, thing: str) -> dict[str, object]:
        found: dict[str, object] = self.client.get(f"/api/v1/{thing}").json()
        return found

    def curation(self) -> dict[str, dict[str, object]]:
        text = (self.folder / "data" / "orders.curation.yaml").read_text("utf-8")
        found: dict[str, dict[str, object]] = yaml.safe_load(text)["roles"]["Chief"]
        return found


@pytest.fixture
def brigade(tmp_path: Path, start_server: StartServer) -> Iterator[Brigade]:
    """A catalogue of two documents, served, with an editor's token."""
    folder = tmp_path / "brigade"
    folder.mkdir()
    (folder / "orders.md").write_text(ORDERS, encoding="utf-8")
    (folder / "tasks.csv").write_text(MATRIX, encoding="utf-8")
    made = rolegraph(
        *("init", str(folder), "--yes", "--title", "Brigade", "--base", HOME),
        *("--from", str(folder / "orders.md"), "--from", str(folder / "tasks.csv")),
    )
    assert 0 == made.returncode, made.stderr
    store = tmp_path / "store"
    store.mkdir()
    token = Tokens(store).create("ann", AccessRole.named("editor"))
    server = start_server(str(folder), data_dir=store)
    with server.client(headers={"Authorization": f"Bearer {token}"}) as client:
        yield Brigade(folder, client, token)


def test_what_an_editor_wrote_outlasts_the_next_import(brigade: Brigade) -> None:
    """An import makes the graph anew from document and curation; it dropped the words in silence."""
    added = brigade.client.post(
        "/api/v1/activities", json={"label": "Appointing", "definition": "To appoint somebody."}
    )
    assert 201 == added.status_code, added.text
    brigade.edit("roles/chief", definition="Whoever leads.", altLabels=["Boss"])
    brigade.edit("responsibilities/chief-keeps-the-roster", editorialNotes=["Ask Ann."])
    brigade.edit(
        "exclusions/chief-must-not-appoint-relatives",
        excludedActivities=["activities/appointing"],
    )
    brigade.edit("activities/weekly-drill", definition="A drill of an hour.")
    path = brigade.folder / "orders.md"
    path.write_text(path.read_text("utf-8").replace("14 days", "7 days"), encoding="utf-8")
    assert 0 == brigade.run("documents", "sync", "--write").returncode

    pulled = brigade.exchange("pull")
    imported = brigade.run("documents", "import")
    brigade.exchange("push")

    assert "what was changed in the service stands there now" in pulled.stdout
    assert 0 == imported.returncode, imported.stderr
    chief = brigade.get("roles/chief")
    assert ("Whoever leads.", ["Boss"]) == (chief["definition"], chief["altLabels"])
    roster = brigade.get("responsibilities/chief-keeps-the-roster")
    assert ["Ask Ann."] == roster["editorialNotes"]
    assert "A drill of an hour." == brigade.get("activities/weekly-drill")["definition"]
    excluded = brigade.get("exclusions/chief-must-not-appoint-relatives")["excludedActivities"]
    assert isinstance(excluded, list)
    assert ["Appointing"] == [each["label"] for each in excluded]
    reviewed = brigade.get("responsibilities/chief-reviews-every-incident-within-14-days")
    assert "Reviews every incident within 7 days" == reviewed["label"]
    curated = brigade.curation()
    assert ("Whoever leads.", ["Boss"]) == (curated["definition"], curated["alt_labels"])
    assert 0 == brigade.run("documents", "check").returncode
    assert "Nothing to do" in brigade.exchange("pull").stdout


def test_words_that_only_the_document_can_change_are_told(brigade: Brigade) -> None:
    """The next import takes them back, so nobody should learn it from the import."""
    brigade.edit("responsibilities/chief-keeps-the-roster", label="Keeps the rota")

    pulled = brigade.exchange("pull")

    assert "orders.md says otherwise than the service" in pulled.stderr
    assert "“Keeps the roster”: skos:prefLabel" in pulled.stderr
    assert "stands there now" not in pulled.stdout


def test_a_word_taken_away_in_the_service_goes_from_the_curation(brigade: Brigade) -> None:
    """Else the next import would bring it back."""
    brigade.edit("roles/chief", definition="Whoever leads.", editorialNotes=["Ask Ann."])
    brigade.exchange("pull")
    brigade.edit("roles/chief", editorialNotes=[])

    brigade.exchange("pull")
    brigade.run("documents", "import")

    assert "Whoever leads." == brigade.curation()["definition"]
    assert "editorial_note" not in brigade.curation()
    assert "Nothing to do" in brigade.exchange("push").stdout
