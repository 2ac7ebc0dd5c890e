"""Import of documents as people write them: graph, curation, answers, drift, writing back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from rdflib import Graph, Namespace
from typer.testing import CliRunner

from rolegraph import resources
from rolegraph.checking.files.sources import FileSelection
from rolegraph.checking.options import Options
from rolegraph.checking.run import run as check
from rolegraph.cli.documents.commands import app
from rolegraph.documents.importing.answers import read_answers
from rolegraph.documents.importing.reading_sync import drift_of
from rolegraph.documents.importing.service import ImportResult, elsewhere_of, import_document
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.home import Home

STRUCTURES = Path(__file__).parent / "structures"
YARD = Namespace("https://yard.example/id/")
HOME = Home(
    base=str(YARD),
    language="en",
    creator="Yard Office",
    license="https://creativecommons.org/licenses/by/4.0/",
)
MANIFEST = """[catalogue]
title = "Yard roles"
base = "https://yard.example/id/"
language = "en"
creator = "Yard Office"

[documents]
"roles.md" = {}
"raci.csv" = {}
"""
ROLES = """# Yard

## Crane Driver

### Responsibilities

- Lift loads
  - with two ropes
- Never lift people
"""
RACI = "Task,Crane Driver,Banksman\nLift loads,A/R,C\n"
runner = CliRunner()


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A catalogue with two documents that name the same role."""
    (tmp_path / "rolegraph.toml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "roles.md").write_text(ROLES, encoding="utf-8")
    (tmp_path / "raci.csv").write_text(RACI, encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> str:
    result = runner.invoke(app, [str(argument) for argument in arguments])
    assert 0 == result.exit_code, result.output
    return result.output


def rows(result: ImportResult | Path, query: str) -> set[tuple[str, ...]]:
    graph = Graph()
    graph.parse(data=result.turtle) if isinstance(result, ImportResult) else graph.parse(result)
    prefixes = {"rg": "https://w3id.org/rolegraph/ontology#", "": str(YARD)}
    found = graph.query(
        "PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX prov: <http://www.w3.org/ns/prov#> "
        + query,
        initNs=prefixes,
    )
    return {tuple(str(term) for term in row) for row in found}


def test_statements_have_their_kind_their_words_and_their_place() -> None:
    """What the graph says must be found again in the file, by character."""
    path = STRUCTURES / "mustnot.md"
    text = path.read_text(encoding="utf-8")
    found = rows(
        import_document(path, HOME),
        """SELECT ?class ?text ?start ?end { ?s a ?class ; rg:verbatimText ?text ;
        rg:quotedFrom/oa:hasSelector [ oa:start ?start ; oa:end ?end ] }""",
    )

    assert {("Responsibility", "Lift loads"), ("Exclusion", "Lift people")} == {
        (kind.rpartition("#")[2], verbatim) for kind, verbatim, _, _ in found
    }
    assert all(text[int(start) : int(end)] == verbatim for _, verbatim, start, end in found)


def test_the_catalogue_gives_iris_language_creator_and_licence() -> None:
    """Nothing of the shipped sample may stand in somebody else's graph."""
    turtle = import_document(STRUCTURES / "mustnot.md", HOME).turtle

    assert "<https://yard.example/id/>" in turtle
    assert '"Yard Office"@en' in turtle
    assert "w3id.org/rolegraph/id/" not in turtle
    assert "rolegraph maintainers" not in turtle


def test_cells_of_a_matrix_become_assignments_with_their_places() -> None:
    """A RACI matrix is the most usual table of roles."""
    found = rows(
        import_document(STRUCTURES / "raci.csv", HOME),
        """SELECT ?role ?activity ?way ?cell { ?a a rg:Assignment ;
        rg:assignedRole/skos:prefLabel ?role ; rg:assignedActivity/skos:prefLabel ?activity ;
        rg:participation ?way ; rg:quotedFrom/rg:sourceCell ?cell }""",
    )

    assert {
        ("Crane Driver", "Lift", "responsible", "cell=3,2"),
        ("Banksman", "Lift", "consulted", "cell=3,3"),
        ("Crane Driver", "Plan, and write down", "accountable", "cell=4,2"),
        ("Crane Driver", "Plan, and write down", "responsible", "cell=4,2"),
        ("Banksman", "Plan, and write down", "informed", "cell=4,3"),
    } == {(role, activity, way.rpartition("#")[2], cell) for role, activity, way, cell in found}


def test_a_matrix_is_about_the_activities_that_the_catalogue_has(catalogue: Path) -> None:
    """Two activities of one name would make two half matrices."""
    (catalogue / "data").mkdir()
    (catalogue / "data" / "activities.ttl").write_text(
        """@prefix rg: <https://w3id.org/rolegraph/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <https://yard.example/id/activities/hoisting> a rg:Activity ;
            skos:prefLabel "Hoisting"@en ; skos:altLabel "lift loads"@en .""",
        encoding="utf-8",
    )
    run("import", catalogue / "raci.csv")
    found = rows(
        catalogue / "data" / "raci.ttl", "SELECT DISTINCT ?a { ?x rg:assignedActivity ?a }"
    )

    assert {("https://yard.example/id/activities/hoisting",)} == found


def test_a_table_passes_the_check_of_its_catalogue(catalogue: Path) -> None:
    """A matrix is no RDF, and a role that two documents name is not described twice."""
    run("import", catalogue / "roles.md")
    run("import", catalogue / "raci.csv")
    report = check(FileSelection((catalogue,)), Options(), resources.root(), catalogue)

    assert not {"syntax", "duplicate-definition"} & {finding.rule for finding in report.findings}


def test_what_is_nested_is_part_of_its_statement(catalogue: Path) -> None:
    """Nothing of a bullet is lost, and it stays clear what belongs to what."""
    result = import_document(catalogue / "roles.md")
    query = """SELECT ?part ?whole { ?p rg:isPartOfStatement ?w ; rg:verbatimText ?part .
        ?w rg:verbatimText ?whole }"""

    assert {("with two ropes", "Lift loads")} == rows(result, query)


def test_a_doubtful_statement_waits_until_a_person_has_answered(catalogue: Path) -> None:
    """Between a duty and its opposite the graph says nothing, and tells so."""
    document = catalogue / "roles.md"
    first = import_document(document)
    assert [(9, "Never lift people")] == [(each.line, each.text) for each in first.waiting]
    assert "Never lift people" not in {text for (text,) in rows(first, TEXTS)}

    answered = first.curation.replace("answer:\n", "answer: exclusion\n")
    curation = first.curation_target
    curation.parent.mkdir(exist_ok=True)
    curation.write_text(answered, encoding="utf-8")
    second = import_document(document)

    assert () == second.waiting
    assert () == second.reading.questions
    assert {("Never lift people",)} == rows(
        second, "SELECT ?text { ?s a rg:Exclusion ; rg:verbatimText ?text }"
    )
    assert "answer: exclusion" in second.curation


TEXTS = "SELECT ?text { ?s rg:verbatimText ?text }"


def test_reading_shows_what_the_answers_make_of_a_document(catalogue: Path) -> None:
    """`documents read` asked again what had been answered, and told the guess from before."""
    document = catalogue / "roles.md"
    run("import", document)
    curation = catalogue / "data" / "roles.curation.yaml"
    text = curation.read_text(encoding="utf-8")
    curation.write_text(text.replace("    answer:", "    answer: exclusion"), encoding="utf-8")
    result = runner.invoke(app, ["read", str(document), "--format", "json"])
    reading = json.loads(result.stdout)

    assert [] == reading["questions"]
    assert ["read"] == [
        each["status"] for each in reading["roles"][0]["statements"] if each["kind"] == "exclusion"
    ]
    assert "Read with the answers in " in result.stderr

    curation.write_text(text.replace("    answer:", "    answer: perhaps"), encoding="utf-8")

    assert 2 == runner.invoke(app, ["read", str(document)]).exit_code


def test_what_a_person_wrote_is_kept(catalogue: Path) -> None:
    """An import that forgets a person's work is run once."""
    document = catalogue / "roles.md"
    run("import", document)
    curation = catalogue / "data/roles.curation.yaml"
    content = yaml.safe_load(curation.read_text(encoding="utf-8"))
    role = content["roles"]["Crane Driver"]
    role["definition"] = "A crane driver is a person who lifts loads."
    role["statements"][0] |= {"kind": "practice", "status": "confirmed", "activities": ["lifting"]}
    curation.write_text(yaml.safe_dump(content), encoding="utf-8")
    run("import", document)
    after = yaml.safe_load(curation.read_text(encoding="utf-8"))["roles"]["Crane Driver"]

    assert role["definition"] == after["definition"]
    assert ("practice", "confirmed", ["lifting"]) == tuple(
        after["statements"][0][key] for key in ("kind", "status", "activities")
    )
    query = "SELECT ?text ?activity { ?s a rg:Practice ; rg:verbatimText ?text ; rg:refersToActivity ?activity }"
    assert {("Lift loads", f"{YARD}activities/lifting")} == rows(
        catalogue / "data/roles.ttl", query
    )


def test_an_answer_that_is_no_choice_is_a_fault_with_its_line(catalogue: Path) -> None:
    """A slip of the pen must not decide anything."""
    first = import_document(catalogue / "roles.md")
    first.curation_target.parent.mkdir(exist_ok=True)
    text = first.curation.replace("answer:\n", "answer: perhaps\n")
    first.curation_target.write_text(text, encoding="utf-8")
    line = text.split("\n").index("    answer: perhaps") + 1

    with pytest.raises(MalformedDocument, match=f":{line}.*“perhaps” is no answer"):
        import_document(catalogue / "roles.md")


@pytest.mark.parametrize("answer", ["yes", "no", "NO", "on", "1.10", "2026-01-01"])
def test_an_answer_is_taken_as_it_is_written(catalogue: Path, answer: str) -> None:
    """YAML 1.1 makes a truth value, a number or a date of these; people write words."""
    first = import_document(catalogue / "roles.md")
    first.curation_target.parent.mkdir(exist_ok=True)
    text = re.sub("choices: .*", f"choices: [{answer}, other]", first.curation, count=1)
    text = text.replace("answer:\n", f"answer: {answer}\n", 1)
    first.curation_target.write_text(text, encoding="utf-8")

    asked = read_answers(first.curation_target, "roles.curation.yaml").questions[0]
    assert (answer, (answer, "other")) == (asked.answer, asked.choices)


def test_a_fault_of_the_curation_is_told_by_check_with_its_line(catalogue: Path) -> None:
    """A check that stays green on answers that nobody can read hides that they do not count."""
    run("import", catalogue / "roles.md")
    curation = catalogue / "data/roles.curation.yaml"
    text = curation.read_text(encoding="utf-8").replace("topic:", "tropic:", 1)
    curation.write_text(text, encoding="utf-8")
    line = next(n for n, each in enumerate(text.split("\n"), 1) if "tropic:" in each)

    told = drift_of(catalogue / "roles.md", base=catalogue)
    assert {"curation-malformed"} == {each.rule for each in told}
    assert ("data/roles.curation.yaml", line) in {(each.file, each.line) for each in told}
    assert {"roles.md"} == {place.file for each in told for place in each.related}


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("  Crane Driver:", "  Crane Driver: {}\n  Crane Driver:", "Crane Driver"),
        (
            "        kind: responsibility",
            "        kind: exclusion\n        kind: responsibility",
            "kind",
        ),
        ("  title: Yard", "  title: Quay\n  title: Yard", "title"),
    ],
)
def test_an_entry_that_is_there_twice_is_a_fault_with_both_lines(
    catalogue: Path, old: str, new: str, name: str
) -> None:
    """YAML takes the last of the two; what somebody wrote in the first would be lost in silence."""
    run("import", catalogue / "roles.md")
    curation = catalogue / "data" / "roles.curation.yaml"
    text = curation.read_text(encoding="utf-8")
    assert old in text
    curation.write_text(text.replace(old, new, 1), encoding="utf-8")
    first = text[: text.index(old)].count("\n") + 1
    reported = f":{first + 1}:.*“{name}” is there twice, on line {first} and on line {first + 1}"

    with pytest.raises(MalformedDocument, match=reported):
        import_document(catalogue / "roles.md")


def test_a_role_of_two_documents_is_one_role(catalogue: Path) -> None:
    """It has one page, one place in a list, and what both say of it."""
    for name in ("roles.md", "raci.csv"):
        run("import", catalogue / name)
    graph = Graph()
    for name in ("roles", "raci"):
        graph.parse(catalogue / "data" / f"{name}.ttl")
    query = """PREFIX rg: <https://w3id.org/rolegraph/ontology#>
        SELECT ?version { <https://yard.example/id/roles/crane-driver> rg:definedIn ?version }"""

    assert 1 == len(graph.query(query))


@pytest.mark.parametrize("name", ["roles.md", "raci.csv"])
def test_importing_again_changes_nothing(catalogue: Path, name: str) -> None:
    """A diff in git must mean that somebody changed something."""
    for each in ("roles.md", "raci.csv", "roles.md"):
        run("import", catalogue / each)
    before = {path: path.read_bytes() for path in (catalogue / "data").iterdir()}
    run("import", catalogue / name)

    assert before == {path: path.read_bytes() for path in (catalogue / "data").iterdir()}


def test_drift_is_told_at_its_line(catalogue: Path) -> None:
    """Who edits the document must learn that the graph is behind."""
    document = catalogue / "roles.md"
    run("import", document)
    assert [] == drift_of(document)

    document.write_text(ROLES.replace("Lift loads", "Lift heavy loads"), encoding="utf-8")
    found = {(each.rule, each.message.partition("”")[0].lstrip("“")) for each in drift_of(document)}

    assert ("drift-reworded", "Lift heavy loads") in found
    assert "Lift loads" not in {text for _, text in found}


def test_a_statement_that_is_gone_is_retired(catalogue: Path) -> None:
    """Its IRI may be cited elsewhere."""
    document = catalogue / "roles.md"
    run("import", document)
    document.write_text(ROLES.replace("- Lift loads\n  - with two ropes\n", "- Park\n"), "utf-8")
    run("import", document)
    query = 'SELECT ?text { ?s rg:status "retired" ; rg:verbatimText ?text }'

    assert {("Lift loads",), ("with two ropes",)} == rows(catalogue / "data/roles.ttl", query)


@pytest.mark.parametrize(
    "name", sorted(path.name for path in STRUCTURES.glob("*.*") if path.suffix in {".md", ".csv"})
)
def test_every_text_document_is_written_back(tmp_path: Path, name: str) -> None:
    """Whoever imports a document can have it back from the graph alone."""
    text = (STRUCTURES / name).read_bytes()
    document = tmp_path / name
    document.write_bytes(text)
    result = import_document(document, HOME, elsewhere=elsewhere_of(document))
    if result.reading.is_empty:
        return
    graph = tmp_path / "graph.ttl"
    graph.write_text(result.turtle, encoding="utf-8")

    assert text == runner.invoke(app, ["render", str(document), "--graph", str(graph)]).stdout_bytes


def test_a_sheet_is_read_only_and_the_import_says_so(tmp_path: Path) -> None:
    """A promise that cannot be kept is not made."""
    document = tmp_path / "raci.xlsx"
    document.write_bytes((STRUCTURES / "raci.xlsx").read_bytes())
    assert "Read only" in run("read", document)
    reported = run("import", document)

    assert "read only" in reported
    result = runner.invoke(app, ["render", str(document)])
    assert 2 == result.exit_code
    assert "read only" in result.output


def test_personas_get_a_page_of_their_own() -> None:
    """Goals and frustrations are a persona's, not duties of a role."""
    query = """SELECT ?goal ?pain { ?p a rg:Persona ; rg:representsRole ?r ; rg:hasGoal ?goal ;
        rg:hasPainPoint ?pain }"""

    assert {("End each day without damage", "Signs that change from yard to yard")} == rows(
        import_document(STRUCTURES / "persona.md", HOME), query
    )


def test_a_document_without_a_role_writes_nothing(tmp_path: Path) -> None:
    """An empty graph would look like an answer."""
    document = tmp_path / "nothing.md"
    document.write_bytes((STRUCTURES / "nothing.md").read_bytes())
    result = runner.invoke(app, ["import", str(document)])

    assert 1 == result.exit_code
    assert re.search("No role was found", result.output)
    assert [document] == list(tmp_path.iterdir())


def test_short_names_in_a_matrix_are_asked_once_and_given_in_the_curation(tmp_path: Path) -> None:
    """Whoever knows what “XY” stands for says so in one place, and not in each cell."""
    document = tmp_path / "raci.csv"
    document.write_text("Task,XY,ZW\nPlan,A,R\nBuild,A,R\n", encoding="utf-8")
    asked = import_document(document, HOME)
    result_file = tmp_path / "raci.curation.yaml"
    given = asked.curation.replace(
        "  # short_names: {PM: Project Manager}", "  short_names: {XY: Yard Manager} #"
    ).replace("    answer:\n", "    answer: as it stands\n")
    result_file.write_text(given, encoding="utf-8")

    result = import_document(document, HOME)

    assert [("XY", "ZW")] == [each.texts for each in asked.reading.questions]
    assert () == result.reading.questions
    assert ["Yard Manager", "ZW"] == [role.name for role in result.reading.roles]
    assert "short_names: {XY: Yard Manager}" in result.curation
    assert {("Yard Manager", "XY")} == rows(
        result,
        "SELECT ?name ?short { ?role a rg:Role ; skos:prefLabel ?name ; skos:altLabel ?short }",
    )


def test_a_persons_name_stays_out_of_the_graph_until_somebody_says_that_it_is_none(
    tmp_path: Path,
) -> None:
    """A catalogue of roles must not publish names of people; a yard's name may look like one."""
    document = tmp_path / "roles.md"
    document.write_text("# Roles\n\n## Paolo - Yard Manager\n\n- Plan the day\n", encoding="utf-8")
    asked = import_document(document, HOME)
    (tmp_path / "roles.curation.yaml").write_text(
        asked.curation.replace("    answer:\n", "    answer: 'no'\n"),
        encoding="utf-8",
    )

    answered = import_document(document, HOME)

    names = "SELECT ?name { ?role a rg:Role ; skos:prefLabel ?name }"
    assert ["person"] == [each.topic for each in asked.reading.questions]
    assert {("Yard Manager",)} == rows(asked, names)
    assert () == answered.reading.questions
    assert {("Paolo - Yard Manager",)} == rows(answered, names)


def test_the_curation_of_records_shows_how_to_name_their_fields(tmp_path: Path) -> None:
    """A list under “posts” whose names stand under “post” is else one role, “posts”."""
    document = tmp_path / "posts.yaml"
    document.write_text("posts:\n  - post: Radio Officer\n    does: [Logs calls]\n")
    asked = import_document(document, HOME)
    assert "# fields: {post: name" in asked.curation

    curation = tmp_path / "posts.curation.yaml"
    named = asked.curation.replace(
        "# fields: {post: name, does: responsibility}", "fields: {post: name} #"
    )
    curation.write_text(named, encoding="utf-8")
    assert ["Radio Officer"] == [r.name for r in import_document(document, HOME).reading.roles]


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_what_is_forbidden_within_a_duty_is_an_exclusion_once_it_is_answered(
    catalogue: Path, *, is_confirmed: bool
) -> None:
    """It became a duty after a person had said that it is none; or nobody was asked."""
    document = catalogue / "roles.md"
    document.write_text(
        "# Yard\n\n## Nurse\n\n- Log each accident\n  - do not give medicine\n", encoding="utf-8"
    )
    first = import_document(document)
    text = first.curation
    if is_confirmed:
        text = text.replace("status: asked", "status: confirmed").replace("guessed", "confirmed")
    first.curation_target.parent.mkdir(exist_ok=True)
    first.curation_target.write_text(text, encoding="utf-8")
    second = import_document(document)
    (question,) = second.reading.questions
    assert ("do not give medicine",) == question.texts
    assert "do not give medicine" not in {str(each.object) for each in second.triples}

    answered = second.curation.replace("answer:", "answer: exclusion")
    first.curation_target.write_text(answered, encoding="utf-8")
    graph = import_document(document).turtle

    assert "exclusion:nurse-do-not-give-medicine a rg:Exclusion" in graph
    assert "responsibility:nurse-log-each-accident a rg:Responsibility" in graph


def test_personas_of_one_role_keep_their_names_and_what_is_said_of_each(tmp_path: Path) -> None:
    """A persona's name became a role, or two personas of a role became one."""
    path = tmp_path / "personas.yaml"
    path.write_text(
        "personas:\n"
        "  - {name: 'Priya, the analyst', role: Data Analyst, goals: [Answer within a day]}\n"
        "  - {name: Ana, role: Data Analyst, goals: [Find the right table]}\n",
        encoding="utf-8",
    )
    query = """SELECT ?name ?role ?goal {
        ?persona rg:representsRole/skos:prefLabel ?role ; skos:prefLabel ?name ;
            rg:hasGoal ?goal }"""

    assert {
        ("Ana", "Data Analyst", "Find the right table"),
        ("Priya, the analyst", "Data Analyst", "Answer within a day"),
    } == rows(import_document(path, HOME), query)


GERMAN = """# Werft

## Kranführer

### Aufgaben

- Hebt die Lasten mit dem Kran und prüft die Seile
- Meldet die Mängel an den Leiter der Werft
"""


@pytest.mark.parametrize(
    ("languages", "tag"), [('language = "en"', "en"), ('languages = ["en", "de"]', "de")]
)
def test_texts_that_are_kept_in_another_language_are_told(
    catalogue: Path, languages: str, tag: str
) -> None:
    """German words that said they are English were found by nobody who asked for German."""
    manifest = catalogue / "rolegraph.toml"
    manifest.write_text(MANIFEST.replace('language = "en"', languages), encoding="utf-8")
    (catalogue / "werft.md").write_text(GERMAN, encoding="utf-8")

    done = runner.invoke(app, ["import", str(catalogue / "werft.md")])

    assert 0 == done.exit_code, done.output
    told = "The document is in “de”. Its texts are kept as “en”"
    assert (told in done.output) == (tag == "en")
    assert f'"Kranführer"@{tag}' in (catalogue / "data" / "werft.ttl").read_text(encoding="utf-8")
