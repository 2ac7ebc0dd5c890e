"""Query files: strict headers, and values that enter as terms."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from rolegraph import resources
from rolegraph.analysis.questions import told
from rolegraph.errors import ConfigurationError, NotFound, ParameterError, SyntaxFault
from rolegraph.folder.description import Description
from rolegraph.rdf.namespaces import SKOS
from rolegraph.rdf.terms import Literal, NamedNode, Term, integer
from rolegraph.sparql.library import QueryLibrary, answer, load_library
from rolegraph.sparql.library_parameters import QueryParameter, bind, candidates
from rolegraph.store.embedded import EmbeddedStore

ID = "https://w3id.org/rolegraph/id/"

GOOD = """\
#+ question: 1
#+ title: All things
#+ summary: Lists all things.
#+ tags: [things]
#+ parameters:
#+   thing: {type: iri, plural: roles, description: The thing in question.}
#+ columns:
#+   thing: The thing.
SELECT ?thing { ?thing ?p ?o }
"""


def write(folder: Path, text: str, name: str = "all-things.rq") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return folder


def test_the_questions_are_answered_in_their_order(library: QueryLibrary) -> None:
    """The list of questions is what the programme asked for."""
    numbers = [query.header.question for query in library.values()]

    assert numbers == sorted(set(numbers))
    assert {*range(1, 33), 38, 39} <= set(numbers)


def test_every_query_gives_the_columns_it_describes(library: QueryLibrary) -> None:
    """The header is what people and clients read; the query is what runs."""
    engine = pyoxigraph.Store()
    for query in library.values():
        solutions = engine.query(query.text)
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        parameters = {parameter.name for parameter in query.parameters}
        projected = [variable.value for variable in solutions.variables]

        assert list(query.columns) == [
            name for name in projected if name in query.columns or name not in parameters
        ], query.name
        assert parameters <= set(projected), query.name


def test_every_query_is_ordered(library: QueryLibrary) -> None:
    """Without an order, two answers to one question could differ."""
    assert [] == [query.name for query in library.values() if "\nORDER BY " not in query.text]


def test_no_query_asks_whether_a_parameter_is_bound(library: QueryLibrary) -> None:
    """The engine never takes a substituted variable for bound."""
    for query in library.values():
        for parameter in query.parameters:
            assert f"BOUND(?{parameter.name})" not in query.text, query.name


def test_every_file_of_the_folder_is_a_query(library: QueryLibrary) -> None:
    """A file with another ending would silently be no query."""
    names = {f"{name}.rq" for name in library}

    assert names == {path.name for path in resources.part("queries").iterdir()}


def test_a_good_file_is_read(tmp_path: Path) -> None:
    """The faulty files below differ from this one in their fault alone."""
    query = load_library(write(tmp_path, GOOD))["all-things"]

    assert "All things" == query.title
    assert ("thing",) == query.columns
    assert ("roles",) == query.parameters[0].plurals


def test_a_question_may_be_about_a_class_of_the_catalogue_itself(tmp_path: Path) -> None:
    """Only then can it say “nothing is recorded” of docks as it does of roles."""
    about = (
        '#+ about: {docks: "https://dock.example/#Dock"}\n'
        '#+ unjudged: {docks without a depth: ["https://dock.example/#Dock", "skos:note"]}\n#+ tags'
    )
    query = load_library(write(tmp_path, GOOD.replace("#+ tags", about)))["all-things"]

    assert {"docks": "https://dock.example/#Dock"} == query.header.about
    assert ["https://dock.example/#Dock", SKOS + "note"] == list(
        query.header.unjudged["docks without a depth"]
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        (GOOD, "SELECT * { }", 1, "header"),
        ("question: 1", "question: one", 1, "question"),
        ("#+ title: All things\n", "", 1, "title"),
        ("title:", "titel:", 2, "titel"),
        ("Lists all things.", "lists all things", 3, "summary"),
        ("tags: [things]", "tags: []", 4, "tags"),
        ("tags: [things]", "tags: [things", 5, "YAML"),
        ("type: iri", "type: IRI", 6, "iri"),
        ("plural: roles", "class: roles", 6, "class"),
        ("plural: roles", "required: true, default: x", 6, "default"),
        ("thing: {type", "format: {type", 6, "kept"),
        ("  thing: The thing.", "  thing: the thing", 8, "columns"),
        ("  thing: The thing.", "  other: The thing.", 1, "other"),
        ("tags: [things]", "tags: [things]\n#+ amounts: [steps]", 5, "none of the columns"),
        ("tags: [things]", 'tags: [things]\n#+ about: {docks: "dock:Dock"}', 5, "whole IRI"),
    ],
)
def test_a_faulty_header_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, word: str
) -> None:
    """Who writes a query must see where it is wrong."""
    assert old in GOOD
    folder = write(tmp_path, GOOD.replace(old, new))

    with pytest.raises(SyntaxFault, match=word) as raised:
        load_library(folder)

    assert ("all-things.rq", line) == (raised.value.source, raised.value.line)


TOLD = GOOD.replace(
    "#+ tags",
    """\
#+ none: There is nothing.
#+ translations:
#+   de: {title: Alle Dinge, summary: Älteste zuerst., none: Nichts da.}
#+   zh: {title: 所有事物, summary: 列出所有事物。, none: 没有。}
#+   ar: {title: كل الأشياء, summary: يسرد كل الأشياء., none: لا شيء؟}
#+ tags""",
)


@pytest.mark.parametrize(
    ("languages", "title", "none", "language"),
    [
        ((), "All things", "There is nothing.", "en"),
        (("fr", "de"), "Alle Dinge", "Nichts da.", "de"),
        (("zh-Hans", "zh", "en"), "所有事物", "没有。", "zh"),
        (("en-GB", "en", "de"), "All things", "There is nothing.", "en"),
        (("ar",), "كل الأشياء", "لا شيء؟", "ar"),
        (("fr",), "All things", "There is nothing.", "en"),
    ],
)
def test_a_question_speaks_the_language_of_its_reader(
    tmp_path: Path, languages: tuple[str, ...], title: str, none: str, language: str
) -> None:
    """Whoever cannot read its title does not find a question."""
    query = told(load_library(write(tmp_path, TOLD))["all-things"], languages)

    header = query.header
    assert (title, none, language) == (header.title, header.none, header.language)
    assert ("thing",) == query.columns


def test_a_half_translated_question_is_refused(tmp_path: Path) -> None:
    """A title in German above an answer in English is read by nobody."""
    half = write(tmp_path, TOLD.replace(", none: Nichts da.", ""))

    with pytest.raises(SyntaxFault, match=r"translations\.de: .*it has no 'none:'") as raised:
        load_library(half)

    assert 6 == raised.value.line


@pytest.mark.parametrize(("said", "language"), [("", "de"), ("#+ language: fr\n", "fr")])
def test_a_catalogues_own_question_is_in_its_language(
    tmp_path: Path, said: str, language: str
) -> None:
    """What comes with the package is in English; a German catalogue writes German."""
    about = Description(languages=("de", "en"))
    (tmp_path / "core").mkdir()
    (tmp_path / "own").mkdir()
    core = write(tmp_path / "core", GOOD)
    own = write(tmp_path / "own", said + GOOD.replace("n: 1", "n: 2"), "own-things.rq")
    library = load_library(core, own, about=about)

    assert "en" == library["all-things"].header.language
    assert language == library["own-things"].header.language


def test_a_name_that_is_not_kebab_case_is_refused(tmp_path: Path) -> None:
    """The file's name is part of an address."""
    with pytest.raises(SyntaxFault, match="kebab-case"):
        load_library(write(tmp_path, GOOD, "AllThings.rq"))


def test_two_queries_for_one_question_are_refused(tmp_path: Path) -> None:
    """Each question has one answer."""
    write(tmp_path, GOOD)

    with pytest.raises(ConfigurationError, match="question: 1"):
        load_library(write(tmp_path, GOOD, "more-things.rq"))


def test_an_unknown_name_is_told_the_nearest(library: QueryLibrary) -> None:
    """A slip of the finger should cost seconds."""
    with pytest.raises(NotFound, match="roles-without-a-persona"):
        library.find("roles-without-persona")


ROLE = QueryParameter(
    "role", "iri", ("roles",), required=False, default=None, description="A role."
)
ANY = QueryParameter("it", "iri", (), required=False, default=None, description="Anything.")
EITHER = QueryParameter("it", "iri", ("roles", "graphs"), False, None, "A role or graph.")
TEXT = QueryParameter("text", "string", (), required=True, default=None, description="A text.")
NUMBER = QueryParameter(
    "number", "integer", (), required=False, default="3", description="A number."
)


@pytest.mark.parametrize(
    ("parameter", "value", "terms"),
    [
        (ROLE, "data-analyst", [NamedNode(ID + "roles/data-analyst")]),
        (ROLE, "roles/data-analyst", [NamedNode(ID + "roles/data-analyst")]),
        (ROLE, ID + "roles/x", [NamedNode(ID + "roles/x")]),
        (ROLE, f"<{ID}roles/x>", [NamedNode(ID + "roles/x")]),
        (ANY, "personas/x", [NamedNode(ID + "personas/x")]),
        (ANY, "rg:Role", [NamedNode("https://w3id.org/rolegraph/ontology#Role")]),
        (ANY, "urn:isbn:1", [NamedNode("urn:isbn:1")]),
        (
            ANY,
            "external-roles/atlas-AML.TA0002",
            [NamedNode(ID + "external-roles/atlas-AML.TA0002")],
        ),
        (EITHER, "graphs/data/x.ttl", [NamedNode("https://w3id.org/rolegraph/graph/data/x.ttl")]),
        (
            EITHER,
            "x",
            [NamedNode(ID + "roles/x"), NamedNode("https://w3id.org/rolegraph/graph/x")],
        ),
        (TEXT, 'a "quoted" } text', [Literal('a "quoted" } text')]),
        (NUMBER, " 12 ", [integer(12)]),
    ],
)
def test_values_become_terms(parameter: QueryParameter, value: str, terms: list[Term]) -> None:
    """People write what is short; the query gets what is exact."""
    assert terms == candidates(parameter, value)


@pytest.mark.parametrize(
    ("parameter", "value", "word"),
    [
        (ROLE, "personas/x", "roles"),
        (ROLE, "two words", "IRI, roles/SLUG or a slug"),
        (ANY, "slug", "PLURAL/SLUG"),
        (ANY, "xyz:Role", "prefix"),
        (ANY, "http://a b", "no valid IRI"),
        (NUMBER, "twelve", "whole number"),
        (NUMBER, "1.5", "whole number"),
    ],
)
def test_values_of_the_wrong_form_are_refused(
    parameter: QueryParameter, value: str, word: str
) -> None:
    """The message names the parameter and what is wrong."""
    with pytest.raises(ParameterError, match=f"{parameter.name}: .*{word}"):
        candidates(parameter, value)


def test_defaults_stand_in_and_missing_values_are_named(shipped_store: EmbeddedStore) -> None:
    """Only what is required must be given."""
    run = shipped_store.select

    assert {"text": Literal("x"), "number": integer(3)} == bind(
        "q", (TEXT, NUMBER), {"text": "x"}, run
    )
    with pytest.raises(ParameterError, match="needs the parameter 'text': A text"):
        bind("q", (TEXT, NUMBER), {}, run)


def test_unknown_parameters_are_told_the_known_and_nearest(shipped_store: EmbeddedStore) -> None:
    """A misspelt parameter must not be ignored."""
    with pytest.raises(ParameterError, match=r"'rol'.*'role'.*role, number"):
        bind("q", (ROLE, NUMBER), {"rol": "x"}, shipped_store.select)


def test_things_that_do_not_exist_are_told_near_misses(shipped_store: EmbeddedStore) -> None:
    """An empty answer about a misspelt role would be taken for a fact."""
    with pytest.raises(ParameterError, match=r"none of the roles .*data-analist.*data-analyst"):
        bind("q", (ROLE,), {"role": "data-analist"}, shipped_store.select)


def test_a_slug_of_several_classes_is_the_thing_that_exists(shipped_store: EmbeddedStore) -> None:
    """The class need not be written where only one fits."""
    statement = QueryParameter("it", "iri", ("responsibilities", "tools"), False, None, "It.")

    assert {"it": NamedNode(ID + "tools/art")} == bind(
        "q", (statement,), {"it": "art"}, shipped_store.select
    )


@pytest.mark.parametrize(
    "value", ['" || true || "', "x } # ", "x') } UNION { ?s ?p ?o } #", "\\u0022 ?s", "?term"]
)
def test_a_value_never_becomes_part_of_the_query(
    value: str, library: QueryLibrary, shipped_store: EmbeddedStore
) -> None:
    """Text from outside is a term, whatever it looks like."""
    found = answer(library["meaning-of-a-term"], {"term": value}, shipped_store.select)

    assert [] == found.rows
    assert {"term": Literal(value)} == found.values
