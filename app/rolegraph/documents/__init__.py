"""Source documents: reading, tracing, drift."""

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
