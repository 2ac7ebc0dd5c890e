"""Over random edits on both sides: nothing is lost, and the second time is a no-op."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from exchanging import FILES, Place
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.exchange.compare import Side
from rolegraph.exchange.files.folder import Folder
from rolegraph.exchange.files.units import FileUnit, Triples
from rolegraph.rdf.terms import Triple

SUBJECTS = st.sampled_from(["persona:robin", "persona:ada", "persona:new", "tool:maite", "tool:b"])
PREDICATES = st.sampled_from(["skos:prefLabel", "rg:hasGoal", "rg:status", "rg:usesTool"])
OBJECTS = st.sampled_from(
    [
        '"Robin"@en',
        '"Ada"@en',
        '"two. # words; "',
        "7",
        "tool:maite",
        '"one\\ntwo"@en',
        '"Be believed."@en',
    ]
)
GRAPHS = st.sampled_from(["file:personas.ttl", "file:tools.ttl", ""])
TYPES = {"persona": "rg:Persona", "tool": "rg:Tool"}


def quad(graph: str, subject: str, predicate: str, value: str) -> str:
    triple = f"{subject} {predicate} {value} . "
    return f"GRAPH {graph} {{ {triple} }} " if graph else triple


def typed(graph: str, subject: str) -> str:
    return quad(graph, subject, "a", TYPES[subject.partition(":")[0]])


MAPPING = "mapping:analyst-closeMatch-dcwf-422"
SERVICE_EDITS = st.one_of(
    st.tuples(st.just(""), st.builds(quad, GRAPHS, SUBJECTS, PREDICATES, OBJECTS)),
    st.tuples(st.just(""), st.builds(typed, GRAPHS, SUBJECTS)),
    st.tuples(st.builds(quad, GRAPHS, SUBJECTS, PREDICATES, OBJECTS), st.just("")),
    st.tuples(st.builds(typed, GRAPHS, SUBJECTS), st.just("")),
    st.tuples(
        st.just(quad("file:mappings.sssom.tsv", MAPPING, "sssom:confidence", "0.9")),
        st.sampled_from(["0.9", "0.3", '"x"']).map(
            lambda value: quad("file:mappings.sssom.tsv", MAPPING, "sssom:confidence", value)
        ),
    ),
)
FILE_EDITS = st.one_of(
    st.tuples(
        st.sampled_from(["personas.ttl", "tools.ttl"]),
        st.just(None),
        st.builds(lambda s, p, o: (s, p, o), SUBJECTS, PREDICATES, OBJECTS),
    ),
    st.sampled_from(
        [
            ("personas.ttl", '"Robin"@en', '"Robin C."@en'),
            ("personas.ttl", ',\n        "Be believed."@en', ""),
            ("personas.ttl", 'persona:ada a rg:Persona ;\n    skos:prefLabel "Ada"@en .\n', ""),
            ("personas.ttl", "# People.", "# Persons."),
            ("tools.ttl", "tool:maite a rg:Tool ;", "tool:maite a rg:Tool;"),
            ("tools.ttl", "MAITE", "MAITE 2"),
            ("mappings.sssom.tsv", "\t0.9\t", "\t0.5\t"),
            ("mappings.sssom.tsv", "\tNear.\t", "\t\t"),
        ]
    ),
)
LOCAL = {
    "persona:": "https://w3id.org/rolegraph/id/personas/",
    "tool:": "https://w3id.org/rolegraph/id/tools/",
    "rg:": "https://w3id.org/rolegraph/ontology#",
    "skos:": "http://www.w3.org/2004/02/skos/core#",
}


def expanded(term: str) -> str:
    for prefix, namespace in LOCAL.items():
        if term.startswith(prefix):
            return f"<{namespace}{term.removeprefix(prefix)}>"
    return term


def edit(place: Place, file: str, old: str | None, new: object) -> None:
    path = place.folder / file
    text = path.read_text() if path.exists() else ""
    if old is None:
        assert isinstance(new, tuple)
        text += " ".join(map(expanded, new)) + " .\n"
    elif old in text:
        text = text.replace(old, str(new), 1)
    path.write_text(text)


def merged(
    base: Mapping[FileUnit, Triples],
    files: Mapping[FileUnit, Triples],
    service: Mapping[FileUnit, Triples],
) -> dict[FileUnit, Triples]:
    """Merge by the plain rule: who changed a property is right, and of two the service.

    A thing that one side removed, or both made, and a row of a table are taken as a whole.
    """
    result = {}
    for unit in base.keys() | files.keys() | service.keys():
        mine, other, before = (side.get(unit) for side in (files, service, base))
        wanted = mine if other == before else other
        if mine and other and before and unit.file.endswith(".ttl"):
            wanted = frozenset(
                triple
                for triple in mine | other
                if triple in (mine if said(other, triple) == said(before, triple) else other)
            )
        if wanted:
            result[unit] = wanted
    return result


def said(triples: Triples, like: Triple) -> Triples:
    """Return what a state of a thing says by the property of a triple."""
    return frozenset(each for each in triples if each.predicate == like.predicate)


@settings(max_examples=60, deadline=None, report_multiple_bugs=False)
@given(
    st.lists(SERVICE_EDITS, max_size=4),
    st.lists(FILE_EDITS, max_size=4),
    st.lists(SERVICE_EDITS, max_size=2),
    st.booleans(),
    st.booleans(),
)
def test_both_sides_come_together_and_stay(
    earlier: list[tuple[str, str]],
    file_edits: list[tuple[str, str | None, object]],
    service_edits: list[tuple[str, str]],
    push_first: bool,
    fresh: bool,
) -> None:
    """Push after pull and pull after push are no-ops, byte for byte, also for a fresh copy."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        folder.mkdir()
        for file, text in FILES.items():
            (folder / file).write_text(text)
        place = Place(folder, None)
        for removed, added in earlier:
            place.change(removed, added)
        place.pull(prefer=Side.SERVICE)
        base = dict(place.view())
        assert base == Folder(folder).view
        for file_edit in file_edits:
            edit(place, *file_edit)
        for removed, added in service_edits:
            place.change(removed, added)
        wanted = merged(base, Folder(folder).view, place.view())

        ways = [place.push, place.pull] if push_first else [place.pull, place.push]
        outcomes = [way(prefer=Side.SERVICE) for way in ways]
        if outcomes[0].notes:
            # A push may give their things a class, and so a home: the next pull brings them.
            place.pull()
        else:
            assert wanted == Folder(folder).view
        assert Folder(folder).view == place.view()
        before, revision = place.bytes(), place.store.revision
        if fresh:
            place.forget()
        for way in (*ways, *reversed(ways)):
            assert () == way().changes
        assert (before, revision) == (place.bytes(), place.store.revision)
