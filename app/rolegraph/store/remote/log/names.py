"""The words of the log: the graph in which a remote store keeps what was committed.

```
<…/graph/log#head>  log:id        "the log's UUID" ;
                    log:revision  7 ;              # or log:settling 8, while commit 8 is written
                    log:lease     "UUID 1" .       # see `leases`
<…/graph/log#commit-UUID>
                    log:committed 7 ;              # made revision 7; without it: only staged
                    log:headers   "{…}" ;          # the journal's headers as JSON, in their order
                    log:parts     2 .
<…/graph/log#commit-UUID.0>  log:text "A <…> …" .  # the RDF Patch, in parts
<…/graph/log#commit-UUID.1>  log:text "…" .
```

A part of a large commit has `log:packed` instead: its text, compressed (zlib) and as Base64.

Texts are those of JSON strings without the quotation marks, in ASCII: whatever an engine does to
unusual characters, it does not do to these.
"""

from __future__ import annotations

from rolegraph.rdf.namespaces import LOG_GRAPH

HEAD = f"<{LOG_GRAPH}#head>"
ID = f"<{LOG_GRAPH}#id>"
LOCK = f"<{LOG_GRAPH}#lock>"
LEASE = f"<{LOG_GRAPH}#lease>"
REVISION = f"<{LOG_GRAPH}#revision>"
SETTLING = f"<{LOG_GRAPH}#settling>"
COMMITTED = f"<{LOG_GRAPH}#committed>"
STAGED = f"<{LOG_GRAPH}#staged>"
HEADERS = f"<{LOG_GRAPH}#headers>"
PARTS = f"<{LOG_GRAPH}#parts>"
TEXT = f"<{LOG_GRAPH}#text>"
PACKED = f"<{LOG_GRAPH}#packed>"
SENT = f"<{LOG_GRAPH}#sent>"
PATIENCE = f"<{LOG_GRAPH}#patience>"
CHOOSING = f"<{LOG_GRAPH}#choosing>"
NUMBER = f"<{LOG_GRAPH}#number>"
TRIED = f"<{LOG_GRAPH}#tried>"
COMMIT_PREFIX = f"{LOG_GRAPH}#commit-"


def commit_iri(commit: str) -> str:
    """Return the name of a commit of the log, in angle brackets."""
    return f"<{COMMIT_PREFIX}{commit}>"


def part_iri(commit: str, number: int) -> str:
    """Return the name of a part of its patch, in angle brackets."""
    return f"<{COMMIT_PREFIX}{commit}.{number}>"


def probe_iri(commit: str) -> str:
    """Return the name of what has its values for a moment, in angle brackets."""
    return f"<{COMMIT_PREFIX}{commit}.values>"


def writer_iri(writer: str) -> str:
    """Return the name of a service that takes turns, in angle brackets."""
    return f"<{LOG_GRAPH}#writer-{writer}>"


def in_log(triples: str) -> str:
    """Return a group of triples in the graph of the log."""
    return f"GRAPH <{LOG_GRAPH}> {{ {triples} }}"
