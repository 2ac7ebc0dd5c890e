"""Requests to a remote store's endpoints, its failures told apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain

import httpx
import structlog

from rolegraph.errors import (
    StoreAnswer,
    StoreRefusal,
    StoreTimeout,
    StoreUnavailable,
)
from rolegraph.rdf.terms import NamedNode, Quad, Term
from rolegraph.settings.modes import StoreTurns
from rolegraph.store.remote.endpoints.addresses import Addresses
from rolegraph.store.remote.endpoints.breaker import Breaker
from rolegraph.store.remote.endpoints.engines import Engines
from rolegraph.store.remote.endpoints.results import JSON, bindings, triples

_log = structlog.get_logger(__name__)
_ATTEMPTS = 3
"""How often a read is tried where the connection fails."""
_PAUSE = 0.1
_READS_ONLY = frozenset({403, 405, 501})
"""Answers to an update of an engine that takes none."""
_NOT_OPEN = frozenset({401, 403, 404, 405, 415})
"""Answers to an upload of an engine that takes none there."""
_UNAVAILABLE = frozenset({429, 502, 503, 504})
_DIALECT = "define sql:log-enable 1 "
"""A pragma that only Virtuoso knows. There it makes a request one transaction that is logged."""


class StoreClient:
    """Asks and changes a remote store; for use by many threads.

    Args:
        addresses: the endpoints, of one engine or several.
        credentials: what authenticates requests.
        timeout: seconds that an answer may take.
        connect_timeout: seconds that a connection may take.
        turns: who sees to it that commits come one after the other.
    """

    def __init__(
        self,
        addresses: Addresses,
        credentials: httpx.Auth | None,
        *,
        timeout: float,
        connect_timeout: float,
        turns: StoreTurns = StoreTurns.AUTO,
    ) -> None:
        self.engines, self.credentials = Engines(addresses), credentials
        self.breaker = Breaker()
        self._turns = turns
        self.limits = httpx.Timeout(timeout, connect=connect_timeout)
        self._http = httpx.Client(auth=credentials, timeout=self.limits, trust_env=False)
        self._prologue: str | None = None
        self._is_fuseki, self._takes_uploads = False, True

    @property
    def addresses(self) -> Addresses:
        """The endpoints of the engine that is asked now."""
        return self.engines.present

    def select(self, query: str) -> list[dict[str, Term]]:
        """Run a fixed SELECT and return its rows; tried again where the connection fails."""
        answer = self._read(query, JSON)
        return bindings(answer.content, answer.headers)

    def graph(self, graph: NamedNode) -> Iterator[Quad]:
        """Read the triples of a graph."""
        if self.addresses.graphs is None:
            text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
            answer = self._read(text, "application/n-triples")
        else:
            # "graph" is the standard's name, "graph-uri" that of Virtuoso.
            name = "graph-uri" if self.is_virtuoso else "graph"
            with self._watching("read", self.addresses):
                answer = self._http.get(
                    self.addresses.graphs,
                    params={name: graph.value},
                    headers={"Accept": "application/n-triples"},
                )
                if answer.status_code == httpx.codes.NOT_FOUND:
                    self.breaker.succeeded()
                    return iter(())
                self._check(answer)
        return triples(answer.content, answer.headers)

    def update(self, text: str) -> None:
        """Run an update, once: whether it was done is not known where the connection fails.

        Raises:
            StoreUnavailable, StoreTimeout: it may or may not be done.
            EngineFault: the same; the engine failed in it.
            StoreRefusal: it was not done; the engine does not take it.
            StoreAnswer: the answer is no answer to an update.
        """
        whole = (self.prologue + text).encode()
        self._update(lambda: whole, self.limits)

    def update_in_parts(self, parts: Callable[[], Iterable[str]], seconds: float) -> None:
        """Run an update of any length, once; the parts are sent as they come.

        Args:
            parts: gives its text from the beginning, each time it is called.
            seconds: how long the answer may take, once all is sent.

        Raises:
            StoreError: see `update`.
        """

        def text() -> Iterator[bytes]:
            return (part.encode() for part in chain([self.prologue], parts()))

        longest = max(seconds, self.limits.read or 0)
        self._update(text, httpx.Timeout(longest, connect=self.limits.connect))

    def upload(self, address: str, trig: Iterable[bytes], seconds: float) -> None:
        """Add the quads of a document of any length, once; its parts are sent as they come.

        Args:
            address: takes TriG by the Graph Store HTTP Protocol.
            trig: the document; what it raises ends the request, with the document unfinished.
            seconds: how long the answer may take, once all is sent.

        Raises:
            StoreError: see `update`.
        """
        longest = max(seconds, self.limits.read or 0)
        with self._watching("upload", self.addresses):
            answer = self._http.post(
                address,
                content=trig,
                headers={"Content-Type": "application/trig"},
                timeout=httpx.Timeout(longest, connect=self.limits.connect),
            )
            self._takes_uploads = answer.status_code not in _NOT_OPEN
            self._check(answer)

    def insert(self, group: str) -> None:
        """Add a group of quads, `GRAPH <g> { … }`, by an upload where that costs the engine less.

        Raises:
            StoreError: see `update`.
        """
        address = self.takes_quads_at
        if address is not None:
            with suppress(StoreRefusal, StoreAnswer):
                self.upload(address, [group.encode()], 0)
                return
        self.update(f"INSERT DATA {{ {group} }}")

    def _update(
        self, content: Callable[[], bytes | Iterator[bytes]], timeout: httpx.Timeout
    ) -> None:
        """Run an update at the present engine; at the next one where that has not taken it."""
        for _ in range(self.engines.count - 1):
            try:
                return self._update_at(self.addresses, content(), timeout)
            except NotTaken:
                continue
        return self._update_at(self.addresses, content(), timeout)

    def _update_at(
        self, engine: Addresses, content: bytes | Iterator[bytes], timeout: httpx.Timeout
    ) -> None:
        with self._watching("update", engine):
            answer = self._http.post(
                engine.update,
                content=content,
                headers={"Content-Type": "application/sparql-update", "Accept": "*/*"},
                timeout=timeout,
            )
            if answer.status_code in _READS_ONLY and self.engines.leave(engine):
                raise NotTaken
            try:
                self._check(answer)
            except EngineFault:
                self.engines.leave(engine)  # its disk may be full, and that of the next may not
                raise

    @property
    def prologue(self) -> str:
        """What an update begins with at this engine."""
        if self._prologue is None:
            self._prologue = _DIALECT if self._knows_dialect() else ""
        return self._prologue

    @property
    def is_virtuoso(self) -> bool:
        """Whether the engine has Virtuoso's ways."""
        return self.prologue == _DIALECT

    @property
    def takes_quads_at(self) -> str | None:
        """Where the only engine takes an upload as one transaction, if it is known to: Fuseki."""
        if not (self._is_fuseki and self._takes_uploads) or self.engines.count > 1:
            return None
        place, _, name = self.addresses.update.rpartition("/")
        return self.addresses.graphs or (f"{place}/data" if name == "update" else None)

    @property
    def runs_updates_in_turn(self) -> bool:
        """Whether no two updates that take the same lock run at once."""
        if self._turns is StoreTurns.AUTO:
            return self.is_virtuoso
        return self._turns is StoreTurns.ENGINE

    def _knows_dialect(self) -> bool:
        try:
            self.select(f"{_DIALECT}SELECT ?x WHERE {{ ?x ?x ?x }} LIMIT 1")
        except StoreRefusal:
            return False
        return True

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _read(self, query: str, accept: str) -> httpx.Response:
        attempts = _ATTEMPTS + self.engines.count - 1
        for attempt in range(attempts):
            engine = self.addresses
            try:
                with self._watching("query", engine):
                    answer = self._http.post(
                        engine.query, data={"query": query}, headers={"Accept": accept}
                    )
                    self._check(answer)
                    return answer
            except EngineFault:
                if attempt >= self.engines.count - 1:
                    raise
                self.engines.leave(engine)
            except (StoreUnavailable, StoreTimeout) as error:
                # A query that takes too long here takes as long again, so only others are asked.
                if isinstance(error, StoreTimeout) and self.addresses is engine:
                    raise
                if attempt == attempts - 1 or self.breaker.state != "closed":
                    raise
                if self.addresses is engine:  # else the next one is asked at once
                    time.sleep(_PAUSE * 2**attempt)
        raise StoreUnavailable("The store cannot be reached.")  # pragma: no cover

    @contextmanager
    def _watching(self, what: str, engine: Addresses) -> Iterator[None]:
        self.breaker.check()
        try:
            yield
        except httpx.HTTPError as error:
            _log.warning("store.failed", what=what, kind=type(error).__name__)
            unsent = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            if self.failed(engine) and unsent:
                raise NotTaken from None
            raise failure_of(error) from None
        except NotTaken:
            raise
        except StoreUnavailable:
            self.failed(engine)
            raise
        except (StoreRefusal, StoreAnswer):
            self.breaker.succeeded()
            raise

    def failed(self, engine: Addresses) -> bool:
        """Note that an engine does not answer, and return whether another may."""
        if self.engines.leave(engine):
            return True
        self.breaker.failed()
        return False

    def _check(self, answer: httpx.Response) -> None:
        self._is_fuseki = "fuseki-request-id" in answer.headers
        check_answer(answer.status_code, answer.text if answer.is_error else "")
        self.breaker.succeeded()
        self.engines.worked()


class EngineFault(StoreAnswer):
    """An engine answered with a fault of its own; whether an update was done is not known."""


class NotTaken(StoreUnavailable):
    """An engine has not got an update, and there is another to try."""

    def __init__(self) -> None:
        super().__init__("The store cannot be reached.")


def failure_of(error: httpx.HTTPError) -> StoreUnavailable | StoreTimeout:
    """Return what a failed connection to the store means, without its address."""
    if isinstance(error, httpx.ReadTimeout | httpx.WriteTimeout):
        return StoreTimeout("The store did not answer in time.")
    return StoreUnavailable("The store cannot be reached.")


def check_answer(status: int, text: str) -> None:
    """Go on only if the store's answer is a good one.

    Raises:
        StoreUnavailable: it, or what stands before it, says that it cannot answer now.
        StoreTimeout: it has a shorter limit of time than this service.
        StoreRefusal: it does not take the request.
        EngineFault: it failed.
        StoreAnswer: it answers otherwise.
    """
    if status < httpx.codes.MULTIPLE_CHOICES:
        return
    first = text.strip().partition("\n")[0][:200]
    _log.info("store.answer", status=status, says=first)
    if status in _UNAVAILABLE:
        raise StoreUnavailable("The store cannot answer now.")
    if status in {401, 403}:
        raise StoreAnswer("The store does not take the credentials of this service.")
    if "40001" in first:  # SQLSTATE of a transaction that had to give way to another
        raise StoreRefusal("The store ended the transaction in favour of another.", again=True)
    if "S1T00" in first:  # SQLSTATE of a time limit of the engine
        raise StoreTimeout("The store did not answer in time.")
    if status == httpx.codes.BAD_REQUEST or first.startswith("Virtuoso"):
        raise StoreRefusal(
            "The store does not take this; its engine may not know a form or a value that it has, "
            "such as an unusual number, time or datatype."
        )
    kind = EngineFault if status >= httpx.codes.INTERNAL_SERVER_ERROR else StoreAnswer
    raise kind(f"The store answered with status {status}.")
