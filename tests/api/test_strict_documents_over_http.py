"""Documents of the form that can be written back go into a running service as into the folder."""

from __future__ import annotations

from pathlib import Path

import httpx

from bringing import EDITOR, Yard, triples

NAME = "data/roles.md"
AT = f"/api/v1/document-files/{NAME}"
STRICT = """\
# Roles

We identify the following roles. Other roles may be identified.

1. Crane Driver
2. Banksman

## 1. Crane Driver

- Lifts loads
- Reports defects of the crane
- Not a rigger

See Driver in [1] for references.

## 2. Banksman

- Gives signals

## References

1. [Yard Rules](https://yard.example/rules)
"""
CURATION = """\
document:
  id: roles
  title: Roles

roles:
  Crane Driver:
    definition: >-
      A crane driver is a person who moves loads with the crane of the yard.
    statements:
      - text: Lifts loads
        activities: []
      - text: Reports defects of the crane
        activities: []
      - text: Not a rigger
        kind: exclusion
        activities: []
  Banksman:
    definition: A banksman is a person who gives signals.
    statements:
      - text: Gives signals
        activities: []
"""
SECOND = STRICT.replace("- Reports defects of the crane\n", "").replace(
    "- Lifts loads", "- Lifts all loads"
)


def put(
    yard: Yard, text: str, curation: str | None = CURATION, name: str = NAME, **params: str
) -> httpx.Response:
    """Bring a version in, with a curation file or with the one that is kept."""
    at = f"/api/v1/document-files/{name}"
    files = {"file": (name, text.encode())}
    data = {} if curation is None else {"curation": curation}
    return yard.client.put(
        at, params=params, headers=EDITOR | yard.state(at), data=data, files=files
    )


def imported(yard: Yard, text: str = STRICT) -> Path:
    """Import the document in the folder, and return its graph."""
    data = yard.folder / "data"
    data.mkdir(exist_ok=True)
    (data / "roles.curation.yaml").write_text(CURATION, "utf-8")
    yard.import_here(text, NAME)
    return data / "roles.ttl"


def test_the_graph_is_that_of_an_import_in_the_folder(yard: Yard) -> None:
    answer = put(yard, STRICT)

    assert 201 == answer.status_code, answer.text
    assert triples(imported(yard)) == yard.graph("data/roles.ttl")
    assert CURATION == yard.client.get(AT, params={"format": "curation"}).text
    assert [] == answer.json()["questions"]
    exclusions = yard.client.get("/api/v1/exclusions").json()["items"]
    assert ["Not a rigger"] == [each["label"] for each in exclusions]


def test_a_second_version_is_that_of_a_sync_in_the_folder(yard: Yard) -> None:
    """With the curation that is kept, which goes on from version to version."""
    put(yard, STRICT)

    told = put(yard, SECOND, None)

    assert 200 == told.status_code, told.text
    assert ["Reports defects of the crane"] == [each["label"] for each in told.json()["retired"]]
    graph = imported(yard)
    (yard.folder / NAME).write_text(SECOND, "utf-8")
    yard.run("documents", "sync", NAME, "--write")
    assert triples(graph) == yard.graph("data/roles.ttl")
    curation = (yard.folder / "data/roles.curation.yaml").read_text("utf-8")
    assert curation == yard.client.get(AT, params={"format": "curation"}).text


def test_an_edit_made_in_the_service_is_taken_back_only_if_that_is_agreed_to(yard: Yard) -> None:
    put(yard, STRICT)
    items = yard.client.get("/api/v1/roles").json()["items"]
    (role,) = [each["href"] for each in items if each["label"] == "Crane Driver"]
    known = yard.client.get(role)
    patched = yard.client.patch(
        role,
        content='{"definition": "A person of the yard who drives its crane."}',
        headers=EDITOR
        | {"If-Match": known.headers["etag"], "Content-Type": "application/merge-patch+json"},
    )
    assert patched.is_success, patched.text

    refused = put(yard, SECOND, None)
    done = put(yard, SECOND, None, overwrite="true")

    assert (409, True) == (refused.status_code, "drives its crane" in refused.text)
    assert 200 == done.status_code, done.text
    assert "moves loads with the crane" in yard.client.get(role).json()["definition"]


def test_a_pull_writes_what_the_folder_would_have(yard: Yard) -> None:
    put(yard, STRICT)

    pulled = yard.pull()

    assert (0, "") == (pulled.returncode, pulled.stderr)
    assert STRICT == (yard.folder / NAME).read_text("utf-8")
    assert CURATION == (yard.folder / "data/roles.curation.yaml").read_text("utf-8")
    assert 0 == yard.run("documents", "check", NAME).returncode
    at = yard.revision
    assert "Nothing to do" in yard.push().stdout
    assert at == yard.revision


def test_a_version_without_the_curation_that_the_graph_was_made_from_is_refused(
    yard: Yard,
) -> None:
    """A push brought the graph, and the service never saw the curation file."""
    name = "data/posts.md"  # what the service had once, and has no more, is not pushed again
    curation = CURATION.replace("id: roles", "id: posts")
    (yard.folder / "data/posts.curation.yaml").write_text(curation, "utf-8")
    yard.import_here(STRICT, name)
    pushed = yard.push()
    assert yard.graph("data/posts.ttl"), pushed.stderr

    refused = put(yard, SECOND, None, name)
    done = put(yard, SECOND, curation, name)

    assert 400 == refused.status_code, refused.text
    assert "Send that file with the document" in refused.json()["detail"]
    assert 200 == done.status_code, done.text


def test_faults_of_the_form_are_told_with_their_places(yard: Yard) -> None:
    put(yard, STRICT)
    broken = STRICT.replace("2. Banksman\n", "")

    refused = put(yard, broken, None)
    yard.remove(NAME)
    first = put(yard, broken)

    assert (400, True) == (refused.status_code, f"{NAME}:" in refused.text)
    assert (400, True) == (first.status_code, f"{NAME}:" in first.text)
    assert "no line `reading: 1`" in first.json()["detail"]
    assert "rolegraph-document-" not in refused.text  # where it lay on this machine
