"""Files of any size as one commit: exact, guarded, and there as a whole or not at all."""

from __future__ import annotations

import bz2
import gzip
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph import resources
from rolegraph.errors import (
    ForbiddenOperation,
    InputError,
    ParameterError,
    Refused,
    StoreError,
    SyntaxFault,
)
from rolegraph.history import bulk_load
from rolegraph.history.bulk_load import Loaded, Loading, load
from rolegraph.rdf.namespaces import CHANGES_GRAPH
from rolegraph.rdf.terms import BlankNode, Quad, RdfFormat, parse, serialize
from rolegraph.settings.modes import GuardMode
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.engine import engine
from rolegraph.store.files.loading import catalogue_quads
from rolegraph.store.files.rdf_files import RdfFile
from rolegraph.store.journal.journal import replay

GRAPH = "urn:graph"
TRIPLES = """
<urn:a> <urn:p> "one" ; <urn:q> "01"^^<http://www.w3.org/2001/XMLSchema#integer> , 2 , "drei"@de .
<urn:b> <urn:p> <urn:a> , "a \\"quoted\\" \\n line" .
"""
FORMS = {
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".zst": lambda text: zstandard.ZstdCompressor().compress(text),
}
POINTS = ("staged", "half written", "written", "first rename", "second rename")


@pytest.fixture(params=[0, bulk_load.FEW], ids=["staged", "as a patch"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads that are staged on disk whatever their size, and loads that are ordinary commits."""
    monkeypatch.setattr(bulk_load, "FEW", request.param)


@pytest.fixture
def staged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads that are staged on disk whatever their size."""
    monkeypatch.setattr(bulk_load, "FEW", 0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    """An empty store on disk, in `data`."""
    with closing(EmbeddedStore(tmp_path / "data")) as opened:
        yield opened


def loaded(
    store: EmbeddedStore,
    *files: Path,
    graph: str | None = GRAPH,
    mode: GuardMode = GuardMode.OFF,
    dry_run: bool = False,
) -> Loaded:
    how = Loading(mode, "Ada", "many", dry_run)
    return load(store, [RdfFile(path, graph) for path in files], how)


def written(folder: Path, name: str, text: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def lines(quads: Iterable[Quad]) -> set[str]:
    text = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return set(text.decode().splitlines())


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("form", FORMS)
def test_every_format_and_packing_says_the_same(
    store: EmbeddedStore, tmp_path: Path, form: str, packing: str
) -> None:
    """The ending of the file is all that is needed."""
    triples = [quad.triple for quad in parse(TRIPLES, format=RdfFormat.TURTLE)]
    text = serialize(triples, format=FORMS[form]) or b""
    path = written(tmp_path, f"things.{form}{packing}", PACKINGS[packing](text))

    outcome = loaded(store, path)

    assert (1, 6) == (outcome.revision, outcome.added)
    assert '<urn:a> <urn:q> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:graph> .' in lines(
        store.data()
    )
    assert set(store.data()) == replay(store.entries(), store.journal)


ATOMS = st.sampled_from(["<urn:a>", "<urn:b>", "_:x", "_:y"])
VALUES = st.one_of(
    ATOMS,
    st.sampled_from(['"1"', '"a"@en', '"# <urn:g> .\\n"']),
    st.builds(
        '"{}"^^<http://www.w3.org/2001/XMLSchema#{}>'.format,
        st.sampled_from(["1", "01", "1.50", "true", "x", "2026-01-01"]),
        st.sampled_from(["integer", "decimal", "boolean", "date", "string"]),
    ),
)
GRAPHS = st.sampled_from(["<urn:g>", "<urn:h>", ""])
LINES = st.builds("{} <urn:p> {} {} .".format, ATOMS, VALUES, GRAPHS)
NOISE = st.sampled_from(["", "# a comment .", "<urn:a>\t<urn:p>  <urn:b>\t<urn:g>.# so ."])
TEXTS = st.lists(st.one_of(LINES, LINES, NOISE), max_size=8).map("\n".join)


def in_steps(store: EmbeddedStore, folder: Path, *texts: str) -> int:
    """Load a file, then the others at once, and return how many quads came with these."""
    files = [written(folder, f"{number}.nq", text) for number, text in enumerate(texts)]
    loaded(store, files[0])
    added = loaded(store, *files[1:]).added
    dataset = set(store.data())
    assert dataset == replay(store.entries(), store.journal)
    assert len(dataset) == sum(entry.added for entry in store.entries())
    return added


@settings(max_examples=15, deadline=None)
@given(before=TEXTS, first=TEXTS, second=TEXTS)
def test_staged_or_not_a_load_adds_exactly_what_is_new(
    before: str, first: str, second: str
) -> None:
    """Counts, change log, a fresh start and the ordinary way all agree, whatever the files say."""
    with pytest.MonkeyPatch.context() as patched, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(EmbeddedStore()) as ordinary:
            expected = in_steps(ordinary, folder, before, first, second)
            known = {line for line in lines(ordinary.data()) if "_:" not in line}
        patched.setattr(bulk_load, "FEW", 0)
        with closing(EmbeddedStore(folder / "data")) as store:
            added = in_steps(store, folder, before, first, second)
            there = {line for line in lines(store.data()) if "_:" not in line}
            everything = set(store.match())
        (folder / "data" / "settled").unlink()
        with closing(EmbeddedStore(folder / "data")) as again:
            recovered = set(again.match())

    assert (expected, known) == (added, there)
    assert everything == recovered


@pytest.mark.usefixtures("either_way")
def test_a_fault_is_told_by_file_line_and_column_and_nothing_is_stored(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    """Also where the file before it was in order."""
    good = written(tmp_path, "good.nt", "<urn:a> <urn:p> <urn:b> .\n" * 3)
    bad = written(tmp_path, "bad.nt", "<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> oh .\n")

    with pytest.raises(SyntaxFault, match=r"bad\.nt:2:1[0-9]: .*Nothing of this load was stored"):
        loaded(store, good, bad)

    assert (0, 0) == (store.revision, store.count())
    assert not list((tmp_path / "data").glob("loading*"))


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("packing", [".gz", ".bz2", ".zst"])
def test_a_damaged_packing_is_told(store: EmbeddedStore, tmp_path: Path, packing: str) -> None:
    """Half a download is not half a load."""
    text = "".join(f"<urn:{number}> <urn:p> '{number * 7919}' .\n" for number in range(2000))
    packed = PACKINGS[packing](text.encode())

    with pytest.raises(InputError, match=r"half\.ttl"):
        loaded(store, written(tmp_path, f"half.ttl{packing}", packed[: len(packed) // 2]))
    with pytest.raises(InputError, match=r"none\.ttl"):
        loaded(store, written(tmp_path, f"none.ttl{packing}", b"this was never packed"))

    assert 0 == store.count()


def test_a_name_with_spaces_and_a_graph_that_is_no_iri(tmp_path: Path) -> None:
    """The first is no fault, the second is told."""
    path = written(tmp_path, "my things.ttl", "<urn:a> <urn:p> <urn:b> .")

    assert str(RdfFile(path).target).endswith("/data/my%20things.ttl>")
    with pytest.raises(ParameterError, match="'not an IRI' cannot name a graph"):
        RdfFile(path, "not an IRI")


def test_an_unknown_ending_is_told_before_anything_is_read(tmp_path: Path) -> None:
    """With the endings that are known."""
    with pytest.raises(InputError, match=r"\.ttl.*\.nq.*\.zst"):
        RdfFile(written(tmp_path, "things.csv", ""))
    with pytest.raises(InputError, match="cannot be read: No such file"):
        RdfFile(tmp_path / "missing.ttl")


@pytest.mark.usefixtures("staged")
def test_blank_nodes_of_two_files_stay_apart_and_those_of_one_together(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    """Also in the change log and after a restart, which name them alike."""
    text = '_:x <urn:p> _:y .\n_:y <urn:q> "end" .\n'

    loaded(store, written(tmp_path, "one.nt", text), written(tmp_path, "two.ttl", text))

    quads = list(store.data())
    nodes = {term for quad in quads for term in (quad.subject, quad.object)}
    assert 4 == len([term for term in nodes if isinstance(term, BlankNode)])
    links = {quad.object for quad in quads if quad.predicate.value == "urn:p"}
    assert links == {quad.subject for quad in quads if quad.predicate.value == "urn:q"}
    assert set(quads) == replay(store.entries(), store.journal)


FAULTY = (
    "<https://w3id.org/rolegraph/id/personas/nobody> a "
    "<https://w3id.org/rolegraph/ontology#Persona> ; "
    "<https://w3id.org/rolegraph/ontology#usesTool> [ a <urn:Hammer> ] ."
)


@pytest.mark.usefixtures("either_way")
def test_a_load_that_would_break_the_catalogue_is_refused_whatever_its_size(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    """With the same findings either way; a mode that only warns stores it and keeps them."""
    store.load(catalogue_quads(resources.root()))
    path = written(tmp_path, "nobody.ttl", FAULTY)

    with pytest.raises(Refused) as refused:
        loaded(store, path, mode=GuardMode.ENFORCE)
    rehearsed = loaded(store, path, mode=GuardMode.WARN, dry_run=True)
    before = store.revision
    outcome = loaded(store, path, mode=GuardMode.WARN)

    found = {(finding.rule, finding.path) for finding in refused.value.findings}
    goal = ("PersonaShape-goal", "https://w3id.org/rolegraph/ontology#hasGoal")
    assert goal in found
    assert {(f.rule, f.path) for f in outcome.findings.reported} == found
    assert {(f.rule, f.path) for f in rehearsed.findings.reported} == found
    assert (1, 2, 3) == (before, outcome.revision, outcome.added)
    assert "PersonaShape-goal" in store.entries()[-1].headers["guard"]


@pytest.mark.usefixtures("staged")
def test_what_was_wrong_before_is_not_held_against_a_load(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    """As with any other write."""
    store.load(catalogue_quads(resources.root()))
    loaded(store, written(tmp_path, "nobody.ttl", FAULTY))

    more = written(tmp_path, "more.ttl", "<urn:a> <urn:p> <urn:b> .")
    outcome = loaded(store, more, mode=GuardMode.ENFORCE)

    assert (3, 0) == (outcome.revision, outcome.findings.total)


@pytest.mark.usefixtures("staged")
def test_a_load_may_bring_shapes_and_is_judged_by_them(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    """The state that it leads to is what counts."""
    shape = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . GRAPH "
        "<https://w3id.org/rolegraph/graph/shapes/more.ttl> { <urn:Shape> a sh:NodeShape ; "
        "sh:targetClass <urn:Hammer> ; sh:property <urn:Shape-p> . <urn:Shape-p> sh:path <urn:p> ; "
        "sh:minCount 1 } <urn:h> a <urn:Hammer> ."
    )

    with pytest.raises(Refused, match="1 violation"):
        loaded(store, written(tmp_path, "shapes.trig", shape), mode=GuardMode.ENFORCE)

    assert 0 == store.count()


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("name", [CHANGES_GRAPH, CHANGES_GRAPH.replace("changes", "\\u0063hanges")])
def test_the_change_logs_own_graph_cannot_be_loaded(
    store: EmbeddedStore, tmp_path: Path, name: str
) -> None:
    """However its name is spelt."""
    path = written(tmp_path, "log.nq", f"<urn:a> <urn:p> <urn:b> <{name}> .\n")

    with pytest.raises(ForbiddenOperation):
        loaded(store, path)

    assert 0 == store.count()


@pytest.mark.usefixtures("staged")
def test_more_files_than_before_or_fewer_lead_to_their_union(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    """The larger of the two engines takes in the smaller one."""
    many = "".join(f'<urn:{number}> <urn:p> "{number}" .\n' for number in range(100))
    store.load(parse("<urn:g> { <urn:s> <urn:p> 1 }", format=RdfFormat.TRIG))

    larger = loaded(store, written(tmp_path, "many.nt", many))
    smaller = loaded(
        store, written(tmp_path, "few.nt", many.splitlines()[0] + "\n<urn:x> <urn:p> <urn:y> .")
    )

    assert (100, 1) == (larger.added, smaller.added)
    assert 102 == len(set(store.data()))
    assert set(store.data()) == replay(store.entries(), store.journal)


@pytest.mark.parametrize("point", POINTS)
def test_a_load_that_is_killed_is_there_as_a_whole_or_not_at_all(
    tmp_path: Path, point: str
) -> None:
    """Whatever it was about to do; and the next start tidies up."""
    data = tmp_path / "data"
    store = EmbeddedStore(data)
    store.load(parse("<urn:g> { <urn:s> <urn:p> 1 }", format=RdfFormat.TRIG))
    store.close()
    many = "".join(f'<urn:{number}> <urn:p> "{number}" .\n' for number in range(100))
    path = written(tmp_path, "many.nt", many)
    script = Path(__file__).with_name("load_killer.py")

    ran = subprocess.run(
        [sys.executable, str(script), str(data), str(path), point], capture_output=True, check=False
    )
    with closing(EmbeddedStore(data)) as again:
        revision, dataset = again.revision, set(again.data())
        reported = replay(again.entries(), again.journal)

    assert -9 == ran.returncode, ran.stderr
    committed = point not in {"staged", "half written"}
    assert ((2, 101) if committed else (1, 1)) == (revision, len(dataset))
    assert dataset == reported
    assert {"changes.rdfp", "lock", "settled", "store"} == {file.name for file in data.iterdir()}


def test_a_commit_larger_than_memory_is_recovered_piece_by_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Removals before additions, as in a small one."""
    monkeypatch.setattr(engine, "LARGE", 0)
    store = EmbeddedStore(tmp_path)
    store.load(parse("<urn:g> { <urn:s> <urn:p> 1, 2, _:x }", format=RdfFormat.TRIG))
    keep, drop = sorted(store.data(), key=str)[:1], sorted(store.data(), key=str)[1:]
    new = parse("<urn:g> { <urn:s> <urn:p> 'A ', 'D ' }", format=RdfFormat.TRIG)
    store.apply(bulk_load.Patch(frozenset(drop), frozenset(new)))
    before = set(store.match())
    store.close()
    (tmp_path / "settled").unlink()

    again = EmbeddedStore(tmp_path)

    assert before == set(again.match())
    assert keep[0] in before
    again.close()


@pytest.mark.usefixtures("staged")
def test_a_store_that_serves_is_not_loaded_behind_its_back(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    """Indexes and query workers would not learn of it."""
    store.on_commit(lambda _revision, _patch: None)

    with pytest.raises(StoreError, match="end the service first"):
        loaded(store, written(tmp_path, "one.nt", "<urn:a> <urn:p> <urn:b> .\n"))

    assert 0 == store.revision
