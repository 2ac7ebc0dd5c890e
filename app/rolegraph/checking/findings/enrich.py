"""Adds to findings what helps to fix them: near misses, what to add, and whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import Source
from rolegraph.checking.findings.notation import TurtleNotation, ValueToWrite, notation
from rolegraph.rdf.namespaces import DCTERMS, OWL, RDF, SH, XSD
from rolegraph.rdf.terms import Literal, NamedNode
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.lint.datatypes import DATATYPES, nearest_datatype
from rolegraph.shacl.report import shortened_path
from rolegraph.shacl.results import plain_text, read_term

_HEADERS = frozenset({"http://rdfs.org/ns/void#Dataset", OWL + "Ontology"})
_CREATOR = DCTERMS + "creator"


def enrich(corpus: Corpus, findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with hint, snippet and responsible, as far as they can be known."""
    people = _Responsible(corpus)
    return [
        finding.but(
            message=_message(corpus, finding),
            expected=finding.expected and corpus.readable(finding.expected),
            details=tuple(_detail(corpus, detail) for detail in finding.details),
            hint=finding.hint or _hint(corpus, finding),
            snippet=finding.snippet or _snippet(corpus, finding),
            responsible=people.of(finding),
        )
        for finding in findings
    ]


def _message(corpus: Corpus, finding: Finding) -> str:
    """Abbreviate the IRIs in a message that the shapes do not give themselves."""
    path, message = finding.path, finding.message
    if path and message.startswith(path):
        message = shortened_path(path, corpus.prefixes) + message[len(path) :]
    if finding.own_words:
        return message
    return corpus.readable(message)


def _detail(corpus: Corpus, detail: Finding) -> Finding:
    inner = tuple(_detail(corpus, one) for one in detail.details)
    return detail.but(message=_message(corpus, detail), details=inner)


class _Responsible:
    """Says who answers for a thing: its creator, else that of its file."""

    def __init__(self, corpus: Corpus) -> None:
        self._files = {source.name: source for source in corpus.sources}
        self._known: dict[str, dict[str, str]] = {}

    def of(self, finding: Finding) -> str | None:
        source = self._files.get(finding.file or "")
        if source is None:
            return None
        if source.name not in self._known:
            self._known[source.name] = _creators(source)
        creators = self._known[source.name]
        return creators.get(finding.focus or "") or creators.get("")


def _creators(source: Source) -> dict[str, str]:
    """Return subject → its creators; the empty string stands for the file."""
    found: dict[str, list[str]] = {}
    said = list(source.triples.of_predicates([_CREATOR]))
    instances = source.triples.instances if said else {}
    headers = {subject for kind in _HEADERS for subject in instances.get(f"<{kind}>", ())}
    for quad in said:
        subject = str(quad.subject)
        name = getattr(quad.object, "value", str(quad.object))
        found.setdefault(subject[1:-1], []).append(name)
        if subject in headers:
            found.setdefault("", []).append(name)
    return {subject: ", ".join(names) for subject, names in found.items()}


def _hint(corpus: Corpus, finding: Finding) -> str | None:
    component = finding.component or ""
    if component == "InConstraintComponent" and finding.value:
        return _nearest_of(corpus, finding)
    if component == "ClassConstraintComponent" and finding.value:
        return _of_class(corpus, finding, finding.value)
    if component == "DatatypeConstraintComponent" and finding.value:
        value = read_term(finding.value)
        if isinstance(value, Literal):
            return _of_datatype(corpus, finding, value)
        return "It is an IRI; put a literal there."
    return None


def _of_class(corpus: Corpus, finding: Finding, value: str) -> str | None:
    """Say what a value is that is not of the class that a shape asks for."""
    kinds = sorted(corpus.types.get(value, ()))
    label = corpus.labels.label(value) or corpus.short(value)
    if not kinds:
        if value.startswith(("_:", '"')) or f"<{value}>" in corpus.triples.subjects:
            return None
        told = f"{label} is not described in the files that were read."
        wanted = _class_of_value(corpus, finding)
        if corpus.folder is None or wanted is None:
            return told
        return f"{told} Describe it in a file in data/, as {corpus.short(wanted)} with a label."
    says = f"{label} is a {', '.join(_named(corpus, kind) for kind in kinds)}."
    wanted = _class_of_value(corpus, finding) or ""
    for kind in kinds:
        if _is_prefixed(corpus, kind):
            return f"{says} {_NO_NAME.format(kind)}"
        if get_close_matches(wanted, [kind], n=1, cutoff=0.9):
            return f"{says} Did you mean {_named(corpus, wanted)}?"
    return says


_NO_NAME = "That is an IRI of its own; did you mean the prefixed name {}?"


def _of_datatype(corpus: Corpus, finding: Finding, value: Literal) -> str:
    """Say of which datatype a literal is that is not of the one that a shape asks for."""
    if value.language:
        return f"It is a text in the language {value.language!r}."
    datatype = value.datatype.value
    if _is_prefixed(corpus, datatype):
        meant = next((n for n, p in corpus.prefixes.items() if p == datatype.partition(":")[0]), "")
        return (
            f"Its datatype is the IRI <{datatype}>; did you mean "
            f"<{meant}{datatype.partition(':')[2]}>?"
        )
    kind = corpus.short(datatype)
    if datatype.startswith(XSD) and datatype.removeprefix(XSD) not in DATATYPES:
        near = nearest_datatype(datatype.removeprefix(XSD))
        meant = f" Did you mean xsd:{near}?" if near else ""
        return f"It is {kind}, which XML Schema does not have.{meant}"
    if finding.expected and finding.expected.endswith(kind):
        return f"Its text is no valid {kind}."
    return f"It is {kind}."


def _is_prefixed(corpus: Corpus, iri: str) -> bool:
    """Tell whether an IRI looks like a prefixed name: its scheme is a prefix of the files."""
    scheme, _, rest = iri.partition(":")
    return scheme in corpus.prefixes.values() and not rest.startswith("//")


def _named(corpus: Corpus, iri: str) -> str:
    return f"<{iri}>" if _is_prefixed(corpus, iri) else corpus.short(iri)


def shape_of(finding: Finding) -> str:
    """Return the shape that a finding is by, which may have no IRI of its own."""
    return finding.shape or finding.rule_iri


def _nearest_of(corpus: Corpus, finding: Finding) -> str | None:
    said = plain_text(finding.value or "")
    for shape in corpus.shapes.values_lists(shape_of(finding), SH + "in"):
        words = {item.value: item for item in shape if isinstance(item, Literal)}
        close = get_close_matches(said.lower(), words, n=1, cutoff=0.7)
        if close:
            return f'Did you mean "{close[0]}"?'
    return None


def _snippet(corpus: Corpus, finding: Finding) -> str | None:
    """Return what would fill what is missing, with a blank to fill in, as the file writes."""
    if finding.component != "MinCountConstraintComponent" or not finding.path or not finding.focus:
        return None
    source = next((source for source in corpus.sources if source.name == finding.file), None)
    shapes, shape, path = corpus.shapes, shape_of(finding), finding.path
    writes = notation(source, corpus.short) if source else TurtleNotation(None, corpus.short)
    if path.startswith("^<"):
        subject = _any_of(corpus, _class_of_value(corpus, finding))
        return writes.statement(subject, path[2:-1], finding.focus)
    if path.startswith(("(", "<", "_:")) or "/" in path.replace("://", "").partition(">")[2]:
        return None
    value = ValueToWrite()
    for datatype in shapes.values(shape, SH + "datatype"):
        value = _blank(datatype.value if isinstance(datatype, NamedNode) else "")
    items = [item for found in shapes.values_lists(shape, SH + "in") for item in found]
    if items and isinstance(items[0], Literal):
        value = ValueToWrite(items[0].value, items[0].datatype.value, items[0].language)
    kind = _class_of_value(corpus, finding)
    if kind or shapes.values(shape, SH + "nodeKind") == [NamedNode(SH + "IRI")]:
        value = ValueToWrite(_any_of(corpus, kind), is_iri=True)
    if value == ValueToWrite() and shapes.values(shape, SH + "languageIn"):
        value = ValueToWrite(language="en")
    return writes.property(path, value)


def _class_of_value(corpus: Corpus, finding: Finding) -> str | None:
    classes = corpus.shapes.values(shape_of(finding), SH + "class")
    return classes[0].value if classes and isinstance(classes[0], NamedNode) else None


def _blank(datatype: str) -> ValueToWrite:
    """Return a value of a datatype to begin with."""
    if datatype == RDF + "langString":
        return ValueToWrite(language="en")
    examples = {"integer": "1", "decimal": "0.5", "boolean": "true"}
    local = datatype.removeprefix(XSD)
    return ValueToWrite(examples.get(local, "…"), datatype or None)


def _any_of(corpus: Corpus, kind: str | None) -> str:
    """Return the only thing of a class, or how the IRIs of such things begin, with a blank."""
    things = corpus.things_of(kind) if kind else []
    if len(things) == 1:
        return things[0]
    prefix, colon, local = corpus.short(things[0]).partition(":") if things else ("", "", "")
    if colon and "/" not in prefix and prefix not in {"http", "https"}:
        return things[0].removesuffix(local) + "…"
    return "…"
