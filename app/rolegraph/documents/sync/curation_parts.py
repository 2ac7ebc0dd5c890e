"""Brings the parts of a curation with numbers in their ids up to a document."""

from __future__ import annotations

from collections.abc import Sequence

from rolegraph.documents.comparison.comparable import OutlinePart, Role
from rolegraph.documents.comparison.compare import OutlineComparison
from rolegraph.documents.curation.model import CuratedCitation, CuratedNote, Curation
from rolegraph.documents.curation.yaml_edit import YamlEdit
from rolegraph.documents.curation.yaml_text import Entry, ToDo
from rolegraph.documents.graph.described import Described

Path = tuple[str | int, ...]

CHOOSE = ToDo("[]", "to be chosen")


def number_of(part: OutlinePart) -> int:
    """Return the number that the id of a reference or naming note ends in."""
    ending = part.iri.rpartition("-")[2]
    return int(ending) if ending.isdecimal() else 0


def reference_entries(comparison: OutlineComparison, graph: Described) -> list[Entry]:
    """Return the entries for references whose numbers are no longer their positions.

    Args:
        comparison: of the graph with the document.
        graph: the graph, whose retired references keep their numbers too.
    """
    known = graph.of_class("rg:ReferenceEntry")
    taken = {number_of(OutlinePart(iri, "", None)) for iri in known}
    retired = {graph.link(iri, "schema:url"): iri for iri in known if graph.is_retired(iri)}
    former = {id(new): old for old, new in comparison.paired.references}
    entries: list[Entry] = []
    for entry in comparison.after.references:
        old = former.get(id(entry))
        revived = retired.get(entry.url)
        if old:
            number = number_of(old)
        elif revived:
            number = number_of(OutlinePart(revived, "", None))
        else:
            number = free(entry.ordinal, taken)
            taken.add(number)
        if number != entry.ordinal:
            entries.append({"url": entry.url, "id": number})
    return entries


def sync_references(edit: YamlEdit, curation: Curation, stated: list[Entry]) -> None:
    """Write down the numbers of references.

    Args:
        edit: takes the edits.
        curation: the curation as it is.
        stated: what `reference_entries` gives.
    """
    path = ("references",)
    if stated == [{"url": item.url, "id": item.id} for item in curation.references]:
        return
    if stated:
        keys = [key for key in edit.keys(()) if key in {"document", "scheme"}]
        if keys or edit.node(path):
            edit.put_list(path, stated, after=keys[-1] if keys else None)
        else:
            edit.put_first("references", stated)
    elif edit.node(path):
        edit.remove(path)


def free(wanted: int, taken: set[int]) -> int:
    """Return a number that is not taken: the wanted one if it can be."""
    return wanted if wanted not in taken else max(taken) + 1


def sync_citations(
    edit: YamlEdit,
    path: Path,
    entries: Sequence[CuratedCitation],
    roles: tuple[Role | None, Role],
    comparison: OutlineComparison,
    in_step: bool,
) -> None:
    """Renumber what citations cite; entries on what is cited no more, or elsewhere, go.

    Args:
        edit: takes the edits.
        path: of the role.
        entries: on its citations.
        roles: the role in the graph, if it is there, and in the document.
        comparison: of the graph with the document.
        in_step: whether the graph was made from this very curation.
    """
    former, role = roles
    present = {(item.label, item.ordinal) for item in role.citations}
    changed = {id(drift.after) for drift in comparison.drifts if drift.rule == "citation"}
    old_numbers = {
        (old.label, old.ordinal): new
        for old, new in comparison.paired.citations
        if former and old in former.citations and id(new) not in changed
    }
    gone = []
    for index, entry in enumerate(entries):
        new = old_numbers.get((entry.label, entry.reference)) if in_step else None
        if new:
            if new.ordinal != entry.reference:
                edit.put((*path, "citations", index, "reference"), new.ordinal)
        elif in_step or (entry.label, entry.reference) not in present:
            gone.append(index)
    _remove_items(edit, (*path, "citations"), gone, len(entries))


def note_numbers(
    role: Role, paired: Sequence[tuple[OutlinePart, OutlinePart]], taken: set[int]
) -> dict[int, int]:
    """Return the number in the id of every note of a role, by its position from 1.

    Args:
        role: the role in the document.
        paired: which note of the graph is which note of the document.
        taken: the numbers of all notes that the graph knows of the role, retired ones included.
    """
    former = {id(new): old for old, new in paired}
    taken = set(taken)
    numbers = {}
    for position, note in enumerate(role.notes, start=1):
        old = former.get(id(note))
        numbers[position] = number_of(old) if old else free(position, taken)
        taken.add(numbers[position])
    return numbers


def note_entry(note: OutlinePart, position: int, number: int) -> Entry:
    """Return the entry of a new note; which names it discourages is for a person to say."""
    stated = {"id": number} if number != position else {}
    return {"text": note.line_of_text, **stated, "discouraged_labels": CHOOSE}


def sync_notes(
    edit: YamlEdit,
    path: Path,
    entries: Sequence[CuratedNote],
    role: Role,
    paired: Sequence[tuple[OutlinePart, OutlinePart]],
    numbers: dict[int, int],
) -> list[OutlinePart]:
    """Bring the entries on naming notes up to their new words.

    Args:
        edit: takes the edits.
        path: of the role.
        entries: on its notes.
        role: the role in the document.
        paired: which note of the graph is which note of the document.
        numbers: what `note_numbers` gives.

    Returns:
        the notes that had no entry.
    """
    former = {id(new): old for old, new in paired}
    by_text = {" ".join(entry.text.split()): index for index, entry in enumerate(entries)}
    used: set[int] = set()
    added: list[tuple[int, Entry]] = []
    new: list[OutlinePart] = []
    place = 0
    for position, note in enumerate(role.notes, start=1):
        old = former.get(id(note))
        index = by_text.get(note.line_of_text, by_text.get(old.line_of_text) if old else None)
        if index is None or index in used:
            added.append((place, note_entry(note, position, numbers[position])))
            new.append(note)
            continue
        used.add(index)
        place = index + 1
        _sync_note(edit, (*path, "notes", index), entries[index], note, numbers[position], position)
    gone = [index for index in range(len(entries)) if index not in used]
    put_items(edit, (*path, "notes"), gone, added, len(entries))
    return new


def _sync_note(
    edit: YamlEdit, path: Path, entry: CuratedNote, note: OutlinePart, number: int, position: int
) -> None:
    if " ".join(entry.text.split()) != note.line_of_text:
        edit.put((*path, "text"), note.line_of_text)
    if number != position:
        edit.put((*path, "id"), number, after="text")
    elif entry.id:
        edit.remove((*path, "id"))


def put_items(
    edit: YamlEdit, path: Path, gone: Sequence[int], added: list[tuple[int, Entry]], count: int
) -> None:
    """Remove entries of a list and add others.

    Args:
        edit: takes the edits.
        path: of the list.
        gone: positions to remove.
        added: entries with the position that each goes before.
        count: how many entries the list has.
    """
    if len(gone) == count and added:
        edit.put_list(path, [entry for _, entry in added])
        return
    _remove_items(edit, path, gone, count)
    for position, entry in added:
        edit.insert(path, position, entry)


def _remove_items(edit: YamlEdit, path: Path, gone: Sequence[int], count: int) -> None:
    if gone and len(gone) == count:
        if path[-1] == "statements":  # which a role cannot do without
            edit.put_list(path, [])
        else:
            edit.remove(path)
        return
    for index in gone:
        edit.remove((*path, index))
