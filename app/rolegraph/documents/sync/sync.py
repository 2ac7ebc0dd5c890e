"""Brings a graph up to its document, so that nothing keeps pointing at what is no longer there.

The document leads. What is the same keeps its IRI, whatever its new words or name; what is gone is
retired in the graph, with the quotes and the version that had it (see `retained`). The curation is
edited with it, since an import makes the graph from document and curation: `formerly` and `id`
there hold the identities, so importing again, also from nothing, gives the same IRIs. What earlier
versions had stands in the graph alone; an import takes it over from the graph that it replaces.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from rolegraph.documents.comparison.comparable import Role
from rolegraph.documents.comparison.compare import OutlineComparison, compare
from rolegraph.documents.curation.file import CurationFile, parse_curation
from rolegraph.documents.curation.model import Curation
from rolegraph.documents.drift.drift import changed_in_graph, check_inputs
from rolegraph.documents.drift.inputs import Inputs, graph_path, read_inputs
from rolegraph.documents.graph.importer import (
    Imported,
    bring_together,
    curation_path,
    find_curation,
)
from rolegraph.documents.sync.curation import CurationSync
from rolegraph.documents.sync.curation_statements import Synced
from rolegraph.documents.sync.dependents import Dependent, dependents
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.home import lying, shown_name
from rolegraph.shacl.findings import Finding

_LASTING = frozenset({"renamed", "reordered", "whitespace", "text"})
"""The drifts that leave what depends on a thing as it was."""


@dataclass(frozen=True)
class GraphChange:
    """A file as it is and as it should be.

    Attributes:
        path: the file.
        name: its name for people.
        old: its text; None where it is not there yet.
        new: the text it should have.
    """

    path: Path
    name: str
    old: str | None
    new: str

    def diff(self) -> str:
        """Return the change as a unified diff, which `git apply` and `patch -p1` take."""
        before = (self.old or "").splitlines(keepends=True)
        after = self.new.splitlines(keepends=True)
        name = self.name.lstrip("/")
        source = "/dev/null" if self.old is None else f"a/{name}"
        lines = unified_diff(before, after, source, f"b/{name}")
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in lines
        )


@dataclass(frozen=True)
class SyncPlan:
    """What it takes to bring a graph up to its document.

    Attributes:
        drifts: what differs now.
        undone: those of them that were changed in the graph alone and would be lost.
        changes: the files to change, without those that stay as they are.
        dependents: what leans on things that are gone or say something else.
        questions: what a person has to judge after that, in words.
    """

    drifts: tuple[Finding, ...]
    undone: tuple[Finding, ...]
    changes: tuple[GraphChange, ...]
    dependents: tuple[Dependent, ...]
    questions: tuple[str, ...]

    def write(self) -> None:
        """Write the files.

        Raises:
            OSError: a file cannot be written.
        """
        for change in self.changes:
            change.path.write_bytes(change.new.encode())


def sync(
    document: Path,
    graph: Path | None = None,
    curation: Path | None = None,
    *,
    base: Path | None = None,
) -> SyncPlan:
    """Return what it takes to bring the graph of a document up to it; writes nothing.

    Args:
        document: the Markdown file.
        graph: its graph; None takes the `.ttl` file beside it.
        curation: its curation; None takes the one beside it. Where there is none and identities
            have to be kept, one is proposed.
        base: the folder that names of files are relative to; the working directory unless given.

    Raises:
        OSError: a file cannot be read.
        MalformedDocument: the document or the curation is malformed, or they would contradict
            each other.
        InputError: the graph cannot be read, or it describes no document.
    """
    graph = graph or graph_path(document)
    inputs = read_inputs(document, graph, curation, base)
    if faults := (*inputs.faults, *inputs.curation_faults):
        raise MalformedDocument(faults)
    drifts = check_inputs(inputs)
    if not drifts:
        return SyncPlan((), (), (), (), ())
    comparison = compare(inputs.graph.outline(), inputs.outline())
    curation = find_curation(document, curation) or curation_path(document)
    synced = _curation(inputs, comparison)
    imported = _import(inputs, synced, curation, shown_name(curation, base))
    changes = [GraphChange(graph, shown_name(graph, base), inputs.graph.text, imported.turtle())]
    old = inputs.curated.text if inputs.curated else None
    if synced.text:
        changes.append(GraphChange(curation, shown_name(curation, base), old, synced.text))
    affected = {iri: inputs.graph.described.label(iri) for iri in _affected(comparison)}
    return SyncPlan(
        drifts=tuple(drifts),
        undone=tuple(_undone(comparison, drifts)),
        changes=tuple(change for change in changes if change.old != change.new),
        dependents=tuple(dependents(graph, affected, base)),
        questions=tuple(synced.questions),
    )


def _curation(inputs: Inputs, comparison: OutlineComparison) -> Synced:
    """Return the curation as it should be; without text where none is there nor needed."""
    curated = inputs.curated
    if curated is None and all(
        old.iri == new.iri
        for pairs in (
            comparison.paired.roles,
            comparison.paired.statements,
            comparison.paired.references,
            comparison.paired.notes,
        )
        for old, new in pairs
    ):
        return Synced()
    in_step = curated is None or any(
        inputs.graph.described.text(iri, "rg:sha256") == curated.sha256
        for iri in inputs.graph.described.of_class("rg:DocumentVersion")
    )
    return CurationSync(
        curated.text if curated else "",
        curated.curation if curated else Curation(roles={}),
        comparison,
        inputs.graph.described,
        in_step=in_step,
    ).run()


def _import(inputs: Inputs, synced: Synced, curation: Path, shown_as: str) -> Imported:
    curated: CurationFile | None = None
    if synced.text:
        curated = parse_curation(synced.text.encode(), lying(curation).name, shown_as)
    previous = inputs.graph.described.triples
    return bring_together(inputs.document, curated, inputs.name, previous, synced.replaces)


def _undone(comparison: OutlineComparison, drifts: Iterable[Finding]) -> list[Finding]:
    """Return the drifts that were made in the graph alone."""
    made_there = changed_in_graph(comparison.before) or set()
    lost = {
        part.iri
        for drift in comparison.drifts
        if drift.key in made_there
        for part in (drift.before or drift.after,)
        if part
    }
    return [found for found in drifts if found.focus in lost]


def _affected(comparison: OutlineComparison) -> set[str]:
    """Return the IRIs of what is gone or says something else, with what goes with its role."""
    found: set[str] = set()
    for drift in comparison.drifts:
        if drift.before and drift.rule not in _LASTING:
            found.add(drift.before.iri)
            if isinstance(drift.before, Role) and drift.after is None:
                found.update(statement.iri for statement in drift.before.statements)
    return found
