"""The child of `uploads`: reads texts from standard input, writes the report to standard output.

Run as `python -m rolegraph.check.uploads_child`. The first line of the input is a JSON header, then
come the texts one behind the other; the first line of the output is a JSON status, then comes the
report.
"""

from __future__ import annotations

import ctypes
import json
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from rolegraph.check.corpus import Corpus
from rolegraph.check.run import CHECKS, Options, check_corpus
from rolegraph.check.sources import Source
from rolegraph.check.syntax import read_quads
from rolegraph.errors import ConfigurationError
from rolegraph.rdf.media import GRAPH_FORMATS, format_of_media_type, rdf_format
from rolegraph.rdf.terms import NamedNode
from rolegraph.shacl.engines.validator import EngineName, Validator
from rolegraph.shacl.formats import rdf_report, render
from rolegraph.shacl.report import Report
from rolegraph.shacl.shapes import Shapes

_PR_SET_PDEATHSIG = 1
_STANDARD_STREAMS = 3


_TRIAL_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:shape> a sh:NodeShape ; sh:targetClass <urn:class> ;
  sh:property [ sh:path ( <urn:p> [ sh:inversePath <urn:q> ] ) ; sh:minCount 1 ] ;
  sh:property [ sh:path <urn:r> ; sh:pattern "a" ; sh:datatype <urn:d> ] ;
  sh:sparql [ sh:message "{?value}" ; sh:select "SELECT $this ?value { $this <urn:r> ?value }" ] .
"""
_TRIAL_DATA = """<urn:a> a <urn:class> ; <urn:r> "2026-01-01"^^<urn:d>, 1.5 ."""


def rehearse(engine: EngineName, output: str) -> None:
    """Do once on a trifle what is to come, so that every module is loaded.

    Libraries import parts of themselves when first used, and soon no file can be opened.
    """
    graph = NamedNode("urn:graph")
    _, shapes = read_quads(_TRIAL_SHAPES.encode(), "s.ttl", graph)
    _, data = read_quads(_TRIAL_DATA.encode(), "d.ttl", graph)
    findings = Validator(Shapes(shapes.quads), engine).validate(data.quads)
    written(Report(tuple(findings)), output)


def confine(memory: int) -> None:
    """Take from this process what validation does not need: files, connections, much memory.

    Args:
        memory: bytes that the address space may grow by.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 - as plain as can be
        pages = int(statm.read().split()[0])
    ceiling = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_STANDARD_STREAMS, _STANDARD_STREAMS))


def read_texts(header: dict[str, Any], content: bytes) -> list[Source]:
    """Return the texts of the input as sources."""
    sources, start = [], 0
    for entry in header["texts"]:
        name = entry["name"]
        source = Source(Path(name), name, name, entry["part"], entry["shown"])
        text = content[start : start + entry["size"]]
        source.text, source.report = read_quads(text, name, source.graph)
        sources.append(source)
        start += entry["size"]
    return sources


def written(report: Report, output: str) -> bytes:
    """Return a report in a format given by name, or by media type where it is RDF."""
    known = format_of_media_type(output, GRAPH_FORMATS) if "/" in output else None
    if known:
        return rdf_report.as_rdf(report, rdf_format(known))
    return render(report, output).encode()


def main() -> None:
    """Answer one request."""
    header = json.loads(sys.stdin.buffer.readline())
    wanted = header["wanted"]
    sources = read_texts(header, sys.stdin.buffer.read())
    body = b""
    faults = [(s, fault) for s in sources for fault in s.report.faults]
    if faults:
        source, fault = faults[0]
        status = {
            "status": "syntax",
            "name": source.name,
            "message": fault.message,
            "line": fault.line,
            "column": fault.column,
        }
    else:
        try:
            body = _report(Corpus(sources, wanted["engine"]), wanted, header["memory"])
            status = {"status": "report"}
        except ConfigurationError as error:
            status = {"status": "shapes", "message": str(error)}
    sys.stdout.buffer.write(json.dumps(status).encode() + b"\n" + body)


def _report(corpus: Corpus, wanted: dict[str, Any], memory: int) -> bytes:
    # Only text has been parsed so far; queries that somebody else wrote run behind this line.
    rehearse(corpus.validator.engine, wanted["output"])
    confine(memory)
    options = Options(skip=tuple(name for name in CHECKS if name not in wanted["checks"]))
    return written(check_corpus(corpus, options), wanted["output"])


if __name__ == "__main__":
    main()
