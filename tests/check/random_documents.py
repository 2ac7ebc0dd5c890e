"""Random documents of JSON-LD and RDF/XML, in the many ways that the formats have to say a thing."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

_CONTEXT = {
    "@vocab": "http://example.org/",
    "ex": "http://example.org/",
    "languages": {"@container": "@language"},
    "index": {"@container": "@index"},
    "keyed": {"@container": "@index", "@index": "ex:key"},
    "by_id": {"@container": "@id"},
    "by_type": {"@container": "@type"},
    "graph": {"@container": "@graph"},
    "graph_by_id": {"@container": ["@graph", "@id"]},
    "graph_by_index": {"@container": ["@graph", "@index"]},
    "list": {"@container": "@list"},
    "set": {"@container": "@set"},
    "reversed": {"@reverse": "ex:up"},
    "nest": "@nest",
    "link": {"@type": "@id"},
    "term": {"@type": "@vocab"},
    "day": {"@type": "http://www.w3.org/2001/XMLSchema#date"},
    "german": {"@language": "de"},
    "scoped": {"@context": {"inner": "http://other.example/inner"}},
    "identity": "@id",
    "kind": "@type",
    "holds": "@value",
}
_texts = st.text(st.sampled_from('abc é😀"\\\n<&'), max_size=6)
_names = st.sampled_from([f"ex:n{number}" for number in range(6)])
_kinds = st.sampled_from(["A", "B", "ex:C"])
_scalars = st.one_of(
    _texts, st.integers(-99, 99), st.booleans(), st.sampled_from([1.5, 1e30, -0.25, 7.0])
)
_literals = st.one_of(
    _scalars,
    st.fixed_dictionaries({"@value": _texts}),
    st.fixed_dictionaries({"@value": _texts, "@language": st.sampled_from(["en", "de-AT"])}),
    st.fixed_dictionaries({"holds": _scalars, "kind": st.just("ex:datatype")}),
)


def _several(values: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    return values | st.lists(values, max_size=most)


def _map(keys: st.SearchStrategy[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(keys, values, min_size=1, max_size=2)


def _node(inner: st.SearchStrategy[Any], *, named: bool = True) -> st.SearchStrategy[Any]:
    values = _several(_literals | inner)
    words = st.sampled_from(["one", "two", "@none"])
    said = {
        "kind": _several(_kinds, 2),
        "p": values,
        "ex:q": values,
        "languages": _map(st.sampled_from(["en", "de", "@none"]), _several(_texts)),
        "index": _map(words, values),
        "keyed": _map(words, _several(inner)),
        "graph": _several(inner),
        "graph_by_id": _map(_names | st.just("@none"), inner),
        "graph_by_index": _map(words, inner),
        "list": _several(_literals | inner | st.lists(_literals, max_size=2)),
        "ordered": st.fixed_dictionaries({"@list": _several(_literals | inner)}),
        "set": st.fixed_dictionaries({"@set": values}),
        "reversed": _several(inner),
        "@reverse": st.fixed_dictionaries({"turned": _several(inner)}),
        "nest": st.fixed_dictionaries({"p2": values, "q2": _several(_literals)}),
        "link": _several(_names),
        "term": _several(_kinds),
        "day": _several(st.just("2024-01-01") | st.just("tomorrow")),
        "german": _several(_texts),
        "scoped": st.fixed_dictionaries({"inner": _several(_literals)}),
        "@included": _several(inner),
    }
    if named:
        said["identity"] = _names
    return st.fixed_dictionaries({}, optional=said)


_leaves = st.fixed_dictionaries({"p": _several(_literals)}, optional={"identity": _names})


@st.composite
def json_ld(draw: st.DrawFn) -> str:
    """Return a document of JSON-LD."""
    nodes = st.recursive(_leaves, _node, max_leaves=6)
    unnamed = st.fixed_dictionaries({"p": _several(_literals)})
    top = draw(_node(nodes))
    # Maps of identities and types give their entries a name: those may not have one of their own.
    top |= draw(
        st.fixed_dictionaries(
            {},
            optional={
                "by_id": _map(_names | st.just("@none"), unnamed),
                "by_type": _map(st.sampled_from(["A", "B"]), unnamed | _names),
            },
        )
    )
    document = {"@context": _CONTEXT, **top}
    if draw(st.booleans()):
        document = {"@context": _CONTEXT, "@graph": [top, draw(nodes)]}
    return json.dumps(
        document, indent=draw(st.sampled_from([None, 1])), ensure_ascii=draw(st.booleans())
    )


_HEAD = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [<!ENTITY ex "http://example.org/">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex='http://example.org/'
  xml:base="http://base.example/dir/doc">
"""
_plain = st.text(st.sampled_from("abc é😀\"'<&\n"), min_size=1, max_size=6).filter(str.strip)


class _Ids:
    """Names for `rdf:ID`, each once in a document."""

    def __init__(self) -> None:
        self._next = 0

    def __call__(self) -> str:
        self._next += 1
        return f"id{self._next}"


@st.composite
def rdf_xml(draw: st.DrawFn) -> str:
    """Return a document of RDF/XML."""
    ids = _Ids()
    nodes = [_xml_node(draw, ids, 3) for _ in range(draw(st.integers(1, 3)))]
    return _HEAD + "\n".join(nodes) + "\n</rdf:RDF>"


def _xml_node(draw: st.DrawFn, ids: _Ids, depth: int) -> str:
    name = draw(st.sampled_from(["ex:T", "ex:U", "rdf:Description", "rdf:Seq"]))
    given = draw(st.sampled_from(["", "about", "entity", "ID", "nodeID"]))
    attributes = {
        "": "",
        "about": f' rdf:about="r{draw(st.integers(0, 3))}"',
        "entity": f" rdf:about='&ex;n{draw(st.integers(0, 3))}'",
        "ID": f' rdf:ID="{ids()}"',
        "nodeID": f' rdf:nodeID="b{draw(st.integers(0, 2))}"',
    }[given]
    if draw(st.booleans()):
        attributes += f"\n  ex:attribute={quoteattr(draw(_plain).replace(chr(10), ' '))}"
    if draw(st.integers(0, 3)) == 0:
        attributes += ' xml:lang="de"'
    if draw(st.integers(0, 5)) == 0:
        attributes += ' xml:base="http://other.example/x/"'
    inner = [_xml_property(draw, ids, depth - 1) for _ in range(draw(st.integers(0, 3)))]
    return f"<{name}{attributes}>{' '.join(inner)}</{name}>" if inner else f"<{name}{attributes}/>"


def _xml_property(draw: st.DrawFn, ids: _Ids, depth: int) -> str:
    name = draw(st.sampled_from(["ex:p", "ex:q", "rdf:li", "rdf:_7"]))
    named = f' rdf:ID="{ids()}"' if draw(st.integers(0, 3)) == 0 else ""
    ways = ["text", "datatype", "resource", "attributes", "nodeID"]
    way = draw(st.sampled_from(ways + (["node", "Resource", "Collection"] if depth else [])))
    gap = draw(st.sampled_from(["", "\n   "]))
    inside = ""
    if way == "node":
        inside = f"{gap}{_xml_node(draw, ids, depth)}{gap}"
    elif way == "Resource":
        named += ' rdf:parseType="Resource"'
        inside = " ".join(
            _xml_property(draw, ids, depth - 1) for _ in range(draw(st.integers(0, 2)))
        )
    elif way == "Collection":
        named += ' rdf:parseType="Collection"'
        inside = "".join(_xml_node(draw, ids, 1) for _ in range(draw(st.integers(0, 2))))
    elif way in {"text", "datatype"}:
        named += ' rdf:datatype="&ex;datatype"' if way == "datatype" else ""
        inside = f"{gap}{escape(draw(_plain))}{gap}"
    elif way == "attributes":
        named += f' ex:attribute="a{draw(st.integers(0, 9))}"'
    else:
        named += f' rdf:{way}="b{draw(st.integers(0, 2))}"'
    return f"<{name}{named}>{inside}</{name}>" if inside else f"<{name}{named}/>"
