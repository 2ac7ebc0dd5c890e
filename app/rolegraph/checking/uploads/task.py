"""Checks uploaded texts in a confined process: see `validation.py`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from rolegraph import checking, errors, shacl
from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import DATA, ONTOLOGY, Source, by_part
from rolegraph.checking.files.syntax import FORMATS as TEXT_FORMATS
from rolegraph.checking.files.syntax import forget_texts, read_quads
from rolegraph.checking.options import Options
from rolegraph.checking.rules.registry import INCOMPLETE
from rolegraph.checking.run import check_corpus, finished
from rolegraph.checking.uploads.form import SHAPES, ValidationUpload, read_uploads
from rolegraph.rdf import written
from rolegraph.rdf.media import GRAPH_FORMATS, format_of_media_type, rdf_format
from rolegraph.rdf.namespaces import compact
from rolegraph.rdf.terms import Quad
from rolegraph.rdf.uploads.nesting import check_depth
from rolegraph.sandbox import task
from rolegraph.shacl.engines.validator import EngineName
from rolegraph.shacl.formats import FORMATS, rdf_report, render
from rolegraph.shacl.report import Report
from rolegraph.shacl.vocabulary import Vocabulary

ENGINES: tuple[EngineName, ...] = ("auto", "pyshacl")
_TRIAL_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:shape> a sh:NodeShape ; sh:targetClass <urn:class> ;
  sh:property [ sh:path ( <urn:p> [ sh:inversePath <urn:q> ] ) ; sh:minCount 1 ] ;
  sh:property [ sh:path <urn:r> ; sh:pattern "a" ; sh:datatype <urn:d> ] ;
  sh:property [ sh:path <urn:t> ; sh:node [ sh:property [ sh:path <urn:u> ; sh:minCount 1 ] ] ] ;
  sh:or ( [ sh:path <urn:v> ; sh:lessThan <urn:t> ] [ sh:path <urn:w> ; sh:minInclusive 1.5 ] ) ;
  sh:sparql [ sh:message "{?value}" ; sh:select "SELECT $this ?value { $this <urn:r> ?value }" ] ;
  sh:sparql [ sh:select "SELECT $this { $this <urn:r>|<urn:t> ?x FILTER (?x != 1) }" ] .
"""
_TRIAL_DATA = (
    """<urn:a> a <urn:class> ; <urn:r> "2026-01-01"^^<urn:d>, 1.5 ; <urn:t> "b", <urn:b> ."""
)
_TRIAL_XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:">
  <rdf:Description rdf:about="urn:a"><e:r rdf:parseType="Literal"><b/></e:r></rdf:Description>
</rdf:RDF>"""

_NAMED = 5
"""Terms of an upload that a note names; the others are counted."""
REUSABLE = False
"""Shapes may hold queries, so each upload has a process of its own."""
READS_FILES = False


def prepare() -> None:
    """Load every module that may be needed, since soon no file can be opened.

    Some of this package are imported when they are first used. So are some of libraries: all that
    may come is done once on a trifle.
    """
    for room in (checking, shacl, written):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)
    trial = [
        _read("shapes", "s.ttl", _TRIAL_SHAPES.encode(), shown=False),
        _read("data", "d.ttl", _TRIAL_DATA.encode(), shown=True),
        _read("data", "d.rdf", _TRIAL_XML.encode(), shown=True),
    ]
    for engine in ENGINES:
        corpus = Corpus(trial, engine)
        report = finished(corpus, check_corpus(corpus, Options()), Options())
    for output in (*FORMATS, *(known.media_type for known in GRAPH_FORMATS)):
        _written(report, output)


def learn(options: task.Options, content: bytes) -> None:
    """Compile the catalogue's rules, so that what is remembered of them is there for each upload.

    None of their queries runs: nothing is judged by them.

    Args:
        options: `known`, the part and size of each of their texts.
        content: those texts.
    """
    forget_texts()
    corpus = Corpus(list(_known({"size": 0, **options}, content, own_shapes=False)), "auto")
    corpus.as_stored = Options().judges_as_stored(ours=corpus.is_ours)
    corpus.validator.get_ready(corpus.triples)


def run(options: task.Options, content: bytes) -> bytes:
    """Return the report on an upload.

    Args:
        options: the fields of `uploads.Wanted`; `size` of the upload in bytes; `known`, the part
            and size of each text of the catalogue that follows it.
        content: the upload, then those texts.

    Raises:
        SyntaxFault: a text does not parse; has its name, line and column.
        InputError: the form is broken.
        ShapesFault: nothing, or not everything, can be judged by the shapes.
        Unreadable: a text nests too deep.
    """
    uploads = read_uploads(content[: options["size"]], options["content_type"])
    sources = [_source(upload, options["depth"]) for upload in uploads]
    own_shapes = any(upload.field == SHAPES for upload in uploads)
    sources += _known(options, content, own_shapes=own_shapes)
    for source in sources:
        for fault in source.report.faults:
            raise errors.SyntaxFault(
                fault.message, source=source.name, line=fault.line, column=fault.column
            )
    asked = tuple(options["checks"])
    passed_over = [] if own_shapes or "terms" in asked else _undeclared(sources)
    corpus = Corpus(sources, options["engine"], notes=passed_over)
    chosen = Options(only=asked)
    try:
        report = check_corpus(corpus, chosen)
    except errors.ConfigurationError as error:
        raise errors.ShapesFault(str(error)) from error
    _refuse_incomplete(report)
    return _written(finished(corpus, report, chosen), options["output"])


def _undeclared(sources: Sequence[Source]) -> list[str]:
    """Return a note on the terms of an upload that no ontology declares, if there are any.

    No shape speaks of a misspelt property, so without a word it would pass.
    """
    known = Vocabulary(_quads(sources, ONTOLOGY), _quads(sources, SHAPES))
    used = known.undeclared(_quads(sources, DATA, shown=True)) if known.own else {}
    if not used:
        return []
    names = [_named(iri, known.nearest(iri)) for iri in islice(used, _NAMED)]
    more = f" and {len(used) - _NAMED} more" if len(used) > _NAMED else ""
    what = "A term is" if len(used) == 1 else f"{len(used)} terms are"
    was = "was" if len(used) == 1 else "were"
    note = f"{what} not of the ontology, and {was} not judged: {', '.join(names)}{more}."
    return [f"{note} `checks=shacl,terms` says where."]


def _named(iri: str, nearest: str | None) -> str:
    return compact(iri) + (f" (did you mean {compact(nearest)}?)" if nearest else "")


def _quads(sources: Sequence[Source], part: str, *, shown: bool = False) -> Iterator[Quad]:
    for source in by_part(sources, part):
        if source.shown or not shown:
            yield from source.quads


def _refuse_incomplete(report: Report) -> None:
    """Refuse to answer where not everything could be judged.

    Raises:
        ShapesFault: says where in the shapes, and why.
    """
    faults = [finding for finding in report.findings if finding.rule in INCOMPLETE]
    if faults:
        first, more = faults[0], len(faults) - 1
        place = f"{first.file}:{first.line}:{first.column}: " if first.line else ""
        reported = " ".join(filter(None, (first.message, first.hint)))
        raise errors.ShapesFault(f"{place}{reported}{f' ({more} more)' if more else ''}")


def _source(upload: ValidationUpload, depth: int) -> Source:
    form = TEXT_FORMATS[Path(upload.name).suffix]
    check_depth(upload.content, form, depth, f"The text {upload.name}")
    return _read(upload.field, upload.name, upload.content, shown=upload.field != SHAPES)


def _known(options: task.Options, content: bytes, *, own_shapes: bool) -> Iterator[Source]:
    start = options["size"]
    for text in options["known"]:
        end = start + text["size"]
        if text["part"] == "data" or not own_shapes:
            name = f"catalogue-{text['part']}.nt"
            yield _read(text["part"], name, content[start:end], shown=False)
        start = end


def _read(part: str, name: str, content: bytes, *, shown: bool) -> Source:
    source = Source(Path(name), name, f"file:///{quote(name)}", frozenset({part}), shown)
    source.text, source.report = read_quads(content, name, source.base)
    return source


def _written(report: Report, output: str) -> bytes:
    """Return a report in a format given by name, or by media type where it is RDF."""
    known = format_of_media_type(output, GRAPH_FORMATS) if "/" in output else None
    if known:
        return rdf_report.as_rdf(report, rdf_format(known))
    return render(report, output).encode()
