"""The rules that are not shapes: their names, severities and descriptions, as data."""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.shacl.findings import INFO, VIOLATION, WARNING, Finding

CHECKS = "https://w3id.org/rolegraph/checks#"
QUERIES = "https://w3id.org/rolegraph/queries#"


@dataclass(frozen=True)
class NamedRule:
    """A rule of a check.

    Attributes:
        check: the check it belongs to, as in `--only` and `--skip`.
        severity: `Violation`, `Warning` or `Info`.
        name: a short name.
        description: what it asks for.
    """

    check: str
    severity: str
    name: str
    description: str


RULES: dict[str, NamedRule] = {
    "syntax": NamedRule("syntax", VIOLATION, "syntax", "A file parses as its format."),
    "broken-json": NamedRule(
        "syntax", VIOLATION, "broken JSON", "A .json file with the words of JSON-LD is JSON; what "
        "another one says cannot be read."
    ),
    "missing-import": NamedRule(
        "syntax", VIOLATION, "missing import", "A local file that a file imports is there to be "
        "read."
    ),
    "sssom-header": NamedRule(
        "sssom", VIOLATION, "table metadata", "A mapping table has YAML metadata with its "
        "identifier, licence and prefixes."
    ),
    "sssom-column": NamedRule(
        "sssom", VIOLATION, "table columns", "A mapping table has the columns that SSSOM requires, "
        "each of them once."
    ),
    "sssom-left-out": NamedRule(
        "sssom", WARNING, "column left out", "A column that neither SSSOM nor the table defines is "
        "kept in the table and left out of the graph."
    ),
    "sssom-missing": NamedRule(
        "sssom", VIOLATION, "missing cell", "A mapping has a subject, predicate, object and "
        "justification."
    ),
    "sssom-value": NamedRule(
        "sssom", VIOLATION, "cell value", "A cell of a mapping table has the form that SSSOM gives "
        "its column."
    ),
    "sssom-duplicate": NamedRule(
        "sssom", VIOLATION, "repeated mapping", "A mapping table states each mapping once."
    ),
    "query-syntax": NamedRule("syntax", VIOLATION, "query", "A query file is SPARQL 1.1 or 1.2."),
    "query-header": NamedRule(
        "syntax", VIOLATION, "query header", "A query file with a header has a complete one."
    ),
    "ill-formed-shape": NamedRule(
        "shapes", VIOLATION, "ill-formed shape", "A shape keeps to the rules of SHACL; another one "
        "cannot be judged by."
    ),
    "unsupported-shape": NamedRule(
        "shapes", VIOLATION, "unsupported shape", "A shape uses no part of SHACL that nothing here "
        "judges by."
    ),
    "misspelt-shacl-term": NamedRule(
        "shapes", VIOLATION, "misspelt SHACL term", "A term in the namespace of SHACL is one of "
        "SHACL's."
    ),
    "unknown-shacl-term": NamedRule(
        "shapes", WARNING, "unknown SHACL term", "A term in the namespace of SHACL is one of "
        "SHACL's; nothing is judged by another one."
    ),
    "misspelt-datatype": NamedRule(
        "shapes", VIOLATION, "misspelt datatype", "A datatype in the namespace of XML Schema is "
        "one of XML Schema's; no value is of another one."
    ),
    "unaimed-shape": NamedRule(
        "shapes", VIOLATION, "shape for nothing", "A class that is a shape is an rdfs:Class, or "
        "has a target; else nothing is judged by it."
    ),
    "idle-parameter": NamedRule(
        "shapes", WARNING, "idle parameter", "A parameter of a constraint stands where it says "
        "something."
    ),
    "misspelt-target": NamedRule(
        "shapes", WARNING, "misspelt target", "The class that a shape is for is in the data or the "
        "ontology; by a shape for a misspelt one, nothing is judged."
    ),
    "missing-shape": NamedRule(
        "shapes", VIOLATION, "missing shape", "A shape that another one refers to is among the "
        "shapes; by one that is not, nothing is judged."
    ),
    "recursive-shape": NamedRule(
        "shapes", INFO, "recursive shape", "A shape does not contain itself; SHACL leaves open "
        "what that would mean."
    ),
    "unknown-datatype": NamedRule(
        "reading", WARNING, "unknown datatype", "A term in the namespace of XML Schema is one of "
        "XML Schema's."
    ),
    "unmapped-key": NamedRule(
        "reading", WARNING, "key without a meaning", "The context of a JSON-LD document gives each "
        "key a meaning; what others say is in no graph."
    ),
    "unmapped-type": NamedRule(
        "reading", WARNING, "type without a meaning", "The context of a JSON-LD document gives "
        "each type a meaning, or has an @vocab."
    ),
    "unknown-standard-term": NamedRule(
        "reading", WARNING, "unknown standard term", "A term in the namespaces of RDF, RDFS, OWL "
        "or SHACL is one of theirs."
    ),
    "prefix-as-scheme": NamedRule(
        "reading", WARNING, "prefix taken as a scheme", "A prefixed name is written as one, and "
        "its prefix is declared; else it is an IRI of an unknown scheme."
    ),
    "unread-rdf": NamedRule(
        "reading", WARNING, "RDF that was not read", "A file of RDF has an ending by which it is "
        "read."
    ),
    "blank-node": NamedRule(
        "reading", INFO, "blank node", "A thing in the data of a catalogue has an IRI, by which "
        "pull and push follow it."
    ),
    "not-served": NamedRule(
        "reading", WARNING, "RDF that is not served", "A file of a catalogue is one that a service "
        "takes: Turtle, or a table of mappings."
    ),
    "ill-typed-literal": NamedRule(
        "values", VIOLATION, "ill-typed literal", "The text of a literal is a value of its "
        "datatype."
    ),
    "saved-query": NamedRule(
        "values", VIOLATION, "saved query", "The text of a saved query is one query in SPARQL."
    ),
    "unkept-datatype": NamedRule(
        "values", WARNING, "datatype that is not kept", "A shape asks for a datatype under which "
        "the store keeps values."
    ),
    "undeclared-term": NamedRule(
        "terms", VIOLATION, "undeclared term", "A term used in data, shapes or queries is declared "
        "by the ontology."
    ),
    "class-without-shape": NamedRule(
        "terms", WARNING, "class without a shape", "Every class of the ontology has a shape."
    ),
    "class-without-page": NamedRule(
        "terms", INFO, "class without pages", "A class of a catalogue has pages and addresses, by "
        "an rgsh:pluralName of its shape, or is below one that has."
    ),
    "dangling-link": NamedRule(
        "links", VIOLATION, "dangling link", "A link points to a thing that is described."
    ),
    "duplicate-definition": NamedRule(
        "links", WARNING, "described twice", "A thing is described at one place."
    ),
    "label-clash": NamedRule(
        "links", WARNING, "clashing labels", "Things of one class have labels of their own."
    ),
    "unreachable-thing": NamedRule(
        "links", INFO, "out of reach", "A thing is linked with another one."
    ),
    **{
        f"owl-{name}": NamedRule("consistency", VIOLATION, name.replace("-", " "), description)
        for name, description in (
            ("disjoint-classes", "A thing does not belong to two disjoint classes."),
            ("complement", "A thing does not belong to a class and to its complement."),
            ("nothing", "Nothing belongs to owl:Nothing."),
            ("max-cardinality", "A thing has no value where its class allows none."),
            ("disjoint-properties", "Two disjoint properties do not link the same things."),
            ("irreflexive", "An irreflexive property does not lead from a thing to itself."),
            ("asymmetric", "An asymmetric property does not lead both ways."),
            ("negative", "What is denied is not said as well."),
            ("different", "Things that differ are not the same."),
            ("datatype", "A value belongs to the datatype that is the range of its property."),
        )
    },
}  # fmt: skip


INCOMPLETE = frozenset({"ill-formed-shape", "unsupported-shape", "missing-import", "broken-json"})
"""Rules whose findings mean that not everything could be judged."""


def finding(
    rule: str,
    message: str,
    *,
    focus: str | None = None,
    focus_label: str | None = None,
    path: str | None = None,
    value: str | None = None,
    hint: str | None = None,
    expected: str | None = None,
) -> Finding:
    """Return a finding of one of `RULES`, without a place."""
    known = RULES[rule]
    return Finding(
        severity=known.severity,
        rule=rule,
        rule_iri=CHECKS + rule,
        focus=focus,
        focus_label=focus_label,
        path=path,
        value=value,
        message=message,
        check=known.check,
        expected=expected,
        hint=hint,
    )
