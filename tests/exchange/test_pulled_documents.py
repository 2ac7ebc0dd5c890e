"""What was brought into the service in a browser is pulled as the files that the folder needs."""

from __future__ import annotations

import json

from bringing import AT, EDITOR, HANDBOOK, NAME, SECOND, TOKEN, Yard, triples

NEVER = {"topic": "negation", "texts": ["Never lift people"], "answer": "exclusion"}


def checked(yard: Yard) -> str:
    """Return what the check of the documents says; nothing where all is well."""
    done = yard.run("documents", "check", NAME)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_document_curation_and_entry_come_with_the_graph(yard: Yard) -> None:
    yard.put(HANDBOOK, answers=[NEVER])

    pulled = yard.pull()

    assert 0 == pulled.returncode, pulled.stderr
    assert HANDBOOK == (yard.folder / NAME).read_text("utf-8")
    assert "answer: exclusion" in (yard.folder / "data/handbook.curation.yaml").read_text("utf-8")
    assert '"data/handbook.md" = {}' in (yard.folder / "rolegraph.toml").read_text("utf-8")
    assert "" == checked(yard)


def test_an_import_in_the_folder_goes_on_from_there(yard: Yard) -> None:
    """The folder has all that the service had: nothing is asked again, and nothing changes."""
    yard.put(HANDBOOK, answers=[NEVER])
    yard.pull()
    graph = yard.folder / "data" / "handbook.ttl"
    before = triples(graph)

    assert 0 == yard.run("documents", "import", NAME).returncode

    assert before == triples(graph)
    assert "Nothing to do" in yard.push().stdout


def test_a_push_after_that_changes_nothing(yard: Yard) -> None:
    yard.put(HANDBOOK)
    yard.pull()
    at = yard.revision

    pushed = yard.push()

    assert (0, at) == (pushed.returncode, yard.revision), pushed.stderr


def test_a_second_version_replaces_the_first_one_in_the_folder(yard: Yard) -> None:
    yard.put(HANDBOOK, answers=[NEVER])
    yard.pull()
    yard.put(SECOND)

    pulled = yard.pull()

    assert 0 == pulled.returncode, pulled.stderr
    assert SECOND == (yard.folder / NAME).read_text("utf-8")
    assert "" == checked(yard)
    assert "note:" not in pulled.stderr


def test_a_version_that_was_taken_back_in_the_service_goes_from_the_folder_as_well(
    yard: Yard,
) -> None:
    yard.put(HANDBOOK, answers=[NEVER])
    yard.put(SECOND)
    yard.pull()
    yard.take_back(yard.revision - 1)

    pulled = yard.pull()

    assert (0, "") == (pulled.returncode, pulled.stderr)
    assert HANDBOOK == (yard.folder / NAME).read_text("utf-8")
    kept = yard.client.get(AT, params={"format": "curation"}).text
    assert kept == (yard.folder / "data/handbook.curation.yaml").read_text("utf-8")
    assert "" == checked(yard)
    at = yard.revision
    assert "say the same" in yard.run("documents", "sync", NAME).stderr
    yard.push()
    assert at == yard.revision


def test_a_fresh_copy_of_the_folder_goes_back_with_the_service_too(yard: Yard) -> None:
    """Nothing in it tells what was pulled before, so the change log does."""
    yard.put(HANDBOOK)
    yard.put(SECOND)
    yard.pull()
    (yard.folder / "data/.rolegraph-sync.json").unlink()
    yard.take_back(yard.revision - 1)

    pulled = yard.pull()

    assert (0, "") == (pulled.returncode, pulled.stderr)
    assert HANDBOOK == (yard.folder / NAME).read_text("utf-8")
    assert "" == checked(yard)


def test_a_version_that_a_push_brought_and_that_was_taken_back_goes_from_the_folder(
    yard: Yard,
) -> None:
    yard.put(HANDBOOK)
    yard.pull()
    first = yard.revision
    (yard.folder / NAME).write_text(SECOND, "utf-8")
    yard.run("documents", "sync", NAME, "--write")
    yard.push()
    yard.take_back(first)

    pulled = yard.pull()

    assert (0, "") == (pulled.returncode, pulled.stderr)
    assert HANDBOOK == (yard.folder / NAME).read_text("utf-8")
    assert "" == checked(yard)


def test_what_was_taken_back_and_never_pulled_is_not_pushed_again(yard: Yard) -> None:
    yard.put(HANDBOOK)
    yard.put(SECOND)
    yard.pull()
    yard.take_back(yard.revision - 1)
    at, graph = yard.revision, yard.graph()

    yard.run("documents", "sync", NAME, "--write")
    yard.push()

    assert (at, graph) == (yard.revision, yard.graph())


def test_pull_takes_the_document_of_the_service_where_that_is_asked_for(yard: Yard) -> None:
    yard.put(HANDBOOK)
    yard.pull()
    (yard.folder / NAME).write_text(HANDBOOK + "- Sweeps the yard\n", "utf-8")
    yard.put(SECOND)

    pulled = yard.pull("--prefer", "service")

    assert (0, SECOND) == (pulled.returncode, (yard.folder / NAME).read_text("utf-8"))
    assert "" == checked(yard)


def test_a_document_that_was_changed_in_the_folder_is_left_and_told(yard: Yard) -> None:
    yard.put(HANDBOOK)
    yard.pull()
    own = HANDBOOK + "- Sweeps the yard\n"
    (yard.folder / NAME).write_text(own, "utf-8")
    yard.put(SECOND)

    pulled = yard.pull()

    assert own == (yard.folder / NAME).read_text("utf-8")
    assert f"{NAME}: left as it is" in pulled.stderr


def test_answers_that_were_given_in_the_folder_are_left_and_told(yard: Yard) -> None:
    yard.put(HANDBOOK)
    yard.pull()
    curation = yard.folder / "data/handbook.curation.yaml"
    own = curation.read_text("utf-8").replace("answer:\n", "answer: requirement\n", 1)
    curation.write_text(own, "utf-8")
    yard.put(HANDBOOK, answers=[NEVER])

    pulled = yard.pull()

    assert own == curation.read_text("utf-8")
    assert "handbook.curation.yaml: left as it is" in pulled.stderr


def test_a_dry_run_writes_nothing(yard: Yard) -> None:
    yard.put(HANDBOOK)
    before = {path.name for path in yard.folder.rglob("*")}

    told = yard.pull("--dry-run")

    assert before == {path.name for path in yard.folder.rglob("*")}
    assert "handbook.md" in told.stdout


def test_a_version_that_the_folder_brought_is_kept_by_the_service_as_well(yard: Yard) -> None:
    """Who goes on in the folder and pushes: the browser asks nothing again after that."""
    yard.put(HANDBOOK, answers=[NEVER])
    yard.pull()
    (yard.folder / NAME).write_text(SECOND, "utf-8")
    yard.run("documents", "sync", NAME, "--write")
    graph = triples(yard.folder / "data" / "handbook.ttl")

    pushed = yard.push()

    assert 0 == pushed.returncode
    assert "the service keeps this version and its curation now" in pushed.stderr
    assert graph == yard.graph()
    assert SECOND == yard.client.get(AT, params={"format": "file"}).text
    pulled = yard.pull()
    assert ("", SECOND) == (pulled.stderr, (yard.folder / NAME).read_text("utf-8"))


def test_a_push_brings_in_no_version_that_was_not_imported(yard: Yard) -> None:
    yard.put(HANDBOOK, answers=[NEVER])
    yard.pull()
    (yard.folder / NAME).write_text(SECOND, "utf-8")
    at = yard.revision

    yard.push()

    assert (at, HANDBOOK) == (yard.revision, yard.client.get(AT, params={"format": "file"}).text)


def test_a_document_that_the_files_speak_for_goes_on_with_their_curation(yard: Yard) -> None:
    """The service knows answers of the folder only from the curation file that comes along."""
    yard.pull()
    yard.import_here(HANDBOOK)
    curation = yard.folder / "data/handbook.curation.yaml"
    asked = curation.read_text("utf-8")
    curation.write_text(asked.replace("answer:\n", "answer: exclusion\n", 1), "utf-8")
    assert 0 == yard.run("documents", "import", NAME).returncode
    assert 0 == yard.push().returncode
    (known,) = yard.client.get("/api/v1/document-files").json()["items"]
    assert (NAME, False) == (known["name"], known["curated"])

    form = {"curation": (None, curation.read_text("utf-8")), "file": ("x.md", SECOND.encode())}
    told = yard.client.put(AT, files=form, headers=EDITOR | yard.state())

    assert 200 == told.status_code, told.text
    (yard.folder / NAME).write_text(SECOND, "utf-8")
    yard.run("documents", "sync", NAME, "--write")
    assert triples(yard.folder / "data" / "handbook.ttl") == yard.graph()


def test_a_page_asks_for_the_curation_file_that_lies_in_the_folder(yard: Yard) -> None:
    yard.pull()
    yard.import_here(HANDBOOK)
    yard.push()
    form = {"token": (None, TOKEN), "act": (None, "look"), "name": (None, NAME)}

    page = yard.client.post("/read/bring", files=form | {"file": ("x.md", SECOND.encode())})

    assert 200 == page.status_code, page.text
    assert 'name="curation" type="file"' in page.text


def test_a_file_that_is_not_kept_is_asked_for_and_entered_once_it_is_there(yard: Yard) -> None:
    """An open service keeps no file that names people; whoever pulls is told to put it there."""
    held = HANDBOOK.replace("### Duties", "Owner: Maya Sharma\n\n### Duties", 1)
    yard.put(held)

    told = yard.pull()

    assert f"{NAME}: the service does not keep this file" in told.stderr
    assert NAME not in (yard.folder / "rolegraph.toml").read_text("utf-8")
    (yard.folder / NAME).write_text(held, "utf-8")
    again = yard.pull()
    assert ("", True) == (again.stderr, "rolegraph.toml" in again.stdout)
    assert "" == checked(yard)


def define(yard: Yard, text: str) -> None:
    """Write a definition of the banksman in the service."""
    (found,) = [
        each
        for each in yard.client.get("/api/v1/roles").json()["items"]
        if each["label"] == "Banksman"
    ]
    known = yard.client.get(found["href"])
    answer = yard.client.patch(
        found["href"],
        content=json.dumps({"definition": text}),
        headers=EDITOR
        | {"If-Match": known.headers["etag"], "Content-Type": "application/merge-patch+json"},
    )
    assert answer.is_success, answer.text


def test_a_first_pull_writes_into_the_curation_what_was_changed_in_the_service(yard: Yard) -> None:
    yard.put(HANDBOOK)
    define(yard, "Gives the signs.")

    pulled = yard.pull()

    assert 0 == pulled.returncode, pulled.stderr
    curation = (yard.folder / "data/handbook.curation.yaml").read_text("utf-8")
    assert "definition: Gives the signs." in curation
    assert "" == checked(yard)


def test_curation_and_graph_agree_once_a_later_version_was_taken_back(yard: Yard) -> None:
    """The later version took the definition into its curation, which went with it."""
    yard.put(HANDBOOK)
    define(yard, "Gives the signs.")
    later = yard.put(SECOND).json()
    assert "What was changed of “Banksman” in the catalogue stands in the curation now" in str(
        [each["text"] for each in later["changes"] if each["what"] == "kept"]
    )
    yard.take_back(yard.revision - 1)

    pulled = yard.pull()

    assert 0 == pulled.returncode, pulled.stderr
    assert "" == checked(yard)
    again = yard.put(HANDBOOK, answers=[NEVER]).json()
    assert [] == again["undone"]
    assert "definition: Gives the signs." in yard.client.get(AT, params={"format": "curation"}).text
