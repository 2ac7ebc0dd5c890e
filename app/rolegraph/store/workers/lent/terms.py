"""On which terms a connection is lent: which requests its worker answers, and how.

The server has read the head of a request in full, and knows what it asks for. The worker answers
requests with that very head, and gives all others back.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rolegraph.rdf.plain.forms import only_field
from rolegraph.store.workers.messages.job import GZIP_FROM, VARIABLE, body_hash, compress

GET, FORM, TEXT = "get", "form", "text"
"""Where the query stands: in the address, in a form, or in a body of its own."""
_START = {
    GET: b"GET /sparql?",
    FORM: b"POST /sparql HTTP/1.1\r\n",
    TEXT: b"POST /sparql HTTP/1.1\r\n",
}
_GET, _POST = b"GET /sparql?", b"POST /sparql HTTP/1.1\r\n"
_LENGTH = re.compile(rb"(?:^|\r\n)content-length:[ \t]*", re.IGNORECASE)
IN_QUERY = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%!$&'()*+,;=:@/?"
"""What the query part of a target may have (RFC 3986, 3.4)."""
_LONGEST_NUMBER = 9


class Representation(NamedTuple):
    """How one form of result is sent.

    Attributes:
        format: the name of its format.
        plain, gzipped: header lines of an answer, as it is and compressed.
        tag: what ends its entity tag.
    """

    format: str
    plain: bytes
    gzipped: bytes
    tag: str


class LoanTerms(NamedTuple):
    """The terms, as plain values.

    Attributes:
        kind: GET, FORM or TEXT.
        before, after: what stands before and behind the number of the header Content-Length, in the
            block of headers; with GET all of it stands behind.
        target: bytes that the first line may have.
        length: characters that a query may have.
        depth: brackets that it may have.
        gzip: whether the client takes that.
        start: what an answer begins with behind its date, up to what ends the name of the request.
        table, graph: how results are sent; None where the client takes none of these.
    """

    kind: str
    before: bytes
    after: bytes
    target: int
    length: int
    depth: int
    gzip: bool
    start: bytes
    table: Representation | None
    graph: Representation | None


def divided(kind: str, block: bytes) -> tuple[bytes, bytes] | None:
    """Return what a block of headers has before and behind its length; None where it has none.

    Args:
        kind: GET, FORM or TEXT.
        block: from behind the first line to the empty line, that included.
    """
    if kind == GET:
        return b"", block
    found = _LENGTH.search(block)
    if found is None:
        return None
    end = block.find(b"\r\n", found.end())
    return block[: found.end()], block[end:]


class KnownRequests:
    """Reads requests whose head is the one that is known.

    Args:
        terms: of the connection.
    """

    __slots__ = ("_end", "_kind", "_start", "_target")

    def __init__(self, terms: LoanTerms) -> None:
        self._kind, self._target = terms.kind, terms.target
        self._start = (_GET if terms.kind == GET else _POST) + terms.before
        self._end = b" HTTP/1.1\r\n" + terms.after if terms.kind == GET else terms.after

    def text(self, data: bytes) -> str | None:
        """Return the query of the one request that `data` is; None of any other."""
        if not data.startswith(self._start):
            return None
        field = self._in_address(data) if self._kind == GET else self._in_body(data)
        try:
            if field is None or self._kind == TEXT:
                return None if field is None else field.decode()
            found = only_field(field)
        except UnicodeDecodeError:
            return None
        return found[1] if found is not None and found[0] == "query" else None

    def _in_address(self, data: bytes) -> bytes | None:
        start, end = self._start, self._end
        field = data[len(start) : -len(end)]
        # Without a blank in it, all between the two is the address.
        if not data.endswith(end) or field.translate(None, IN_QUERY):
            return None
        return field if len(data) - len(end) < self._target else None

    def _in_body(self, data: bytes) -> bytes | None:
        start, end = self._start, self._end
        stop = data.find(b"\r\n", len(start), len(start) + _LONGEST_NUMBER + 2)
        number, body = data[len(start) : stop], data[stop + len(end) :]
        if stop < 0 or not number.isdigit() or not data.startswith(end, stop):
            return None
        return body if int(number) == len(body) else None


def answer_of(
    terms: LoanTerms, sent: Representation, date: bytes, name: bytes, revision: int, body: bytes
) -> bytes:
    """Return all bytes of an answer.

    Args:
        terms: of the connection.
        sent: how this form of result is sent.
        date: the header line, with its end.
        name: the end of the name of the request.
        revision: of the dataset.
        body: the result.
    """
    tag = f'"{body_hash(body)}-{sent.tag}"'
    lines = sent.plain
    if terms.gzip and len(body) >= GZIP_FROM:
        body, tag, lines = compress(body), f'{tag[:-1]}-gzip"', sent.gzipped
    head = b"HTTP/1.1 200 OK\r\n%b%b%b\r\n%b" % (date, terms.start, name, lines)
    return head + VARIABLE % (revision, tag.encode(), len(body)) + body
