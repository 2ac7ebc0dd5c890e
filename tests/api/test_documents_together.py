"""Several documents are brought in by one commit: their order does not matter, all or none."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import httpx
import pytest

from bringing import EDITOR, HANDBOOK, Yard, triples

AT = "/api/v1/document-files"
HEAD = "# Handbook of the {0}\n\n## Deckhand\n\n### Duties\n\n"
FERRY = HEAD.format("ferry") + "- Casts off the lines\n- Counts passengers\n"
LATER = HEAD.format("ferry") + "- Casts off the lines\n"
PIER = HEAD.format("pier") + "- Counts passengers\n- Sweeps the pier\n"
COUNTS = "<https://yard.example/id/responsibilities/deckhand-counts-passengers>"
MATRIX = "Task,QMB,Deckhand\nRelease a load,A,R\nKeep the log,R,C\n"
LEGEND = "# Quality\n\n## Quality Officer (QMB)\n\n### Duties\n\n- Releases loads\n"


def send(
    yard: Yard,
    files: Iterable[tuple[str, str]],
    answers: Iterable[Mapping[str, Any]] = (),
    **params: str,
) -> httpx.Response:
    """Bring documents in, in the order in which they are given."""
    parts = [("file", (name, text.encode())) for name, text in files]
    form = {"answers": json.dumps([*answers])}
    names = {name.replace("_", "-"): value for name, value in params.items()}
    return yard.client.post(AT, params=names, headers=EDITOR, data=form, files=parts)


def sealed(yard: Yard, files: list[tuple[str, str]], **params: str) -> httpx.Response:
    """Look at what documents would change, and store that."""
    told = send(yard, files, dry_run="true", **params)
    assert 200 == told.status_code, told.text
    return send(yard, files, seal=told.json()["seal"], **params)


def packed(files: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def holders(yard: Yard) -> dict[str, bool]:
    """Return which documents' graphs speak of the statement, and whether it is retired there."""
    found = {}
    for name in ("ferry", "pier"):
        said = {each for each in yard.graph(f"data/{name}.ttl") if each.startswith(COUNTS)}
        if said:
            found[name] = any('"retired"' in each for each in said)
    return found


def test_new_documents_come_by_one_commit_and_know_each_other(yard: Yard) -> None:
    before = yard.revision

    told = send(yard, [("ferry.md", FERRY), ("yard.md", HANDBOOK)])

    assert (200, before + 1) == (told.status_code, yard.revision), told.text
    body = told.json()
    assert ["data/ferry.md", "data/yard.md"] == [each["name"] for each in body["documents"]]
    assert [True, True] == [each["new"] for each in body["documents"]]
    assert before + 1 == body["commit"]["revision"]
    listed = yard.client.get(AT).json()["items"]
    assert ["data/ferry.md", "data/yard.md"] == [each["name"] for each in listed]
    commit = yard.client.get(f"/api/v1/changes/{before + 1}").json()
    assert "Bring in 2 documents: data/ferry.md, data/yard.md" == commit["message"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_name_that_the_other_document_explains_is_no_question(yard: Yard, order: int) -> None:
    files = [("duties.csv", MATRIX), ("quality.md", LEGEND)][::order]
    alone = yard.put(MATRIX, "data/duties.csv", **{"dry-run": "true"}).json()

    together = send(yard, files).json()

    assert any("QMB" in each["question"] for each in alone["questions"])
    asked = [one["question"] for each in together["documents"] for one in each["questions"]]
    assert not [each for each in asked if "QMB" in each], asked
    assert "roles/qmb" not in "".join(yard.graph("data/duties.ttl"))
    assert 0 == yard.pull().returncode
    checked = yard.run("documents", "check")
    assert 0 == checked.returncode, checked.stdout + checked.stderr


@pytest.mark.parametrize("order", [1, -1])
def test_a_statement_that_goes_from_one_to_the_other_stays_one_thing(
    yard: Yard, order: int
) -> None:
    """One after the other this worked in one order only; in the other the history broke off."""
    yard.put(FERRY, "data/ferry.md")
    files = [("data/ferry.md", LATER), ("data/pier.md", PIER)][::order]

    told = sealed(yard, files)

    assert 200 == told.status_code, told.text
    assert {"pier": False} == holders(yard)
    assert [] == told.json()["overtaken"]
    assert 0 == yard.pull().returncode
    checked = yard.run("documents", "check")
    assert 0 == checked.returncode, checked.stdout + checked.stderr
    assert 0 == yard.run("documents", "import").returncode
    assert yard.graph("data/ferry.ttl") == triples(yard.folder / "data/ferry.ttl")
    assert yard.graph("data/pier.ttl") == triples(yard.folder / "data/pier.ttl")


@pytest.mark.parametrize("order", [1, -1])
def test_what_a_third_document_kept_as_retired_goes_from_there(yard: Yard, order: int) -> None:
    yard.put(FERRY, "data/ferry.md")
    yard.put(LATER, "data/ferry.md")
    assert {"ferry": True} == holders(yard)

    told = send(yard, [("pier.md", PIER), ("yard.md", HANDBOOK)][::order])

    assert 200 == told.status_code, told.text
    assert {"pier": False} == holders(yard)
    assert [] == yard.put(LATER + "- Coils ropes\n", "data/ferry.md").json()["undone"]


def test_the_same_again_changes_nothing_and_one_revert_takes_all_of_it_back(yard: Yard) -> None:
    files = [("ferry.md", FERRY), ("yard.md", HANDBOOK)]
    send(yard, files)

    again = sealed(yard, files).json()

    assert (0, 0) == (again["commit"]["added"], again["commit"]["removed"])
    yard.take_back(yard.revision - 1)
    assert 0 == yard.client.get(AT).json()["total"]


def test_what_is_there_already_is_changed_only_by_who_saw_the_outcome(yard: Yard) -> None:
    files = [("ferry.md", LATER), ("yard.md", HANDBOOK)]
    yard.put(FERRY, "data/ferry.md")
    seen = send(yard, files, dry_run="true").json()["seal"]
    before = yard.revision

    unseen = send(yard, files)
    yard.put(FERRY.replace("Counts", "Greets"), "data/ferry.md")
    late = send(yard, files, seal=seen)

    assert (428, 412) == (unseen.status_code, late.status_code)
    assert "data/ferry.md: there already. Send a dry run first" in unseen.json()["detail"]
    assert before + 1 == yard.revision


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_stored(yard: Yard) -> None:
    before = yard.revision

    told = send(yard, [("a.md", FERRY), ("b.yaml", "roles: ["), ("c.md", "Nothing here.\n")])

    assert (400, before) == (told.status_code, yard.revision)
    assert "b.yaml" in told.json()["detail"]
    assert "data/c.md" in told.json()["detail"]
    assert "a.md" not in told.json()["detail"]


@pytest.mark.parametrize(
    ("names", "status", "said"),
    [
        (("ferry.md", "data/ferry.md"), 400, "data/ferry.md is sent twice"),
        (("ferry.md", "ferry.txt"), 409, "would stand"),
        (("old-ferry.md", "old_ferry.md"), 409, "too much alike"),
    ],
)
def test_two_documents_that_would_be_one_are_refused(
    yard: Yard, names: tuple[str, str], status: int, said: str
) -> None:
    told = send(yard, [(name, FERRY) for name in names])

    assert status == told.status_code, told.text
    assert said in told.json()["detail"].replace("and would be that of", "would stand")


def test_questions_of_each_are_answered_with_it(yard: Yard) -> None:
    files = [("ferry.md", FERRY), ("yard.md", HANDBOOK)]
    asked = send(yard, files, dry_run="true").json()["documents"][1]
    (question,) = asked["questions"]
    given = {key: question[key] for key in ("topic", "texts")} | {"answer": "exclusion"}

    wrong = send(yard, files, [given | {"document": "data/other.md"}])
    without = send(yard, files, [given])
    unasked = send(yard, files, [given | {"document": "ferry.md"}])
    told = send(yard, files, [given | {"document": "yard.md"}])

    assert [422, 422, 422, 200] == [e.status_code for e in (wrong, without, unasked, told)]
    assert "no document 'data/other.md' was sent" in wrong.text
    assert 5 == told.json()["documents"][1]["added"]["statement"]


def test_they_are_proposed_as_one_and_made_by_its_approval(yard: Yard) -> None:
    before = yard.graph("data/ferry.ttl")
    proposed = send(yard, [("ferry.md", FERRY), ("yard.md", HANDBOOK)], propose="true")
    assert (201, before) == (proposed.status_code, yard.graph("data/ferry.ttl")), proposed.text
    number = proposed.json()["proposal"]

    approved = yard.client.post(f"/api/v1/proposals/{number}/approval", headers=yard.by("admin"))

    assert 200 == approved.status_code, approved.text
    assert 2 == yard.client.get(AT).json()["total"]


def test_a_heading_that_is_renamed_while_a_persona_keeps_the_old_name_is_asked_about(
    yard: Yard,
) -> None:
    """Before anything is stored; an answer keeps IRI, history and statements."""
    card = "\n## Personas\n\n### Mira\n\n**Role:** Deckhand\n\n**Goals:** fewer forms\n"
    yard.put(FERRY + card, "data/ferry.md")
    renamed = [("data/ferry.md", (FERRY + card).replace("## Deckhand", "## Deck Mate"))]
    (told,) = send(yard, renamed, dry_run="true").json()["documents"]
    (question,) = [each for each in told["questions"] if each["topic"] == "continues"]
    given = {key: question[key] for key in ("topic", "texts")} | {"answer": "Deckhand"}
    given |= {"document": "data/ferry.md"}

    seal = send(yard, renamed, [given], dry_run="true").json()["seal"]
    done = send(yard, renamed, [given], seal=seal).json()["documents"][0]

    assert [] == done["retired"]
    assert "“Deckhand” is called “Deck Mate” now." in [each["text"] for each in done["changes"]]
    assert not [line for line in yard.graph("data/ferry.ttl") if "deck-mate" in line]


def test_a_zip_file_brings_documents_with_their_curation_and_tells_what_it_leaves_out(
    yard: Yard,
) -> None:
    """Such as the one that the page which reads documents gives to take along."""
    catalogue = yard.client.post(
        "/api/v1/readings", params={"name": "yard.md", "format": "zip"}, content=HANDBOOK.encode()
    ).content
    with zipfile.ZipFile(io.BytesIO(catalogue)) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    curation = next(name for name in files if name.endswith(".curation.yaml"))
    files[curation] = files[curation].replace(b"    answer:\n", b"    answer: exclusion\n")
    files |= {"yard/data/ferry.md": FERRY.encode(), "yard/photo.png": b"\x89PNG"}
    files |= {"__MACOSX/yard/._ferry.md": b"x"}

    told = yard.client.post(
        AT, content=packed(files), headers=EDITOR | {"Content-Type": "application/zip"}
    )

    assert 200 == told.status_code, told.text
    body = told.json()
    assert ["data/yard.md", "data/ferry.md"] == [each["name"] for each in body["documents"]]
    assert 5 == body["documents"][0]["added"]["statement"]  # the answer came along
    left = {each["name"]: each["reason"] for each in body["left_out"]}
    assert {"rolegraph.toml", ".gitattributes", ".gitignore", "data/yard.ttl", "photo.png"} == {
        *left
    }


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"PK\x03\x04 and no more", 400, "The ZIP file is broken"),
        (packed({"../x.md": FERRY}), 400, "leads out of it"),
        (packed({"a.png": "x"}), 400, "There is no document in it (a.png: files of that ending"),
        (packed({}), 415, "files of a form"),
        (b"# Plain text", 415, "files of a form"),
        (packed({"a.md": b"x" * 70_000_000}), 413, "too large once unpacked"),
    ],
)
def test_a_broken_or_empty_zip_file_is_told_in_words(
    yard: Yard, content: bytes, status: int, said: str
) -> None:
    told = yard.client.post(AT, content=content, headers=EDITOR)

    assert status == told.status_code, told.text
    assert said in told.json()["detail"]


def test_what_is_called_a_zip_file_and_is_none_is_told_to_be_broken(yard: Yard) -> None:
    headers = EDITOR | {"Content-Type": "application/zip"}

    told = yard.client.post(AT, content=b"nonsense", headers=headers)

    assert 400 == told.status_code
    assert "The ZIP file is broken" in told.json()["detail"]


def test_a_reader_brings_nothing_in(yard: Yard) -> None:
    parts = [("file", ("ferry.md", FERRY.encode()))]

    assert 401 == yard.client.post(AT, files=parts).status_code
    assert 403 == yard.client.post(AT, files=parts, headers=yard.by("reader")).status_code
