"""Prefixes of a mapping set that is written: every IRI of an entity becomes a CURIE."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rolegraph.rdf.namespaces import PREFIXES
from rolegraph.rdf.sssom.slots import BUILT_IN_PREFIXES

_SPLIT = re.compile(r"(.*[/#:])([^/#:]+[/#]?)")
_SEPARATOR = re.compile(r"[-_/#:.=]")
_PREFIX = re.compile(r"[A-Za-z_][\w.-]*")


def prefixes_of(
    iris: Iterable[str],
    labelled: Iterable[tuple[str, str]],
    records: Iterable[str],
    short: Mapping[str, str],
) -> dict[str, str]:
    """Return the prefixes by which IRIs get short names.

    Args:
        iris: of entities.
        labelled: prefixes that labels of mappings show, such as `DCWF`, with an IRI that each is
            of; they stay as they are, so that a label that is made anew says the same.
        records: IRIs of mappings.
        short: prefixes of CURIEs in labels, with their namespaces.
    """
    found = {**BUILT_IN_PREFIXES, "rg": PREFIXES["rg"]}
    for prefix, namespace in short.items():
        if _PREFIX.fullmatch(prefix):
            found.setdefault(prefix, namespace)
    of_label = defaultdict[str, set[str]](set)
    for prefix, iri in labelled:
        of_label[prefix].add(iri)
    for prefix, shared in of_label.items():
        start = _namespace(prefix, shared)
        if start and _PREFIX.fullmatch(prefix) and prefix not in found:
            found[prefix] = start
    common = {namespace: prefix for prefix, namespace in PREFIXES.items()}
    for iri in sorted({*iris, *records}):
        if curie(iri, found) != iri:
            continue
        split = _SPLIT.fullmatch(iri)
        if split is None:
            continue
        found[_name(common.get(split[1]), split[1], found)] = split[1]
    return found


def _namespace(prefix: str, iris: set[str]) -> str | None:
    """Return what all IRIs begin with, up to a separator, where more follows in each.

    Where the name of the prefix stands in them, such as `onet-` in `…/onet-15-1299.04`, it ends
    the namespace; one IRI alone would else be cut too late.
    """
    least, most = min(iris), max(iris)
    same = next((n for n, pair in enumerate(zip(least, most, strict=False)) if len({*pair}) > 1), 0)
    shared = least[: same or min(len(least), len(most))]
    ends = [match.end() for match in _SEPARATOR.finditer(shared)]
    begin = max((n for n in ends if shared[n - 1] in "/#:"), default=0)
    letters = re.sub(r"[\W_]", "", prefix).lower()
    named = [n for n in ends if re.sub(r"[\W_]", "", shared[begin:n]).lower() == letters]
    fits = [n for n in (*named, *reversed(ends)) if n >= begin > 0 and n < len(least)]
    return shared[: fits[0]] if fits else None


def _name(known: str | None, namespace: str, taken: Mapping[str, str]) -> str:
    last = re.sub(r"[^A-Za-z0-9_-]+", "-", re.split(r"[/#:]+", namespace.rstrip("/#:"))[-1])
    name = known or last.strip("-").lower()
    if not _PREFIX.fullmatch(name):
        name = f"ns-{name}".rstrip("-")
    number, free = 2, name
    while free in taken:
        number, free = number + 1, f"{name}-{number}"
    return free


def curie(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return the CURIE of an IRI by the longest namespace that fits, or the IRI itself."""
    fits = [
        (namespace, prefix)
        for prefix, namespace in prefixes.items()
        if iri.startswith(namespace) and iri != namespace
    ]
    if not fits:
        return iri
    namespace, prefix = max(fits, key=lambda fit: len(fit[0]))
    return f"{prefix}:{iri[len(namespace) :]}"
