"""Messages of rules in words for people who write no RDF."""

from __future__ import annotations

import re

from rolegraph.rdf.namespaces import spaced

# A message says what is wrong, then behind a semicolon what to write in RDF.
_TAIL = re.compile(r"; [^;]*\b[a-z]+:[A-Za-z][^;]*$", re.DOTALL)
_NAME = re.compile(r"\b(?:rgsh|rg|skos|dcterms|prov|org|foaf|sh|xsd|schema):([A-Za-z]\w*)")


def in_words(message: str) -> str:
    """Return a message without what it says of RDF; `app/web/src/words.ts` does the same."""
    return _NAME.sub(lambda found: spaced(found[1]), _TAIL.sub(".", message))


def rule_in_words(rule: str) -> str:
    """Return the id of a rule in words: `ToolShape-codeRepository` as `tool: code repository`."""
    return ": ".join(spaced(part) for part in rule.replace("Shape-", "-", 1).split("-", 1))
