"""Source documents: reading, tracing, drift.

* `import_document(path)`: Markdown and curation in, triples out.
* `drift.check(document, graph, curation)`: findings where a document and its graph do not say the
  same; what `rolegraph check` calls. The rules are `drifts.RULES`.
* `sync.sync(document)`: the patch that brings the graph, and the curation, up to the document.
* `render.render(triples)`: the Markdown back from the graph alone.
"""

from rolegraph.documents.errors import MalformedDocument
from rolegraph.documents.importer import Imported, import_document
from rolegraph.documents.model import ParsedDocument
from rolegraph.documents.parse import parse_document, read_document

__all__ = [
    "Imported",
    "MalformedDocument",
    "ParsedDocument",
    "import_document",
    "parse_document",
    "read_document",
]
