"""Proposes a fix for a finding, where one can be computed from the finding and the files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.endings import has_ending
from rolegraph.checking.files.sources import Source
from rolegraph.checking.findings.enrich import shape_of
from rolegraph.checking.findings.notation import ValueToWrite, notation
from rolegraph.rdf.namespaces import OWL, PREFIXES, RDF, SH, XSD
from rolegraph.rdf.terms import Literal, NamedNode, RdfFormat
from rolegraph.rdf.turtle.places import WrittenAt
from rolegraph.shacl.findings import Edit, Finding, Fix
from rolegraph.shacl.results import read_term

_NUMBERS = {
    XSD + "integer": re.compile(r"[+-]?\d+"),
    XSD + "decimal": re.compile(r"[+-]?\d*\.\d+"),
    XSD + "boolean": re.compile(r"true|false"),
}

_QUOTED = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"', re.DOTALL)


def propose(corpus: Corpus, finding: Finding) -> Finding:
    """Return a finding with a fix if one is known for it; whether it works is yet to be tried."""
    if finding.fix:
        return finding
    for mend in _MENDS.get(finding.component or finding.rule, ()):
        fix = mend(corpus, finding)
        if fix:
            return replace(finding, fix=fix)
    return finding


def _value_written(corpus: Corpus, finding: Finding) -> tuple[Source, WrittenAt] | None:
    """Return where the value at fault is written, for a finding about one value."""
    if not finding.focus or not finding.value or not finding.file:
        return None
    value = read_term(finding.value)
    for source, triple in corpus.locator.written(finding.focus):
        same_path = finding.path in {None, triple.predicate.value}
        if same_path and triple.object == value and source.name == finding.file:
            return source, triple
    return None


def _other_value(corpus: Corpus, finding: Finding) -> Fix | None:
    """Replace a value by the allowed one that it is most like."""
    found = _value_written(corpus, finding)
    if found is None or not isinstance(found[1].object, Literal):
        return None
    for allowed in corpus.shapes.values_lists(shape_of(finding), SH + "in"):
        words = {item.value.lower(): item for item in allowed if isinstance(item, Literal)}
        close = get_close_matches(found[1].object.value.strip().lower(), words, n=1, cutoff=0.7)
        if close:
            item = words[close[0]]
            value, text = (
                ValueToWrite(item.value, item.datatype.value, item.language),
                f'"{item.value}"',
            )
            return _replacing(corpus, found, text, value, f"write {text} instead")
    return None


def _other_type(corpus: Corpus, finding: Finding) -> Fix | None:
    """Give a literal the datatype or language that its shape asks for."""
    found = _value_written(corpus, finding)
    if found is None or not isinstance(found[1].object, Literal):
        return None
    source, triple = found
    literal = found[1].object
    token = source.text[triple.at_object.start : triple.at_object.end]
    turtle = source.report.rdf_format not in {RdfFormat.JSON_LD, RdfFormat.RDF_XML}
    quoted = _QUOTED.match(token if turtle else f'"{_short(literal.value)}"')
    number = token if token[:1] in "+-.0123456789" and token else literal.value.strip()
    for wanted in corpus.shapes.values(shape_of(finding), SH + "datatype"):
        datatype = wanted.value if isinstance(wanted, NamedNode) else ""
        text, value = None, ValueToWrite(literal.value)
        if datatype == RDF + "langString" and quoted and not literal.language:
            text, value = f"{quoted[0]}@en", ValueToWrite(literal.value, language="en")
        elif datatype == XSD + "string" and quoted and literal.language:
            text = quoted[0]
        elif datatype in _NUMBERS and _NUMBERS[datatype].fullmatch(number):
            text, value = number, ValueToWrite(number, datatype)
        if text:
            return _replacing(corpus, found, text, value, f"write {_short(text)} instead")
    return None


def _as_iri(corpus: Corpus, finding: Finding) -> Fix | None:
    """Turn an address in quotes into an IRI."""
    found = _value_written(corpus, finding)
    kinds = corpus.shapes.values(shape_of(finding), SH + "nodeKind")
    if found is None or kinds != [NamedNode(SH + "IRI")]:
        return None
    literal = found[1].object
    if isinstance(literal, Literal) and re.fullmatch(r'https?://[^\s<>"{}|^`\\]+', literal.value):
        wanted = ValueToWrite(literal.value, is_iri=True)
        return _replacing(
            corpus, found, f"<{literal.value}>", wanted, "write the address as an IRI"
        )
    return None


def _in_english(corpus: Corpus, finding: Finding) -> Fix | None:
    """Turn a language such as `@eng` into the one that the shape asks for."""
    found = _value_written(corpus, finding)
    if found is None or not isinstance(found[1].object, Literal):
        return None
    source, triple = found
    language = found[1].object.language or ""
    for allowed in corpus.shapes.values_lists(shape_of(finding), SH + "languageIn"):
        for item in allowed:
            if isinstance(item, Literal) and language.lower().startswith(item.value):
                token = source.text[triple.at_object.start : triple.at_object.end]
                text = token[: len(token) - len(language)] + item.value
                wanted = ValueToWrite(found[1].object.value, language=item.value)
                return _replacing(corpus, found, text, wanted, f"mark the text as {item.value!r}")
    return None


def _from_inverse(corpus: Corpus, finding: Finding) -> Fix | None:
    """Add a missing link that the inverse property states already."""
    path = finding.path or ""
    if not finding.focus or not re.match(r"\w+:", path):
        return None
    thing = NamedNode(finding.focus)
    inverses = {
        (q.object if q.subject == NamedNode(path) else q.subject)
        for q in corpus.quads
        if q.predicate.value == OWL + "inverseOf" and NamedNode(path) in {q.subject, q.object}
    }
    holders = [q.subject for q in corpus.quads if q.object == thing and q.predicate in inverses]
    written = [(s, t) for s, t in corpus.locator.written(finding.focus) if s.name == finding.file]
    own = [(s, t) for s, t in written if t.subject == thing]
    if len(set(holders)) != 1 or not own or not has_ending(own[0][0].name, (".ttl", ".trig")):
        return None
    source, last = max(own, key=lambda pair: pair[1].at_object.end)
    link = f"{_token(source, path)} {_token(source, str(holders[0])[1:-1])}"
    end = last.at_object.end
    edit = Edit(source.name, end, end, f" ;\n    {link}")
    return Fix(f"add {link}", (edit,))


def _declare_prefix(corpus: Corpus, finding: Finding) -> Fix | None:
    """Declare a prefix that everybody knows."""
    undeclared = re.search(r"The prefix (\S*): has not been declared", finding.message)
    source = next((s for s in corpus.sources if s.name == finding.file), None)
    if not undeclared or source is None or undeclared[1] not in PREFIXES:
        return None
    prefix = undeclared[1]
    first = re.search(r"^@prefix", source.text, re.MULTILINE)
    at = first.start() if first else 0
    line = f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n"
    return Fix(f"declare the prefix {prefix}:", (Edit(source.name, at, at, line),))


def _token(source: Source, iri: str) -> str:
    """Return an IRI as the file would write it, with its own prefixes."""
    for match in re.finditer(r"@prefix\s+([\w.-]*):\s*<([^>]*)>", source.text):
        local = iri[len(match[2]) :]
        if iri.startswith(match[2]) and re.fullmatch(r"[A-Za-z0-9_][\w-]*", local):
            return f"{match[1]}:{local}"
    return f"<{iri}>"


def _replacing(
    corpus: Corpus, found: tuple[Source, WrittenAt], text: str, wanted: ValueToWrite, title: str
) -> Fix | None:
    """Put another value in the place of one: `text` in Turtle, `wanted` in other formats."""
    source, triple = found
    if source.report.rdf_format in {RdfFormat.JSON_LD, RdfFormat.RDF_XML}:
        edits = notation(source, corpus.short).replaced(triple, wanted)
        return Fix(title, edits) if edits else None
    return Fix(title, (Edit(source.name, triple.at_object.start, triple.at_object.end, text),))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:30]}…{text[-5:]}"  # noqa: PLR2004


_MENDS: dict[str, tuple[Callable[[Corpus, Finding], Fix | None], ...]] = {
    "InConstraintComponent": (_other_value,),
    "DatatypeConstraintComponent": (_other_type,),
    "LanguageInConstraintComponent": (_in_english, _other_type),
    "NodeKindConstraintComponent": (_as_iri,),
    "MinCountConstraintComponent": (_from_inverse,),
    "syntax": (_declare_prefix,),
}
"""Constraint component, or rule of another check → what may fix it."""
