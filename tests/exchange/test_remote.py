"""Pull and push over HTTP, and as commands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from exchanging import quads

from commands import Ran, apart, rolegraph
from rolegraph import resources
from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from rolegraph.errors import Conflict, PermissionDenied, StoreError, Unauthenticated
from rolegraph.exchange.remote import RemoteService
from rolegraph.exchange.sync import BothChanged, pull, push
from rolegraph.rdf.patch import Patch
from serving import Server, StartServer


@dataclass
class Remote:
    """A server with the shipped catalogue, and a fresh copy of its files."""

    server: Server
    tokens: dict[str, str]
    folder: Path

    def service(self, who: str | None = "editor") -> RemoteService:
        return RemoteService(self.server.url, self.tokens.get(who) if who else None)

    def run(self, *arguments: str) -> Ran:
        return rolegraph(*arguments, "--url", self.server.url, "--token", self.tokens["editor"])

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new, 1))


@pytest.fixture(scope="module")
def shared(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, dict[str, str]]]:
    data_dir = tmp_path_factory.mktemp("store")
    tokens = Tokens(data_dir)
    secrets = {name: tokens.create(name, AccessRole.named(name)) for name in ("reader", "editor")}
    server = start_module_server(data_dir=data_dir)
    yield server, secrets
    server.stop()


@pytest.fixture
def remote(shared: tuple[Server, dict[str, str]], tmp_path: Path) -> Remote:
    folder = tmp_path / "data"
    shutil.copytree(resources.part("data"), folder, ignore=shutil.ignore_patterns(".*"))
    server, tokens = shared
    service = RemoteService(server.url, tokens["editor"])
    pull(folder, service)
    service.close()
    return Remote(server, tokens, folder)


def test_a_push_is_no_way_around_the_review(remote: Remote) -> None:
    """Who edits files calls a thing approved as easily; the answer names it, nothing is stored."""
    service = remote.service()
    revision = service.read().revision
    remote.edit("tools.ttl", "skos:prefLabel", 'rg:status "approved" ; skos:prefLabel')
    ran = remote.run("push", str(remote.folder))

    assert 1 == ran.returncode
    assert "may be called approved once a review says so" in ran.stderr
    assert revision == service.read().revision
    service.close()


def test_edits_travel_both_ways(remote: Remote) -> None:
    """What the change log says names who pushed, and what."""
    service = remote.service()
    remote.edit("tools.ttl", "skos:prefLabel", "skos:editorialNote 'A word.'@en ; skos:prefLabel")

    outcome = push(remote.folder, service, message="Rename “it”")

    assert ["data/tools.ttl: 1 changed"] == [str(change) for change in outcome.changes]
    assert service.read().revision == outcome.revision
    before = {path.name: path.read_bytes() for path in remote.folder.iterdir()}
    assert () == pull(remote.folder, service).changes
    assert () == push(remote.folder, service).changes
    assert before == {path.name: path.read_bytes() for path in remote.folder.iterdir()}
    service.close()


def test_a_commit_on_an_old_state_does_nothing(remote: Remote) -> None:
    """Between reading and writing somebody else may write; their work is not overwritten."""
    service = remote.service()
    present = service.read()
    added = quads("file:tools.ttl { tool:maite skos:editorialNote 'One.'@en }")
    service.commit(Patch(added=added), "one", present.revision, dry_run=False)

    with pytest.raises(Conflict):
        service.commit(Patch(removed=added), "two", present.revision, dry_run=False)
    other = quads("file:tools.ttl { tool:maite skos:editorialNote 'Two.'@en }")
    with pytest.raises(Conflict):
        service.commit(Patch(added=other), "three", present.revision, dry_run=False)

    after = service.read()
    assert present.revision + 1 == after.revision
    assert added <= set(after.quads)
    service.close()


def test_a_dry_run_over_http_stores_nothing(remote: Remote) -> None:
    """The guard of the service judges it all the same."""
    service = remote.service()
    remote.edit("tools.ttl", "skos:prefLabel", "skos:editorialNote 'A note.'@en ; skos:prefLabel")
    before = service.read().revision

    outcome = push(remote.folder, service, dry_run=True)

    assert 1 == len(outcome.changes)
    assert before == service.read().revision
    service.close()


def test_a_fresh_copy_is_understood_by_the_change_log(remote: Remote) -> None:
    """A new clone has no state; what the service changed since comes, what was edited stays."""
    service = remote.service()
    folder = remote.folder.parent / "fresh" / "data"
    shutil.copytree(resources.part("data"), folder, ignore=shutil.ignore_patterns(".*"))
    present = service.read()
    note = quads("file:activities.ttl { <urn:x> a <urn:X> }")
    service.commit(Patch(added=note), "one", present.revision, dry_run=False)
    path = folder / "personas.ttl"
    path.write_text(path.read_text().replace("People", "Persons").replace("people", "persons"))
    edited = path.read_bytes()

    outcome = pull(folder, service)

    assert "data/activities.ttl: 1 added" in [str(change) for change in outcome.changes]
    assert edited == path.read_bytes()
    assert ["data/personas.ttl"] == [change.file for change in push(folder, service).changes]
    service.close()


def test_without_a_good_token_nothing_is_pushed(remote: Remote) -> None:
    """Files are no way around the tokens."""
    remote.edit("tools.ttl", "skos:prefLabel", "skos:editorialNote 'B note.'@en ; skos:prefLabel")

    for who, error in ((None, Unauthenticated), ("reader", PermissionDenied)):
        service = remote.service(who)
        before = service.read().revision
        with pytest.raises(error):
            push(remote.folder, service)
        assert before == service.read().revision
        service.close()


def test_address_and_token_may_come_from_the_environment(remote: Remote) -> None:
    """The help names the variables; what is typed goes before them."""
    remote.edit("tools.ttl", "skos:prefLabel", "skos:editorialNote 'E note.'@en ; skos:prefLabel")
    tokens, folder = remote.tokens, str(remote.folder)
    variables = {"ROLEGRAPH_URL": remote.server.url, "ROLEGRAPH_TOKEN": tokens["editor"]}

    typed = rolegraph("push", folder, "--token", tokens["reader"], **variables)
    pushed = rolegraph("push", folder, **variables)

    assert (2, True) == (typed.returncode, "needs an editor" in typed.stderr), typed.stderr
    assert (0, True) == (pushed.returncode, "data/tools.ttl" in pushed.stdout), pushed.stderr
    assert "Nothing to do." in rolegraph("pull", folder, **variables).stdout


def test_what_is_no_such_service_is_said() -> None:
    """A wrong address must not look like an empty service, which would empty the files."""
    pages = httpx.MockTransport(lambda _: httpx.Response(200, text=""))
    for service in (
        RemoteService("http://127.0.0.1:9/"),
        RemoteService("http://roles.example.org", transport=pages),
    ):
        with pytest.raises(StoreError, match=service.name):
            service.read()
        service.close()


def test_the_commands_exit_as_scripts_expect(remote: Remote) -> None:
    """0 done, 1 for a person to settle, 2 could not run."""
    folder = str(remote.folder)
    assert "Nothing to do." in remote.run("pull", folder).stdout
    remote.edit("tools.ttl", "skos:prefLabel", "skos:editorialNote 'C note.'@en ; skos:prefLabel")

    pushed = remote.run("push", folder, "-m", "A note")

    assert (0, "data/tools.ttl: 1 changed") == (pushed.returncode, pushed.stdout.splitlines()[0])
    remote.edit("tools.ttl", "C note.", "D note.")
    service = remote.service()
    other = remote.folder.parent / "other"
    other.mkdir()
    pull(other, service)
    path = other / "tools.ttl"
    path.write_text(path.read_text().replace("C note.", "E note."))
    push(other, service)
    with pytest.raises(BothChanged):
        pull(remote.folder, service)
    service.close()
    for command in ("pull", "push"):
        conflict = remote.run(command, folder)
        assert 1 == conflict.returncode
        assert "data/tools.ttl: <https://w3id.org/rolegraph/id/tools/" in conflict.stderr
    assert 2 == remote.run("pull", str(remote.folder / "nowhere")).returncode
    remote.edit("personas.ttl", "rg:representsRole", "rg:representsNoRole")
    refused = remote.run("push", folder, "--prefer", "service")
    assert 1 == refused.returncode
    assert "Violation PersonaShape-representsRole <https://w3id.org/" in refused.stderr


def test_a_data_directory_is_exchanged_without_a_server(tmp_path: Path) -> None:
    """Offline, the guard and the change log are the same."""
    folder = tmp_path / "data"
    shutil.copytree(resources.part("data"), folder, ignore=shutil.ignore_patterns(".*"))
    path = folder / "personas.ttl"
    path.write_text(path.read_text().replace("rg:hasGoal", "rg:hasNoGoal"))

    arguments = ("push", folder, "--data-dir", tmp_path / "store")
    refused = rolegraph(*arguments)

    assert 1 == refused.returncode
    assert "PersonaShape-goal" in refused.stderr
    path.write_text(path.read_text().replace("rg:hasNoGoal", "rg:hasGoal"))
    assert "Nothing to do. The service is at revision 1." in apart(*arguments).stdout
