"""A quick look at the log: is the head still where it was?

Most looks find that it is. So they are one small question over one plain connection, and whatever
is unusual about it is left to the client that knows how to ask again.
"""

from __future__ import annotations

import http.client
import json
import threading
from contextlib import suppress
from urllib.parse import urlencode, urlsplit

import httpx

from rolegraph.store.remote.endpoints.client import StoreClient
from rolegraph.store.remote.endpoints.results import JSON
from rolegraph.store.remote.log.templates import head_at


class QuickLook:
    """Asks where the head is; httpx takes four times the processor time for this.

    Args:
        client: the store; its addresses and credentials are used.
    """

    def __init__(self, client: StoreClient) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._address: str | None = None
        self._connection: http.client.HTTPConnection | None = None
        self._path, self._headers = "", {"Accept": JSON}

    def is_at(self, revision: int) -> bool:
        """Tell whether the head is settled at a revision; False also where that is not known."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            return self._ask(f"ASK {{ {head_at(revision)} }}")
        finally:
            self._lock.release()

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._drop()

    def _ask(self, question: str) -> bool:
        self._turn_to(self._client.addresses.query)
        if self._connection is None:
            return False
        try:
            address = self._path + urlencode({"query": question})
            self._connection.request("GET", address, headers=self._headers)
            answer = self._connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self._drop()
            return False
        if answer.status != httpx.codes.OK:
            return False
        with suppress(ValueError):
            found = json.loads(text)
            return isinstance(found, dict) and found.get("boolean") is True
        return False

    def _turn_to(self, address: str) -> None:
        """Be ready to ask an address, unless only the other client can."""
        if address == self._address:
            return
        self._drop()
        self._address = address
        parts = urlsplit(address)
        given = self._client.credentials
        if parts.scheme != "http" or parts.hostname is None or isinstance(given, httpx.DigestAuth):
            return
        self._connection = http.client.HTTPConnection(
            parts.hostname, parts.port, timeout=self._client.limits.connect
        )
        # In one packet: a body would be sent behind its headers.
        self._path = f"{parts.path or '/'}?{parts.query + '&' if parts.query else ''}"
        self._headers = {"Accept": JSON}
        if given is not None:
            request = next(given.auth_flow(httpx.Request("GET", address)))
            self._headers["Authorization"] = request.headers["Authorization"]

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._address = None
