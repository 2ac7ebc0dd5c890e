"""A document that goes or gets another name in the service does so in the folder with a pull."""

from __future__ import annotations

from bringing import HANDBOOK, NAME, SECOND, Yard, triples

NEVER = {"topic": "negation", "texts": ["Never lift people"], "answer": "exclusion"}
FILES = ("handbook.md", "handbook.curation.yaml", "handbook.ttl")
NEW = "data/yard-2027.md"


def there(yard: Yard) -> set[str]:
    """Return the files of the document that the folder has."""
    return {name for name in FILES if (yard.folder / "data" / name).exists()}


def entered(yard: Yard) -> str:
    """Return the lines of `rolegraph.toml` that name documents."""
    lines = (yard.folder / "rolegraph.toml").read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if line.startswith('"data/'))


def test_what_was_taken_out_goes_with_its_graph_its_curation_and_its_line(yard: Yard) -> None:
    yard.put(HANDBOOK, answers=[NEVER])
    yard.pull()
    assert set(FILES) == there(yard)
    yard.remove()

    pulled = yard.pull()

    assert (0, "") == (pulled.returncode, pulled.stderr)
    assert set() == there(yard)
    assert "" == entered(yard)
    assert "handbook.md: removed" in pulled.stdout
    at = yard.revision
    assert "Nothing to do" in yard.push().stdout
    assert at == yard.revision
    assert "Nothing to do" in yard.pull().stdout


def test_a_push_tells_that_the_files_are_behind(yard: Yard) -> None:
    """“Nothing to do” alone would sound as if both were the same."""
    yard.put(HANDBOOK, answers=[NEVER])
    yard.pull()
    same = yard.push()
    yard.remove()

    behind = yard.push()

    assert (0, "") == (same.returncode, same.stderr)
    assert (0, True) == (behind.returncode, "Nothing to do" in behind.stdout)
    assert "changed in the service, and not in the files. `rolegraph pull`" in behind.stderr
    assert 0 == yard.pull().returncode
    assert "" == yard.push().stderr


def test_a_revert_and_a_pull_bring_all_of_it_back(yard: Yard) -> None:
    yard.put(HANDBOOK, answers=[NEVER])
    yard.pull()
    before = {name: (yard.folder / "data" / name).read_bytes() for name in FILES}
    yard.remove()
    yard.pull()
    yard.take_back(yard.revision - 1)

    pulled = yard.pull()

    assert (0, "") == (pulled.returncode, pulled.stderr)
    for name in FILES[:2]:
        assert before[name] == (yard.folder / "data" / name).read_bytes()
    assert 0 == yard.run("documents", "check", NAME).returncode


def test_a_first_version_that_was_taken_back_goes_as_well(yard: Yard) -> None:
    yard.put(HANDBOOK)
    yard.pull()
    yard.take_back(yard.revision - 1)

    pulled = yard.pull()

    assert (0, "") == (pulled.returncode, pulled.stderr)
    assert set() == there(yard)


def test_a_file_that_was_changed_in_the_folder_is_left_and_told(yard: Yard) -> None:
    yard.put(HANDBOOK)
    yard.pull()
    own = HANDBOOK + "- Sweeps the yard\n"
    (yard.folder / NAME).write_text(own, "utf-8")
    yard.remove()

    pulled = yard.pull()

    assert own == (yard.folder / NAME).read_text("utf-8")
    assert f"{NAME}: taken out in the service, and left here" in pulled.stderr
    assert "another version" in pulled.stderr
    assert NAME in entered(yard)


def test_a_file_that_the_service_cannot_give_back_is_left_and_told(yard: Yard) -> None:
    """An open service keeps no file that names people."""
    held = HANDBOOK.replace("### Duties", "Owner: Maya Sharma\n\n### Duties", 1)
    yard.put(held)
    (yard.folder / NAME).write_text(held, "utf-8")
    yard.pull()
    yard.remove()

    pulled = yard.pull()

    assert held == (yard.folder / NAME).read_text("utf-8")
    assert "the service did not keep this file" in pulled.stderr


def test_answers_of_the_folder_alone_are_left(yard: Yard) -> None:
    yard.put(HANDBOOK)
    yard.pull()
    curation = yard.folder / "data/handbook.curation.yaml"
    own = curation.read_text("utf-8").replace("answer:\n", "answer: requirement\n", 1)
    curation.write_text(own, "utf-8")
    yard.remove()

    pulled = yard.pull()

    assert {"handbook.curation.yaml"} == there(yard)
    assert own == curation.read_text("utf-8")
    assert "answers that the service does not know" in pulled.stderr


def test_a_document_of_the_folder_alone_is_none_of_the_service(yard: Yard) -> None:
    yard.put(HANDBOOK)
    yard.pull()
    yard.import_here(SECOND, "data/pier.md")
    yard.remove()

    yard.pull()

    assert '"data/pier.md" = {}' == entered(yard)
    assert (yard.folder / "data/pier.md").exists()


def test_a_dry_run_removes_nothing(yard: Yard) -> None:
    yard.put(HANDBOOK)
    yard.pull()
    yard.remove()

    told = yard.pull("--dry-run")

    assert set(FILES) == there(yard)
    assert "handbook.md: removed" in told.stdout


def test_another_name_in_the_service_is_one_in_the_folder(yard: Yard) -> None:
    """The line of `rolegraph.toml` stays in its place, since the order of documents counts."""
    yard.put(HANDBOOK, answers=[NEVER])
    yard.put("# Rota\n\n## Gatekeeper\n\n### Duties\n\n- Opens the gate\n", "data/rota.md")
    yard.pull()
    renamed = yard.put(SECOND, NEW, replaces=NAME)
    assert 201 == renamed.status_code, renamed.text

    pulled = yard.pull()

    assert (0, "") == (pulled.returncode, pulled.stderr)
    assert f'"{NEW}" = {{}}\n"data/rota.md" = {{}}' == entered(yard)
    assert set() == there(yard)
    assert SECOND == (yard.folder / NEW).read_text("utf-8")
    assert yard.graph("data/yard-2027.ttl") == triples(yard.folder / "data/yard-2027.ttl")
    assert 0 == yard.run("documents", "check").returncode
    at = yard.revision
    assert "Nothing to do" in yard.push().stdout
    assert at == yard.revision


def test_another_format_in_the_service_is_one_in_the_folder(yard: Yard) -> None:
    """Graph and curation have the names that they had."""
    yard.put(HANDBOOK, answers=[NEVER])
    yard.pull()
    table = "Role,Responsibility\nCrane Driver,Lifts loads\nCrane Driver,Writes the diary\n"
    yard.put(table, "data/handbook.csv", replaces=NAME)

    pulled = yard.pull()

    assert (0, "") == (pulled.returncode, pulled.stderr)
    assert '"data/handbook.csv" = {}' == entered(yard)
    assert {"handbook.curation.yaml", "handbook.ttl"} == there(yard)
    assert 0 == yard.run("documents", "check").returncode
