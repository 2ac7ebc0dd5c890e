"""Drift of a document that was imported from a reading: what an import would change.

The graph is made anew from document and curation, with what it knows beside them kept. Where that
gives other triples, document and graph do not say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path

from rolegraph.documents.account.model import READ_ONLY
from rolegraph.documents.comparison.rewording import reworded
from rolegraph.documents.drift.edited import edit_findings
from rolegraph.documents.drift.explain import fault_finding, finding
from rolegraph.documents.drift.facts import other_facts
from rolegraph.documents.drift.inputs import GraphSource, read_graph
from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.generated import OF_WORKFLOWS
from rolegraph.documents.graph.record import ImportRecord, turned
from rolegraph.documents.importing.elsewhere import Elsewhere
from rolegraph.documents.importing.people import is_whole
from rolegraph.documents.importing.service import elsewhere_of, import_document
from rolegraph.documents.language.words import Words
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.home import lying, shown_name
from rolegraph.errors import InputError, SyntaxFault
from rolegraph.rdf.terms import NamedNode, Quad, Triple
from rolegraph.rdf.turtle.places import TurtlePlaces
from rolegraph.shacl.findings import Finding, Place

_THINGS = ("rg:Role", "rg:Responsibility", "rg:Exclusion", "rg:Requirement", "rg:Privilege",
           "rg:Practice", "rg:Characteristic", "rg:Persona", "rg:Activity", "rg:Assignment",
           "rg:RoleScheme", "rg:SourceDocument", "rg:Tool", *OF_WORKFLOWS)  # fmt: skip
_STATEMENTS = _THINGS[1:7]
_REMEDY = "`rolegraph documents sync --write` brings the graph up to the document"


def check_reading(
    document: Path,
    graph: Path | Iterable[Triple | Quad] | None = None,
    curation: Path | None = None,
    *,
    base: Path | None = None,
    elsewhere: Elsewhere | None = None,
) -> list[Finding]:
    """Return where a document and its graph do not say the same; see `drift.check`.

    Raises:
        OSError: a file cannot be read.
        InputError: the graph cannot be read.
    """
    if graph is None:
        graph = lying(document).graph
    places = source = None
    if isinstance(graph, Path):
        name = shown_name(graph, base)
        source = read_graph(graph, name)
        before, places = source.described, source.places
    else:
        name, before = "", Described(graph)
    shown = shown_name(document, base)
    try:
        made = import_document(
            document,
            curation=curation,
            previous=before.triples,
            elsewhere=elsewhere if elsewhere is not None else elsewhere_of(document),
            shown_as=shown,
        )
    except MalformedDocument as error:
        faults = [_shown(fault, base) for fault in error.faults]
        return [
            fault_finding(
                "document-malformed" if each.source == shown else "curation-malformed", each, shown
            )
            for each in faults
        ]
    after, language = Described(made.triples), made.reading.language
    words = Words.load(language, lying(document).words)
    pairs = dict(reworded(before, after, words, language))
    found = list(differences(before, after, shown, name, places, pairs))
    edits: list[Finding] = []
    if source is not None and isinstance(graph, Path):
        edits = _edits(document, graph, source, made.triples)
    told = {each.focus for each in edits}
    return edits + [each for each in found if each.focus not in told]


def _edits(
    document: Path, graph: Path, source: GraphSource, made: AbstractSet[Triple]
) -> list[Finding]:
    """Return what was edited by hand in the graph of a document and an import would change back."""
    place = lying(document)
    if graph.resolve() != place.graph.resolve():
        return []
    has = source.described.triples
    edited = ImportRecord(place).edited(source.text, has)
    if edited is None or (edited.imported is None and not edited.is_marked):
        return []
    return edit_findings(source, turned(edited.imported, has, made))


def _shown(fault: SyntaxFault, base: Path | None) -> SyntaxFault:
    """Return a fault with the name of its file as the findings of a check have it."""
    name = shown_name(Path(fault.source), base) if fault.source else None
    return SyntaxFault(fault.message, source=name, line=fault.line, column=fault.column)


def differences(
    before: Described,
    after: Described,
    document: str,
    graph: str,
    places: TurtlePlaces | None = None,
    other_words: Mapping[str, str] | None = None,
) -> Iterator[Finding]:
    """Yield a finding for each thing that an import would add, retire or change.

    A statement that is another kind now, or stands below another role, is told once. Where things
    only stand elsewhere in the document, one finding tells how many.

    Args:
        before: the graph as it is.
        after: the graph as an import would make it.
        document: the document's name for people.
        graph: the graph's name for people.
        places: where the graph's file says what.
        other_words: new statements → those that are gone and said the same in other words.
    """
    here, there = set(before.present(*_THINGS)), set(after.present(*_THINGS))
    became = _became(before, after, here - there, there - here)
    known = set(became.values())
    pairs = {new: old for new, old in (other_words or {}).items() if old not in known}
    pairs = {new: old for new, old in pairs.items() if new not in became}
    for iri in sorted(there - here):
        rule, reported = "drift-added", "is new in the document"
        if old := became.get(iri):
            rule, reported = _change(before, after, old, iri)
        elif old := pairs.get(iri):
            rule, reported = "drift-reworded", _worded(before, old)
        yield _finding(rule, after, iri, reported, document, _line(after, iri))
    gone = here - there - known - set(pairs.values())
    yield from _gone(before, gone, graph or document, places)
    changed = [i for i in sorted(here & there) if set(before.block(i)) != set(after.block(i))]
    told = here ^ there
    moved = [i for i in changed if _said(before, i, told) == _said(after, i, told)]
    for iri in changed:
        if iri not in moved:
            yield _changed(before, after, iri, document)
    if moved:
        yield _moved(after, moved, document)


def _gone(
    before: Described, gone: AbstractSet[str], file: str, places: TurtlePlaces | None
) -> Iterator[Finding]:
    """Yield a finding for each thing that an import would retire."""
    for iri in sorted(gone):
        reported = "is no longer in the document"
        if not before.links(iri, "rg:quotedFrom") and not before.is_a(iri, "rg:Activity"):
            reported = "is in the graph only, and not from the document"
        subject = places.subject(iri) if places else None
        line = places.lines.place(subject.start)[0] if places and subject else 1
        yield _finding("drift-removed", before, iri, reported, file, line)


def _changed(before: Described, after: Described, iri: str, document: str) -> Finding:
    """Return the finding for a thing of which something else is said."""
    line = _line(after, iri)
    if after.is_a(iri, "rg:Role") and before.label(iri) != after.label(iri):
        reported = f"is called “{after.label(iri)}” now"
        return _finding("drift-renamed", before, iri, reported, document, line)
    reported = "is not in the graph as the document and its curation have it"
    reported = other_facts(before, after, iri) or reported
    if _is_statement(after, iri) and before.label(iri) != after.label(iri):
        reported = _worded(before, iri)
    return _finding("drift-reworded", after, iri, reported, document, line)


def _is_statement(described: Described, iri: str) -> bool:
    return any(described.is_a(iri, each) for each in _STATEMENTS)


def _worded(before: Described, old: str) -> str:
    """Return that a statement has other words in the graph, with these."""
    return f"has other words in the document; the graph has “{before.label(old)}”"


def _became(
    before: Described, after: Described, gone: AbstractSet[str], new: AbstractSet[str]
) -> dict[str, str]:
    """Return the new statements that are one that is gone, by their text: new IRI → old one."""
    found: dict[str, str] = {}
    for iri, old in _same_text(before, after, gone, new):
        is_of_same = before.link(old, "rg:statementOf") == after.link(iri, "rg:statementOf")
        if is_of_same or old in after.links(iri, "prov:wasRevisionOf"):
            found[iri] = old
    return found


def _same_text(
    before: Described, after: Described, gone: AbstractSet[str], new: AbstractSet[str]
) -> Iterator[tuple[str, str]]:
    """Yield statements with one text, of which there is one in either graph."""
    old: dict[str, list[str]] = {}
    own: dict[str, list[str]] = {}
    for iri in gone & set(before.of_class(*_STATEMENTS)):
        old.setdefault(before.label(iri), []).append(iri)
    for iri in new & set(after.of_class(*_STATEMENTS)):
        own.setdefault(after.label(iri), []).append(iri)
    for text in sorted(old.keys() & own.keys()):
        if len(old[text]) == len(own[text]) == 1:
            yield own[text][0], old[text][0]


def _change(before: Described, after: Described, old: str, iri: str) -> tuple[str, str]:
    """Return the rule of a statement that is another kind now, or another role's, and the words."""
    was, now = _kind(before, old), _kind(after, iri)
    kinds = f"was read as {was}, and is read as {now} now" if was != now else ""
    role, other = (
        described.label(described.link(each, "rg:statementOf") or "")
        for described, each in ((before, old), (after, iri))
    )
    if before.link(old, "rg:statementOf") == after.link(iri, "rg:statementOf"):
        return "drift-kind", kinds
    stands = f"stands below “{other}” now, and stood below “{role}”"
    return "drift-moved", f"{stands}; it {kinds}" if kinds else stands


def _kind(described: Described, iri: str) -> str:
    """Return the kind of a statement with its article: “an exclusion”."""
    name = next(each for each in _STATEMENTS if described.is_a(iri, each)).partition(":")[2].lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


_PLACES = frozenset(
    term(name)
    for name in (
        "prov:wasDerivedFrom", "rg:definedIn", "rg:documentOrder", "rg:quotedFrom",
        "rg:sourceLine", "rg:statementOrder", "rg:stepOrder", "rg:directlyPrecededBy",
    )
)  # fmt: skip
"""What tells where a thing stands in which version of the document, and not what it says."""


def _said(described: Described, iri: str, told: AbstractSet[str]) -> set[Triple]:
    """Return what is said of a thing, without where it stands and without links to `told` things.

    Those are new or gone, and have findings of their own.
    """
    thing = NamedNode(iri)
    return {
        triple
        for triple in described.block(iri)
        if triple.subject == thing
        and triple.predicate not in _PLACES
        and not (isinstance(triple.object, NamedNode) and triple.object.value in told)
    }


def _moved(described: Described, moved: Sequence[str], document: str) -> Finding:
    """Return the finding for all things that only stand in other lines, or in a new version."""
    statements = set(described.present(*_STATEMENTS)) & set(moved)
    found = (described.text(iri, "rg:sourceLine") for iri in moved)
    lines = [int(line) for line in found if line]
    other = len(moved) - len(statements)
    told = (
        [f"{len(statements)} statement{'s' if len(statements) != 1 else ''}"] if statements else []
    )
    told += [f"{other} other thing{'s' if other != 1 else ''}"] if other else []
    message = (
        f"{' and '.join(told)} moved: they say the same, in other lines of the document or in its "
        "new version."
    )
    first = min(lines, default=1)
    place = Place(document, first, 1, first, 2)
    return finding("drift-shifted", message, focus=moved[0], hint=_REMEDY).at(place)


def _line(described: Described, iri: str) -> int:
    """Return the line that a thing is quoted from; 1 where it is not quoted."""
    places = (iri, *described.links(iri, "rg:quotedFrom"))
    return min(
        (line for each in places if (line := described.number(each, "rg:sourceLine"))), default=1
    )


def _finding(
    rule: str, described: Described, iri: str, reported: str, file: str, line: int
) -> Finding:
    label = described.text(iri, "skos:prefLabel") or iri
    return finding(rule, f"“{label}” {reported}.", focus=iri, hint=_REMEDY).at(
        Place(file, line, 1, line, 2)
    )


def write_back(
    graph: Iterable[Triple | Quad], source: str | None = None, document: Path | None = None
) -> str:
    """Return the text of a document from a graph that a reading was written to.

    What was requoted in the graph stands in the text where it stood before.

    Args:
        graph: the graph.
        source: its name for people.
        document: the file, for the names of people that the graph does not have.

    Raises:
        InputError: the document is no text file, so it is read only; or the graph lacks its text,
            or names that the file does not have either.
    """
    described = Described(graph)
    prefix = f"{source}: " if source else ""
    version = _version(described)
    text = described.text(version, "prov:value") if version else None
    if version is None or text is None:
        raise InputError(f"{prefix}The graph does not have the text of its document.")
    file = described.text(version, "rg:sourceFile") or ""
    if file.endswith(READ_ONLY):
        raise InputError(f"{prefix}{file} is read only: it is no text, and is not written back.")
    if not is_whole(text, sha256 := described.text(version, "rg:sha256")):
        names = _text_of(document)
        if names is None or not is_whole(names, sha256):
            raise InputError(
                f"{prefix}The graph leaves out names of people, which only {file} has, and that "
                "file is not there as it was imported. Import it again; then write it back."
            )
        text = names
    changes = [(start, end, verbatim) for _, start, end, verbatim in requoted(described)]
    for start, end, verbatim in sorted(changes, reverse=True):
        text = text[:start] + verbatim + text[end:]
    return text


def _text_of(document: Path | None) -> str | None:
    """Return the text of a file; None where there is none."""
    with suppress(OSError, UnicodeDecodeError):
        return document.read_bytes().decode() if document is not None else None
    return None


def requoted(described: Described) -> Iterator[tuple[str, int, int, str]]:
    """Yield what has other words in the graph than in the text of its version there.

    Each as its IRI, the offsets in that text, and the words that the graph has.
    """
    version = _version(described)
    text = described.text(version, "prov:value") if version else None
    if text is None:
        return
    for iri in described.present(*_THINGS):
        quote = described.link(iri, "rg:quotedFrom")
        verbatim = described.text(iri, "rg:verbatimText")
        if quote is None or verbatim is None or described.link(quote, "oa:hasSource") != version:
            continue
        for selector in described.links(quote, "oa:hasSelector"):
            first, last = (described.text(selector, f"oa:{name}") for name in ("start", "end"))
            if first and last and text[int(first) : int(last)] != verbatim:
                yield iri, int(first), int(last), verbatim


def _version(described: Described) -> str | None:
    """Return the version that a graph was made from: the one its header names."""
    heads = described.of_class("void:Dataset")
    return next((v for head in heads for v in described.links(head, "prov:wasDerivedFrom")), None)
