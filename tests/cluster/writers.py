"""Eight writers and two readers at two services: what they wrote, what they saw, and how long it took."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field, replace

import httpx
from layout import TOKEN

from soak.order import History, Read, Write

REGISTERS, HOLDS = "urn:cluster:registers", "urn:holds"
LICENCE = "http://purl.org/dc/terms/license"
NAMES = tuple("abcdefgh")
WRITERS, READERS = 8, 2
PATIENCE = 30.0


@dataclass
class Account:
    """What writers were answered.

    Attributes:
        history: writes and reads of registers.
        acknowledged: when writes were acknowledged, in seconds of one clock.
        answers: how often which answer came.
        broken: rules that an answer says are kept, and are not.
    """

    history: History = field(default_factory=History)
    acknowledged: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self, what: str, *, good: bool) -> None:
        """Note an answer to a write."""
        with self.lock:
            self.answers[what] += 1
            if good:
                self.acknowledged.append(time.monotonic())

    def longest_gap(self, began: float, ended: float) -> tuple[float, float]:
        """Return the longest time without an acknowledged write, and when it began."""
        moments = [began, *sorted(self.acknowledged), ended]
        return max((later - one, one - began) for one, later in itertools.pairwise(moments))


class Writers:
    """Threads that use the services until they are told to stop.

    Args:
        urls: of the services; each writer has one that it prefers, as behind a load balancer.
        tools: IRIs of things that must have one licence each.
        seed: of all chance.
    """

    def __init__(self, urls: list[str], tools: list[str], seed: int) -> None:
        self.account = Account()
        self._urls, self._tools = urls, tools
        self._numbers = itertools.count(1)
        self._stop = threading.Event()
        users = [self._write] * WRITERS + [self._look] * READERS
        self._threads = [
            threading.Thread(target=self._use, args=(user, number, seed), daemon=True)
            for number, user in enumerate(users)
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, once what is under way is answered."""
        self._stop.set()
        for thread in self._threads:
            thread.join(2 * PATIENCE)

    def _use(self, user: object, number: int, seed: int) -> None:
        chance = random.Random(seed * 1000 + number)
        at = number % len(self._urls)
        with httpx.Client(timeout=PATIENCE, headers={"Authorization": f"Bearer {TOKEN}"}) as client:
            while not self._stop.wait(chance.uniform(0.1, 1.0)):
                if not user(client, chance, at):  # type: ignore[operator]
                    at = (at + 1) % len(self._urls)  # the other one may do better

    def _update(self, client: httpx.Client, at: int, text: str) -> httpx.Response | None:
        try:
            answer = client.post(
                f"{self._urls[at]}/sparql",
                content=text,
                headers={"Content-Type": "application/sparql-update"},
            )
        except httpx.HTTPError as error:
            self.account.answered(type(error).__name__, good=False)
            return None
        kind = "" if answer.is_success else str(answer.json().get("type", "")).rpartition("/")[2]
        self.account.answered(f"{answer.status_code} {kind}".strip(), good=answer.is_success)
        return answer

    def _write(self, client: httpx.Client, chance: random.Random, at: int) -> bool:
        draw = chance.random()
        if draw < 0.7:
            return self._put(client, chance, at)
        tool = chance.choice(self._tools)
        new = f"<urn:licence:{next(self._numbers)}>"
        if draw < 0.9:
            # Two of these made on the same state would leave two licences.
            held = f"GRAPH ?g {{ <{tool}> <{LICENCE}> "
            text = (
                f"DELETE {{ {held} ?o }} }} INSERT {{ {held} {new} }} }} WHERE {{ {held} ?o }} }}"
            )
            answer = self._update(client, at, text)
            return answer is not None and not answer.is_server_error
        text = (
            f"INSERT {{ GRAPH ?g {{ <{tool}> <{LICENCE}> {new} }} }} "
            f"WHERE {{ GRAPH ?g {{ <{tool}> <{LICENCE}> ?o }} }}"
        )
        answer = self._update(client, at, text)
        if answer is not None and answer.is_success:
            self.account.broken.append(f"a second licence of {tool} was taken: {answer.text[:200]}")
        return answer is not None and not answer.is_server_error

    def _put(self, client: httpx.Client, chance: random.Random, at: int) -> bool:
        """Put a new value into a register."""
        value, register = next(self._numbers), f"urn:register:{chance.choice(NAMES)}"
        held = f"GRAPH <{REGISTERS}> {{ <{register}> <{HOLDS}> "
        text = (
            f"DELETE {{ {held} ?v }} }} INSERT {{ {held} {value} }} }} "
            f"WHERE {{ OPTIONAL {{ {held} ?v }} }} }}"
        )
        began = time.monotonic()
        answer = self._update(client, at, text)
        write = Write(register, value, began, time.monotonic())
        if answer is not None and answer.is_success:
            write = replace(write, revision=int(answer.headers["rolegraph-revision"]))
        elif answer is not None and answer.is_client_error:
            write = replace(write, refused=True)
        self.account.history.wrote(write)
        return answer is not None and not answer.is_server_error

    def _look(self, client: httpx.Client, chance: random.Random, at: int) -> bool:
        """Read all registers at once."""
        at = chance.randrange(len(self._urls))
        query = f"SELECT ?r ?v {{ GRAPH <{REGISTERS}> {{ ?r <{HOLDS}> ?v }} }}"
        began = time.monotonic()
        try:
            answer = client.get(
                f"{self._urls[at]}/sparql", params={"query": query}, headers={"Accept": "text/csv"}
            )
        except httpx.HTTPError:
            return False
        if answer.is_success:
            rows = [row.split(",") for row in answer.text.split()[1:]]
            self.account.history.read(
                Read(
                    state={register: int(value) for register, value in rows},
                    service=str(at),
                    began=began,
                    ended=time.monotonic(),
                    least=int(answer.headers["rolegraph-revision"]),
                    lags=True,  # it may not have looked at the log yet
                )
            )
        with self.account.lock:
            self.account.answers[f"read {answer.status_code}"] += 1
        return True
