"""The ontologies that ours is aligned with: they are not in this repository, a folder has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rolegraph.rdf.terms import Quad, RdfFormat, parse

VARIABLE = "ALIGNED"
"""Names the folder; see `fetch.sh`."""
NAMES = ("oa", "org", "p-plan", "prov-o", "skos")
NAMESPACES = (
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/org#",
    "http://purl.org/net/p-plan#",
    "http://www.w3.org/ns/prov#",
    "http://www.w3.org/2004/02/skos/core#",
)
_FORMATS = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".owl": RdfFormat.RDF_XML}


def files_of(folder: Path | None) -> list[Path] | str:
    """Return the file of each ontology, or why they are not all there."""
    if folder is None or not folder.is_dir():
        return f"{VARIABLE} names no folder"
    found = {
        path.stem: path
        for path in sorted(folder.iterdir())
        if path.suffix in _FORMATS and path.stat().st_size
    }
    missing = [name for name in NAMES if name not in found]
    return f"{folder.name} lacks {', '.join(missing)}" if missing else [found[n] for n in NAMES]


def read(file: Path) -> Iterator[Quad]:
    """Yield what an ontology says."""
    yield from parse(path=file, format=_FORMATS[file.suffix], base_iri=file.as_uri())
