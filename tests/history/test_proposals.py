"""Proposals: changes that are discussed, and approved or declined, before they are made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from commands import rolegraph
from rolegraph.access.identity import AccessRole, Identity
from rolegraph.access.tokens import Tokens
from rolegraph.errors import ChangedSince
from rolegraph.folder.catalogue_folder import CatalogueFolder
from rolegraph.folder.description import Description, ProposalRules
from rolegraph.history.commit import Committer
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.history.proposals.model import RemarkKind
from rolegraph.history.versions import Versions
from rolegraph.rdf.namespaces import PROPOSALS_GRAPH
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.recovery.compact import compact
from serving import Server, StartServer

PATH = "/api/v1/proposals"
TOOL = "/api/v1/tools/maite"
PEOPLE = {"ada": "editor", "bo": "editor", "cy": "reader", "di": "admin"}


class Team:
    """People with a token each, at one service.

    Args:
        server: the service.
        secrets: name → token.
    """

    def __init__(self, server: Server, secrets: dict[str, str]) -> None:
        self.server, self._secrets = server, secrets

    def send(self, name: str, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request as one of them."""
        with self.server.client() as client:
            headers = {"Authorization": f"Bearer {self._secrets[name]}"}
            return client.request(
                method, path, headers=headers | options.pop("headers", {}), **options
            )

    def propose(self, name: str, purpose: str, title: str = "Say what it is for") -> int:
        """Propose another purpose of a tool; return the number of the proposal."""
        body = {"title": title, "reason": "The page is wrong.", "operations": [patch(purpose)]}
        answer = self.send(name, "POST", PATH, json=body)
        assert 201 == answer.status_code, answer.text
        number: int = answer.json()["proposal"]["number"]
        assert answer.headers["location"] == f"{PATH}/{number}"
        return number

    def act(self, name: str, number: int, what: str, text: str = "") -> httpx.Response:
        return self.send(name, "POST", f"{PATH}/{number}/{what}", json={"text": text})

    def ask(self, query: str) -> list[str]:
        """Return what `?n` is in the answers of a query."""
        answer = self.send(
            "cy",
            "GET",
            "/sparql",
            params={"query": query},
            headers={"Accept": "application/sparql-results+json"},
        )
        rows = answer.raise_for_status().json()["results"]["bindings"]
        return [row["n"]["value"] for row in rows]

    def read(self, path: str) -> Any:
        """Return what an address says."""
        return self.send("cy", "GET", path).raise_for_status().json()


def patch(purpose: str) -> dict[str, Any]:
    return {"method": "PATCH", "path": "tools/maite", "ifMatch": "*", "body": {"purpose": purpose}}


@pytest.fixture(scope="module")
def team(start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Two editors, a reader and an administrator."""
    folder = tmp_path_factory.mktemp("team")
    tokens = Tokens(folder)
    secrets = {name: tokens.create(name, AccessRole.named(role)) for name, role in PEOPLE.items()}
    return Team(start_module_server(data_dir=folder), secrets)


def test_a_proposal_changes_nothing_until_somebody_else_approves_it(team: Team) -> None:
    """Four eyes: that is what a proposal is for."""
    before = team.read(TOOL)["purpose"]
    number = team.propose("ada", "One purpose.")
    own = team.act("ada", number, "approval")
    reader = team.act("cy", number, "approval")
    waiting = team.read(TOOL)["purpose"]
    approved = team.act("bo", number, "approval", "Good.")
    after, told = team.read(TOOL)["purpose"], team.read(f"{PATH}/{number}")

    assert (403, 403, 200) == (own.status_code, reader.status_code, approved.status_code)
    assert "somebody else must approve it" in own.json()["detail"]
    assert (before, "One purpose.") == (waiting, after)
    assert ("approved", ["bo"]) == (told["status"], told["approvals"])
    change = team.read(f"/api/v1/changes/{told['revision']}")
    assert ("bo", f"Say what it is for (proposal {number} by ada)") == (
        change["author"],
        change["message"],
    )
    assert 409 == team.act("bo", number, "approval").status_code


def test_nothing_is_approved_over_a_remark_that_was_not_read(team: Team) -> None:
    """What somebody says in the moment of an approval counts, however fast the other presses."""
    number = team.propose("ada", "Trains at night.")
    team.act("ada", number, "remarks", "Wait, not yet.").raise_for_status()
    at = f"{PATH}/{number}/approval"
    early = team.send("bo", "POST", at, json={"text": "Good.", "seen": 0})
    assert 409 == early.status_code
    assert "ada said something of proposal" in early.json()["detail"]
    assert "open" == team.read(f"{PATH}/{number}")["status"]
    wrong = team.send("bo", "POST", at, json={"seen": "all"})
    assert (422, "/seen") == (wrong.status_code, wrong.json()["errors"][0]["pointer"])
    late = team.send("bo", "POST", at, json={"text": "Good.", "seen": 1})
    assert "approved" == late.raise_for_status().json()["proposal"]["status"]


def test_what_a_proposal_changes_and_what_was_said_can_be_read(team: Team) -> None:
    """A reviewer reads words, not statements; tools read the patch."""
    number = team.propose("ada", "Another purpose.")
    assert team.act("bo", number, "remarks", "Why “another”?").is_success
    told = team.read(f"{PATH}/{number}")
    (thing,) = told["things"]

    assert ("MAITE", "changed") == (thing["label"], thing["change"])
    assert {"purpose"} == {one["label"] for one in thing["properties"]}
    assert [("comment", "bo", "Why “another”?")] == [
        (one["kind"], one["author"], one["text"]) for one in told["remarks"]
    ]
    lines = team.send(
        "cy", "GET", f"{PATH}/{number}", headers={"Accept": "application/rdf-patch"}
    ).text
    assert '"Another purpose."@en' in lines
    page = team.send("cy", "GET", f"/proposals/{number}", headers={"Accept": "text/html"}).text
    assert "Why “another”?" in page
    assert "Another purpose." in page


def test_a_change_that_breaks_the_rules_is_not_proposed(team: Team) -> None:
    """Reviewers should not spend their time on what can never be made."""
    total = team.read(PATH)["total"]
    wrong = {"method": "PATCH", "path": "tools/maite", "ifMatch": "*", "body": {"label": None}}
    answer = team.send("ada", "POST", PATH, json={"title": "No name", "operations": [wrong]})
    nothing = team.send(
        "ada",
        "POST",
        PATH,
        json={"title": "Nothing", "operations": [patch(team.read(TOOL)["purpose"])]},
    )

    assert (422, 400) == (answer.status_code, nothing.status_code)
    assert answer.json()["findings"]
    assert "changes nothing" in nothing.json()["detail"]
    assert total == team.read(PATH)["total"]


def test_a_proposal_that_others_overtook_says_so_and_is_revised(team: Team) -> None:
    """What somebody wrote meanwhile must not vanish under an older proposal."""
    number = team.propose("ada", "Overtaken.")
    direct = team.send(
        "bo",
        "PATCH",
        TOOL,
        json={"purpose": "Written meanwhile."},
        headers={"If-Match": "*", "Content-Type": "application/merge-patch+json"},
    )
    assert direct.is_success, direct.text
    told, refused = team.read(f"{PATH}/{number}"), team.act("di", number, "approval")
    page = team.send("cy", "GET", f"/proposals/{number}", headers={"Accept": "text/html"}).text
    revised = team.send(
        "ada", "POST", f"{PATH}/{number}/revision", json={"operations": [patch("Both.")]}
    )

    assert ["https://w3id.org/rolegraph/id/tools/maite"] == told["conflicts"]
    assert 409 == refused.status_code
    assert "later commits changed the same fields of tools/maite" in refused.json()["detail"]
    assert "It cannot be made now" in page
    assert revised.is_success, revised.text
    assert [] == team.read(f"{PATH}/{number}")["conflicts"]
    assert team.act("di", number, "approval").is_success
    assert "Both." == team.read(TOOL)["purpose"]


def test_a_proposal_is_not_made_on_a_thing_that_is_gone(team: Team) -> None:
    """A value added to a deleted thing would hang in the air."""
    made = team.send(
        "ada", "POST", "/api/v1/artifacts", json={"label": "Short-lived", "description": "A thing."}
    )
    assert made.is_success, made.text
    path = made.json()["href"].removeprefix("/api/v1/")
    change = {"method": "PATCH", "path": path, "ifMatch": "*", "body": {"altLabels": ["Brief"]}}
    number = team.send(
        "ada", "POST", PATH, json={"title": "Another name", "operations": [change]}
    ).json()["proposal"]["number"]
    gone = team.send("bo", "DELETE", made.json()["href"], headers={"If-Match": "*"})
    assert gone.is_success, gone.text

    assert 409 == team.act("bo", number, "approval").status_code


def test_proposals_are_declined_with_a_reason_and_withdrawn_by_their_author(team: Team) -> None:
    """Who gets a no without a why proposes it again."""
    first, second = team.propose("ada", "Declined."), team.propose("ada", "Withdrawn.")
    silent = team.act("bo", first, "refusal")
    declined = team.act("bo", first, "refusal", "It is not so.")
    foreign, withdrawn = team.act("bo", second, "withdrawal"), team.act("ada", second, "withdrawal")

    assert (400, 200) == (silent.status_code, declined.status_code)
    assert (403, 200) == (foreign.status_code, withdrawn.status_code)
    assert ("declined", "withdrawn") == (declined.json()["status"], withdrawn.json()["status"])
    assert 409 == team.act("di", first, "approval").status_code
    assert {first} <= {one["number"] for one in team.read(f"{PATH}?status=declined")["items"]}
    assert 400 == team.send("cy", "GET", f"{PATH}?status=maybe").status_code


def test_nobody_writes_proposals_past_their_address(team: Team) -> None:
    """An approval that one writes oneself would be worth nothing."""
    number = team.propose("ada", "Untouched.")
    update = (
        f'WITH <{PROPOSALS_GRAPH}> DELETE {{ ?p ?s "open" }} INSERT {{ ?p ?s "approved" }} '
        'WHERE { ?p ?s "open" }'
    )
    told = team.send(
        "di",
        "POST",
        "/sparql",
        content=update,
        headers={"Content-Type": "application/sparql-update"},
    )
    put = team.send(
        "di",
        "PUT",
        "/graphs",
        params={"graph": PROPOSALS_GRAPH},
        content="",
        headers={"Content-Type": "text/turtle"},
    )

    assert told.status_code in (400, 403)
    assert put.status_code in (400, 403)
    assert "open" == team.read(f"{PATH}/{number}")["status"]


def test_an_approved_change_is_taken_back_and_what_was_said_stays(team: Team) -> None:
    """Taking back a change does not take back the discussion."""
    before = team.read(TOOL)["purpose"]
    number = team.propose("ada", "For a moment.")
    comment = team.act("bo", number, "remarks", "Well.").headers
    assert comment["content-type"].startswith("application/json")
    said = team.read("/api/v1/changes")["items"][0]["revision"]
    assert team.act("bo", number, "approval").is_success
    made = team.read(f"{PATH}/{number}")["revision"]
    back = team.send("bo", "POST", f"/api/v1/changes/{made}/revert")
    words = team.send("bo", "POST", f"/api/v1/changes/{said}/revert")

    assert (201, 403) == (back.status_code, words.status_code), words.text
    assert before == team.read(TOOL)["purpose"]
    assert "approved" == team.read(f"{PATH}/{number}")["status"]


def test_proposals_are_rdf_that_queries_see_where_they_name_it(team: Team) -> None:
    """Analysts count proposals; their text is no part of the catalogue."""
    number = team.propose("ada", "As RDF.")
    query = (
        "PREFIX rg: <https://w3id.org/rolegraph/ontology#> SELECT ?n WHERE "
        "{ %s ?p a rg:Proposal ; rg:proposalNumber ?n %s }"
    )
    named = team.ask(query % (f"GRAPH <{PROPOSALS_GRAPH}> {{", "}"))
    plain = team.ask(query % ("", ""))

    assert str(number) in named
    assert [] == plain


def test_proposals_outlive_a_restart(start_server: StartServer, tmp_path: Path) -> None:
    """A discussion of weeks is worth as much as the data."""
    tokens = Tokens(tmp_path)
    secrets = {name: tokens.create(name, AccessRole.EDITOR) for name in ("ada", "bo")}
    first = start_server(data_dir=tmp_path)
    number = Team(first, secrets | {"cy": secrets["ada"]}).propose("ada", "After a restart.")
    first.stop()
    again = Team(start_server(data_dir=tmp_path), secrets | {"cy": secrets["ada"]})

    assert again.act("bo", number, "approval").is_success
    assert "After a restart." == again.read(TOOL)["purpose"]


def test_a_catalogue_says_who_approves(tmp_path: Path) -> None:
    """One programme trusts its editors, another wants two administrators."""
    rolegraph("init", str(tmp_path / "harbour"))
    manifest = tmp_path / "harbour" / "rolegraph.toml"
    manifest.write_text(manifest.read_text() + '\n[proposals]\napprove = "admin"\napprovals = 2\n')
    description = Description.of(CatalogueFolder(tmp_path / "harbour"))

    assert ProposalRules("admin", 2, own=False) == description.proposals
    assert description == Description.from_quads(description.quads())
    manifest.write_text(manifest.read_text().replace('"admin"', '"owner"'))
    assert "approve" in rolegraph("check", folder=tmp_path / "harbour").stderr


def test_a_proposal_is_judged_and_read_after_its_history_is_archived(tmp_path: Path) -> None:
    """Compaction takes commits away, but not the reasons why a proposal cannot be made."""
    thing, says = NamedNode("https://example.org/x"), NamedNode("https://example.org/says")
    graph = NamedNode("https://w3id.org/rolegraph/graph/data/x.ttl")
    ada, bo = (Identity(name, AccessRole.EDITOR) for name in ("ada", "bo"))
    first, second, third = (Quad(thing, says, Literal(text), graph) for text in "123")

    def opened() -> tuple[EmbeddedStore, Proposals]:
        store = EmbeddedStore(tmp_path)
        committer = Committer(store, None)
        return store, Proposals(store, Versions(store), committer, ProposalRules)

    store, proposals = opened()
    Committer(store, None).commit(
        Patch(added=frozenset({first, second})), author="ada", message="Begin"
    )
    made, lost = (
        proposals.propose(Patch(removed=frozenset({quad})), author=ada, title="Forget")[0].number
        for quad in (first, second)
    )
    proposals.approve(made, author=bo)
    approved = proposals.one(made).revision
    said = proposals.remark(made, RemarkKind.COMMENT, author=ada, text="Thank you.")
    assert approved is not None
    assert approved == said.revision, "a comment does not undo what was made"
    for change in (
        Patch(removed=frozenset({second}), added=frozenset({third})),
        Patch(added=frozenset({Quad(thing, says, Literal("4"), graph)})),
    ):
        Committer(store, None).commit(change, author="bo", message="Say something else")
    store.close()
    compact(tmp_path, keep=1)

    store, proposals = opened()
    with pytest.raises(ChangedSince) as refused:
        proposals.approve(lost, author=bo)
    assert ((thing.value,), ()) == (refused.value.things, refused.value.revisions)
    assert [thing.value] == [change.iri for change in proposals.effect(proposals.one(made))[0]]
    store.close()


def test_who_reviews_asks_for_changes_and_whoever_proposed_revises(team: Team) -> None:
    """A request that reads like any comment is overlooked, and the old text is approved."""
    number = team.propose("ada", "A purpose that is too long.")
    silent = team.act("bo", number, "change-request")
    own = team.act("ada", number, "change-request", "Shorter.")
    reader = team.act("cy", number, "change-request", "Shorter.")
    asked = team.act("bo", number, "change-request", "Shorter, please.")
    told = team.read(f"{PATH}/{number}")
    page = team.send("ada", "GET", f"/proposals/{number}", headers={"Accept": "text/html"}).text
    other = team.act("di", number, "approval")
    revision = {"text": "Shorter.", "operations": [patch("Short.")]}
    revised = team.send("ada", "POST", f"{PATH}/{number}/revision", json=revision)
    approved = team.act("di", number, "approval")

    assert (400, 409, 403) == (silent.status_code, own.status_code, reader.status_code)
    assert 200 == asked.status_code, asked.text
    assert ("open", ["bo"]) == (told["status"], told["changes_asked_by"])
    assert "changes asked for by bo" in page
    assert 409 == other.status_code
    assert "bo asked for changes" in other.json()["detail"]
    assert [] == revised.json()["proposal"]["changes_asked_by"]
    assert (200, "Short.") == (approved.status_code, team.read(TOOL)["purpose"])


def test_whoever_asked_for_changes_can_approve_after_all(team: Team) -> None:
    """They are convinced by the answer; nobody has to revise what is good."""
    number = team.propose("ada", "A purpose to talk about.")
    team.act("bo", number, "change-request", "Why so?")
    team.act("ada", number, "remarks", "It is what the document says.")
    told = team.read(f"{PATH}/{number}")
    message = team.read("/api/v1/changes?limit=3")["items"]
    approved = team.act("bo", number, "approval")

    assert ["bo"] == told["changes_asked_by"]
    assert f"Ask for changes of proposal {number}" in str(message)
    assert ("approved", []) == (
        approved.json()["proposal"]["status"],
        team.read(f"{PATH}/{number}")["changes_asked_by"],
    )
