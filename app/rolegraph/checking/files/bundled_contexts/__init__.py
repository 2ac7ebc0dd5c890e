"""Common JSON-LD contexts that come with the package, so that none has to be fetched.

They hold the facts of published contexts, in a form of our own; README.md names their sources. What
they leave out has no meaning for reading: `@container: @set` for one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

Context = dict[str, Any]
_FACTS: Mapping[str, Any] = {
    name: json.loads(Path(__file__).with_name(f"{name}.json").read_bytes())
    for name in ("schema_org", "ro_crate", "dcat_ap", "org")
}
"""Read on import: the confined process that reads uploads may open no file."""


def bundled(address: str) -> Context | None:
    """Return the context that is published at an address, or None where none comes with us.

    `http` and `https`, and a slash at the end, make no difference.
    """
    key = _key(address)
    return next((make() for addresses, make in _CONTEXTS.items() if key in addresses), None)


def addresses() -> list[str]:
    """Return the addresses that are known."""
    return [f"https://{address}" for names in _CONTEXTS for address in names]


def _key(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").rstrip("/#")


def _schema_org() -> Context:
    facts = _FACTS["schema_org"]
    typed = {
        name: {"@id": f"schema:{name}", "@type": kind}
        for kind, lines in facts["typed"].items()
        for name in _names(lines)
    }
    return {**facts["prefixes"], **facts["terms"], **typed}


def _ro_crate(version: str) -> Context:
    facts = _FACTS["ro_crate"]
    context: Context = {}
    for part in (facts["both"], facts[version]):
        for namespace, lines in part["names"].items():
            context |= {name: namespace + name for name in _names(lines)}
        context |= part["terms"]
    return context


def _dcat_ap(*, scoped: bool) -> Context:
    """Return the context of DCAT-AP: terms of a class alone, or named with it (`Dataset.title`)."""
    context: Context = {}
    for name, entry in _FACTS["dcat_ap"].items():
        terms = {term: _term(*fact) for term, fact in entry.get("properties", {}).items()}
        if scoped and terms:
            context[name] = {"@id": entry["class"], "@context": terms}
        else:
            context[name] = entry["class"]
            context |= {f"{name}.{term}": fact for term, fact in terms.items()}
    return context


def _organization() -> Context:
    facts = _FACTS["org"]
    context: Context = dict(facts["prefixes"])
    for part, kind in (("classes", None), ("texts", None), ("links", "@id")):
        context |= {name: _term(f"org:{name}", kind) for name in _names(facts[part])}
    return context


def _term(iri: str, kind: str | None = None) -> Mapping[str, str] | str:
    return {"@id": iri, "@type": kind} if kind else iri


def _names(lines: list[str]) -> Iterator[str]:
    return (name for line in lines for name in line.split())


_DCAT_AP = "semiceu.github.io/DCAT-AP/releases/"
_SCHEMA = "schema.org/"
_CONTEXTS: dict[tuple[str, ...], Callable[[], Context]] = {
    (
        "schema.org",
        "www.schema.org",
        f"{_SCHEMA}docs/jsonldcontext.json",
        f"{_SCHEMA}docs/jsonldcontext.jsonld",
    ): _schema_org,
    ("w3id.org/ro/crate/1.1/context",): lambda: _ro_crate("1.1"),
    ("w3id.org/ro/crate/1.2/context",): lambda: _ro_crate("1.2"),
    (f"{_DCAT_AP}3.0.1/context/dcat-ap.jsonld",): lambda: _dcat_ap(scoped=True),
    (f"{_DCAT_AP}3.0.0/context/dcat-ap.jsonld",): lambda: _dcat_ap(scoped=False),
    ("www.w3.org/ns/org", "www.w3.org/ns/org.jsonld"): _organization,
}
"""Addresses, as `_key` has them → what makes the context."""
