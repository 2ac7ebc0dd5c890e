"""Reads files of any format; what does not parse becomes a fault with its place."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import blake2s
from pathlib import Path

from rolegraph.checking.files.contexts import ContextFault, with_contexts
from rolegraph.rdf.careful_rdf_xml import as_n_triples, is_misread, is_refused_wrongly
from rolegraph.rdf.sssom.graph import stopping, table_faults, table_quads
from rolegraph.rdf.sssom.table import WARNINGS, TableFault, parse_table
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat
from rolegraph.rdf.triple_text import TripleText

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
}
SSSOM_SUFFIX = ".sssom.tsv"
_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_READ_PAST = frozenset({*WARNINGS, "missing-import", "broken-json"})
"""Rules of faults in spite of which the rest of a file is read."""


@dataclass(frozen=True)
class FileSyntaxFault:
    """Where and why a file does not parse.

    Attributes:
        rule: `syntax`, or the rule of a table fault.
        message: what is wrong.
        line, column: where it begins, in characters, counted from 1.
        end_line, end_column: where it ends; the end column is the first behind it.
        replacement: text that would fix it, where it is known.
        hint: help, where there is some.
    """

    rule: str
    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    replacement: str | None = None
    hint: str | None = None


@dataclass
class SyntaxReport:
    """What a file says, or why it cannot be read.

    Attributes:
        triples: its triples.
        faults: what is wrong with it.
        rdf_format: what it was read as; None where it is no RDF.
        parsed: the text that the parser read, where that is not the text of the file: JSON-LD with
            its contexts in place of their addresses.
        contexts: the files that its contexts were read from.
    """

    triples: TripleText = field(default_factory=TripleText)
    faults: list[FileSyntaxFault] = field(default_factory=list)
    rdf_format: RdfFormat | None = None
    parsed: str | None = None
    contexts: frozenset[Path] = frozenset()

    @cached_property
    def quads(self) -> list[Quad]:
        """The triples as objects, which take much memory: made when they are first asked for."""
        return list(self.triples)

    @property
    def stopped(self) -> bool:
        """Whether the file could not be read; a column that was left out does not stop it."""
        return any(fault.rule not in _READ_PAST for fault in self.faults)


def read_quads(
    content: bytes,
    name: str,
    base: str,
    path: Path | None = None,
    contexts: Sequence[tuple[str, Path]] = (),
) -> tuple[str, SyntaxReport]:
    """Read a file's bytes by the ending of its name.

    Args:
        content: the bytes.
        name: the file's name; where its ending tells nothing, the text has to.
        base: IRI that relative references are resolved against. Blank nodes are kept apart from
            those of files with another base.
        path: where the file lies, if JSON-LD may name contexts beside it.
        contexts: address of a JSON-LD context → file that holds it.

    Returns:
        its text and what was read. Of Markdown and SPARQL only the text is read here.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
        message = _no_utf_8(content, error.start)
        fault = FileSyntaxFault("syntax", message, line, column, line, column + 1)
        other = any(content.startswith(mark) for mark in _MARKS)
        shown = "" if other else content.decode("utf-8", "replace")  # of UTF-16 it is no text
        return shown, SyntaxReport(faults=[fault])
    name = name.lower()
    if name.endswith(SSSOM_SUFFIX):
        return text, _read_table(text, NamedNode(base))
    if name.endswith((".md", ".rq")):
        return text, SyntaxReport()
    suffix = next((suffix for suffix in FORMATS if name.endswith(suffix)), None)
    known = FORMATS[suffix] if suffix else _guessed(text)
    parsed, used = text, frozenset[Path]()
    if known == RdfFormat.JSON_LD and "@context" in text:
        try:
            parsed, used = with_contexts(text, path, contexts)
        except ContextFault as error:
            line, column = _place(text, error.reference)
            end = column + len(error.reference) + 2
            fault = FileSyntaxFault("syntax", str(error), line, column, line, end)
            return text, SyntaxReport(faults=[fault])
    report = _read_rdf(parsed, known, base)
    report.parsed = None if parsed is text else parsed
    report.contexts = used
    if name.endswith(".json"):
        report.faults = [_of_json(fault) for fault in report.faults]
    return text, report


def _no_utf_8(content: bytes, start: int) -> str:
    """Say what a file is, or where it stops being UTF-8."""
    for mark, name in _MARKS.items():
        if content.startswith(mark):
            return f"The file is {name}. Save it as UTF-8, which is what RDF files are."
    return f"The file is not UTF-8: byte 0x{content[start]:02x} does not belong there."


def _guessed(text: str) -> RdfFormat:
    """Return the format of a text without a telling name, such as the standard input."""
    start = text.lstrip()[:200]
    if start.startswith(("{", "[")) and not re.match(r"\[\s*(?:\]|<|\w*:|a\s)", start):
        return RdfFormat.JSON_LD
    return RdfFormat.RDF_XML if start.startswith(("<?xml", "<rdf:RDF")) else RdfFormat.TRIG


def _place(text: str, found: str) -> tuple[int, int]:
    """Return line and column of the first place where a text has a quoted word."""
    at = max(text.find(f'"{found}"'), 0)
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def _of_json(fault: FileSyntaxFault) -> FileSyntaxFault:
    """Return the fault of a broken `.json`: it has the words of JSON-LD, so it may hold data."""
    hint = "It has the words of JSON-LD, and what it says was not checked."
    return replace(fault, rule="broken-json", hint=hint)


def _read_rdf(text: str, rdf_format: RdfFormat, base: str) -> SyntaxReport:
    mark = blake2s(base.encode(), digest_size=8).hexdigest()
    try:
        triples = _triples(text, rdf_format, base, f"{mark}.")
    except SyntaxError as error:
        fault = _evident_fault(text, rdf_format) or _fault(error, text)
        if rdf_format == RdfFormat.RDF_XML and error.lineno is None:
            fault = _xml_fault(fault, text)
        return SyntaxReport(faults=[fault])
    return SyntaxReport(triples, rdf_format=rdf_format)


@lru_cache(maxsize=256)
def _triples(text: str, rdf_format: RdfFormat, base: str, mark: str) -> TripleText:
    """Parse a text; RDF/XML by a slower parser where the fast one is known to be wrong.

    The same text has the same blank nodes the next time, so that what follows from it is known.

    Raises:
        SyntaxError: it does not parse.
    """
    careful = rdf_format == RdfFormat.RDF_XML and is_misread(text)
    try:
        triples = TripleText.parsed(text, rdf_format, base, mark)
    except SyntaxError as error:
        if rdf_format != RdfFormat.RDF_XML or not is_refused_wrongly(error.msg):
            raise
        careful = True
    if not careful:
        return triples
    return TripleText.parsed(as_n_triples(text, base), RdfFormat.N_TRIPLES, base, mark)


def forget_texts() -> None:
    """Let go of the texts that were parsed."""
    _triples.cache_clear()


def file_label(node: str) -> str:
    """Return the label that a blank node has in its file, such as `_:x`."""
    mark, dot, label = node.removeprefix("_:").partition(".")
    return f"_:{label if dot else mark}"


def _read_table(text: str, graph: NamedNode) -> SyntaxReport:
    table = parse_table(text)
    faults = table_faults(table)
    reported = [_table_fault(fault) for fault in faults]
    triples = TripleText() if stopping(faults) else TripleText.of(table_quads(table, graph))
    return SyntaxReport(triples, reported)


def _table_fault(fault: TableFault) -> FileSyntaxFault:
    return FileSyntaxFault(
        fault.rule,
        fault.message,
        fault.line,
        fault.column,
        fault.line,
        fault.column + max(fault.length, 1),
        fault.replacement,
    )


_WHERE = re.compile(r"^Parser error (?:at|between) line .*?: ", re.DOTALL)


def _fault(error: SyntaxError, text: str) -> FileSyntaxFault:
    line, column = error.lineno or 1, error.offset or 1
    end_line, end_column = error.end_lineno or line, error.end_offset or column + 1
    message = _WHERE.sub("", error.msg).strip().rstrip(".") + "."
    hint = _hint(message, text, line)
    return FileSyntaxFault("syntax", message, line, column, end_line, end_column, hint=hint)


def _xml_fault(fault: FileSyntaxFault, text: str) -> FileSyntaxFault:
    """Find the place of a fault that makes a file no XML, which the RDF parser does not tell."""
    from xml.parsers import expat

    parser = expat.ParserCreate()
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        place = (error.lineno, error.offset + 1, error.lineno, error.offset + 2)
        return FileSyntaxFault(fault.rule, fault.message, *place)
    return fault


def _hint(message: str, text: str, line: int) -> str | None:
    lines = text.splitlines()
    undeclared = re.search(r"The prefix (\S*): has not been declared", message)
    if undeclared:
        return f"Declare it at the top of the file: @prefix {undeclared[1]}: <…> ."
    if "dot is expected" in message or "Unexpected end" in message:
        before = next(
            (n for n in range(min(line, len(lines)) - 1, 0, -1) if lines[n - 1].strip()), 0
        )
        if before:
            return (
                f"A statement ends with '.', a part of it with ';' or ','. "
                f"See how line {before} ends."
            )
    return None


_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
_TURTLE = re.compile(r"(?:\s|#[^\n]*\n)*(?:@prefix|@base|PREFIX|BASE)\s", re.IGNORECASE)
_NAMES = {
    RdfFormat.JSON_LD: ("JSON-LD", ".jsonld"),
    RdfFormat.RDF_XML: ("RDF/XML", ".rdf"),
    RdfFormat.TRIG: ("Turtle or TriG", ".ttl or .trig"),
}


def _evident_fault(text: str, read_as: RdfFormat) -> FileSyntaxFault | None:
    """Return the fault of a text that does not parse, where it is plain to see."""
    conflict = _CONFLICT.search(text)
    if conflict:
        line, end = text.count("\n", 0, conflict.start()) + 1, len(conflict[0]) + 1
        message = f"This is a marker of a merge conflict: {conflict[0][:40]}."
        hint = "Choose what is to stand here, and take the markers out."
        return FileSyntaxFault("syntax", message, line, 1, line, end, hint=hint)
    known = _guessed(text)
    if known == RdfFormat.TRIG and not _TURTLE.match(text):
        return None
    marked_up = {RdfFormat.JSON_LD, RdfFormat.RDF_XML}
    if known == read_as or (known not in marked_up and read_as not in marked_up):
        return None
    name, ending = _NAMES[known]
    message = f"This is {name}, and its file has the ending of another format."
    return FileSyntaxFault("syntax", message, 1, 1, 1, 2, hint=f"Name it {ending}.")
