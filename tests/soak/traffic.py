"""What users do to a leader and its replica all the while, and what they must be answered."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import httpx
from ledger import FAULT, Ledger
from order import History, Read, Write
from services import TOKEN, Service

GRAPH = "urn:soak"
REGISTERS, HOLDS = "urn:soak:registers", "urn:holds"
"""The graph whose registers the history is about, and what a register says of its value."""
HOST = {"Host": "roles.localhost"}
FIXED = ("/api/v1/roles/data-analyst", "/api/v1/tools?limit=3", "/roles/data-analyst.ttl")
"""Addresses whose answers no write of a run changes."""
HOSTILE = (
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT ?x { ?s ?p ?o BIND(CONCAT(STR(?s), STR(?o)) AS ?x) ?t ?q ?u } ORDER BY DESC(?x)",
    'SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), "^(a+)+$")) ?a ?b ?c }',
    "SELECT * { ?s (<urn:a>|!<urn:b>)* ?o . ?o (<urn:a>|!<urn:c>)* ?u }",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT " + "{" * 2000,
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
)


class Traffic:
    """Threads that use two services until they are told to stop.

    Args:
        leader: takes writes.
        replica: follows it.
        ledger: keeps the account.
        history: is told what is put into registers and read from them.
        seed: of all chance.
    """

    def __init__(
        self, leader: Service, replica: Service, ledger: Ledger, history: History, seed: int
    ) -> None:
        self._leader, self._replica, self._ledger = leader, replica, ledger
        self._history = history
        self._numbers = itertools.count(1)
        self._stop = threading.Event()
        self._seed = seed
        self._expected: dict[str, bytes] = {}
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin."""
        with httpx.Client(base_url=self._leader.url, timeout=60) as client:
            self._expected = {path: client.get(path, headers=HOST).content for path in FIXED}
        users = [self._write] * 3 + [self._read] * 2 + [self._query] * 2 + [self._attack]
        users += [self._put] * 3 + [self._look] * 3
        for number, user in enumerate(users):
            chance = random.Random(self._seed * 100 + number)
            thread = threading.Thread(target=self._use, args=(user, chance), daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """End, once what is under way is answered."""
        self._stop.set()
        for thread in self._threads:
            thread.join(120)

    def _use(
        self, user: Callable[[httpx.Client, random.Random], None], chance: random.Random
    ) -> None:
        while not self._stop.is_set():
            with httpx.Client(timeout=40) as client:
                for _ in range(200):
                    if self._stop.wait(chance.uniform(0, 0.06)):
                        return
                    user(client, chance)

    def _ask(
        self, client: httpx.Client, kind: str, method: str, url: str, **options: object
    ) -> httpx.Response | None:
        began = time.monotonic()
        try:
            answer = client.request(method, url, **options)  # type: ignore[arg-type]
        except httpx.HTTPError:
            self._ledger.unreachable(kind)
            time.sleep(0.2)
            return None
        seconds = time.monotonic() - began
        text = answer.text if answer.status_code == FAULT else ""
        self._ledger.answered(kind, answer.status_code, seconds, text)
        return answer

    def _write(self, client: httpx.Client, chance: random.Random) -> None:
        """Write something new, by one of three ways, and read it back."""
        number = next(self._numbers)
        triple = f"<urn:write:{number}> <urn:value> {number}"
        filler = "x" * chance.choice((0, 10, 1000, 20000))
        triples = f'{triple} ; <urn:filler> "{filler}" .'
        headers = {"Authorization": f"Bearer {TOKEN}"}
        if chance.random() < 0.5:
            url, kind = f"{self._leader.url}/graphs?graph={GRAPH}", "text/turtle"
        else:
            url, kind = f"{self._leader.url}/sparql", "application/sparql-update"
            triples = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {triples} }} }}"
        answer = self._ask(
            client, "write", "POST", url, content=triples, headers={**headers, "Content-Type": kind}
        )
        if answer is None:
            self._ledger.unknown.add(number)
        elif answer.is_success:
            revision = int(answer.headers["rolegraph-revision"])
            self._ledger.acknowledged[number] = revision
            self._read_back(client, chance, number, revision)
        elif _may_be_stored(answer) or (self._ledger.unsure and answer.is_server_error):
            self._ledger.unknown.add(number)
        else:
            self._ledger.refused.add(number)

    def _read_back(
        self, client: httpx.Client, chance: random.Random, number: int, revision: int
    ) -> None:
        """Ask for what was acknowledged: now, at its revision, before it, and at the replica."""
        query = f"ASK {{ GRAPH <{GRAPH}> {{ <urn:write:{number}> <urn:value> {number} }} }}"
        asked = [("now", self._leader, {}, True)]
        if chance.random() < 0.05:
            asked += [("then", self._leader, {"at": str(revision)}, True)]
            asked += [("before", self._leader, {"at": str(revision - 1)}, False)]
        asked += [("replica", self._replica, {}, True)]
        for name, service, parameters, expected in asked:
            answer = self._ask(
                client,
                "query",
                "GET",
                f"{service.url}/sparql",
                params={"query": query, **parameters},
            )
            if answer is None or not answer.is_success:
                continue
            seen = int(answer.headers.get("rolegraph-revision", "0"))
            if name == "replica" and seen < revision:
                continue  # it says itself that it is not there yet
            if answer.text.replace(" ", "") != _boolean(expected):
                self._ledger.mistaken(f"write {number} of revision {revision}, asked {name}")

    def _read(self, client: httpx.Client, chance: random.Random) -> None:
        """Read what never changes."""
        path = chance.choice(FIXED)
        service = chance.choice((self._leader, self._replica))
        answer = self._ask(client, "read", "GET", f"{service.url}{path}", headers=HOST)
        if answer is not None and answer.is_success and answer.content != self._expected[path]:
            self._ledger.mistaken(f"{path} of the {service.name}")

    def _query(self, client: httpx.Client, chance: random.Random) -> None:
        """Count what was written: never fewer than were acknowledged before, never a stranger."""
        service = chance.choice((self._leader, self._replica))
        known = set(self._ledger.acknowledged)
        last = max(self._ledger.acknowledged.values(), default=0)
        query = f"SELECT ?v {{ GRAPH <{GRAPH}> {{ ?s <urn:value> ?v }} }}"
        answer = self._ask(
            client,
            "query",
            "GET",
            f"{service.url}/sparql",
            params={"query": query},
            headers={"Accept": "text/csv"},
        )
        if answer is None or not answer.is_success:
            return
        lines = answer.text.split()
        if lines[:1] != ["v"] or not all(line.isdigit() for line in lines[1:]):
            self._ledger.mistaken(f"the answer to another question: {answer.text[:80]!r}")
            return
        rows = [int(row) for row in lines[1:]]
        if len(rows) != len(set(rows)):
            self._ledger.mistaken(f"a number twice at the {service.name}")
        if set(rows) & self._ledger.refused:
            self._ledger.mistaken(f"a refused write at the {service.name}")
        if int(answer.headers["rolegraph-revision"]) >= last and not known <= set(rows):
            self._ledger.mistaken(f"{len(known - set(rows))} writes not at the {service.name}")

    def _put(self, client: httpx.Client, chance: random.Random) -> None:
        """Put a new value into a register."""
        value, register = next(self._numbers), f"urn:register:{chance.choice('abcd')}"
        held = f"GRAPH <{REGISTERS}> {{ <{register}> <{HOLDS}> "
        began = time.monotonic()
        answer = self._ask(
            client,
            "write",
            "POST",
            f"{self._leader.url}/sparql",
            content=f"DELETE {{ {held} ?v }} }} INSERT {{ {held} {value} }} }} "
            f"WHERE {{ OPTIONAL {{ {held} ?v }} }} }}",
            headers={
                "Authorization": f"Bearer {TOKEN}",
                "Content-Type": "application/sparql-update",
            },
        )
        write = Write(register, value, began, time.monotonic())
        if answer is not None and answer.is_success:
            write = replace(write, revision=int(answer.headers["rolegraph-revision"]))
        elif answer is not None and not _may_be_stored(answer):
            write = replace(write, refused=not (self._ledger.unsure and answer.is_server_error))
        self._history.wrote(write)

    def _look(self, client: httpx.Client, chance: random.Random) -> None:
        """Read all registers at once, now and then as they were."""
        service = chance.choice((self._leader, self._replica))
        known = max((write.revision or 0 for write in self._history.writes[-50:]), default=0)
        at = known - chance.randint(0, 30) if chance.random() < 0.1 else 0
        began = time.monotonic()
        answer = self._ask(
            client,
            "query",
            "GET",
            f"{service.url}/sparql",
            params={
                "query": f"SELECT ?r ?v {{ GRAPH <{REGISTERS}> {{ ?r <{HOLDS}> ?v }} }}",
                **({"at": str(at)} if at > 0 else {}),
            },
            headers={"Accept": "text/csv"},
        )
        if answer is None or not answer.is_success:
            return
        rows = [row.split(",") for row in answer.text.split()[1:]]
        state = {register: int(value) for register, value in rows}
        if len(state) != len(rows):
            self._ledger.mistaken(f"a register with two values at the {service.name}: {rows}")
            return
        least = int(answer.headers.get("rolegraph-revision", "0"))
        self._history.read(
            Read(
                state,
                service.name,
                began,
                time.monotonic(),
                least=0 if at > 0 else least,
                at=at if at > 0 else None,
                lags=service is self._replica,
            )
        )

    def _attack(self, client: httpx.Client, chance: random.Random) -> None:
        """Ask what nobody should; sometimes go away before the answer."""
        service = chance.choice((self._leader, self._replica))
        patience = chance.choice((0.3, 30.0))
        answer = self._ask(
            client,
            "hostile",
            "GET",
            f"{service.url}/sparql",
            params={"query": chance.choice(HOSTILE)},
            timeout=patience,
        )
        if answer is not None and answer.status_code == FAULT:
            self._ledger.mistaken(f"a fault for a hostile query at the {service.name}")
        self._stop.wait(chance.uniform(0, 1))


def _boolean(value: bool) -> str:
    return f'{{"head":{{}},"boolean":{str(value).lower()}}}'


def _may_be_stored(answer: httpx.Response) -> bool:
    """Tell whether an answer says that the write is in the log, and to be seen after a restart."""
    return "not-seen-yet" in answer.text
