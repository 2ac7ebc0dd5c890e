"""A whole cluster: three ZooKeeper servers, two patch log servers, two Fuseki servers, two services.

All are processes on loopback. Between the layers are wires, so that any node can be cut off from
any other. RDF Delta comes from its sources (see `make cluster`).
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
from pathlib import Path

import httpx
from keeper import Keeper
from nodes import Disks, Node
from wires import Wire

from engines import free_port
from rolegraph.rdf.namespaces import LOG_GRAPH

TOKEN = "cluster"
JARS = Path(os.environ.get("RDF_DELTA_JARS", Path(__file__).parents[2] / "build" / "cluster"))
DEPLOYED = Path(__file__).parents[2] / "docs" / "deploy" / "cluster"
"""What a cluster elsewhere is made of, and this one too."""
HEAP = "-Xmx192m"
_JAVA = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k"]
# ZooKeeper keeps a patch in one node; of a larger one than this it closes the connection.
_LARGEST = f"-Djute.maxbuffer={32 * 2**20}"


def missing() -> str | None:
    """Say why there can be no cluster here, or None."""
    if shutil.which("java") is None:
        return "there is no Java"
    for name in ("delta-server.jar", "delta-fuseki.jar", "launcher.jar"):
        if not (JARS / name).exists():
            return f"{JARS / name} is missing; `make cluster` builds it (needs a JDK 17 and Maven)"
    return None


class RdfDelta:
    """The nodes and the wires.

    Args:
        root: an empty folder.
        apart: whether the second service writes through the second Fuseki server while all are
            well; otherwise both write through the first one.
    """

    def __init__(self, root: Path, *, apart: bool = False) -> None:
        self._root, self.disks = root, Disks(root)
        self.wires: list[Wire] = []
        self._keeper: Keeper | None = None
        self._filled = False
        quorum = [(free_port(), free_port(), free_port()) for _ in range(3)]
        self.zookeepers = [self._zookeeper(number, quorum) for number in (1, 2, 3)]
        clients = [client for _, _, client in quorum]
        patch_ports = [free_port(), free_port()]
        self.patch_urls = [f"http://127.0.0.1:{port}" for port in patch_ports]
        self.patch_servers = [
            self._patch_server(number, port, clients) for number, port in enumerate(patch_ports, 1)
        ]
        self.fuseki_ports = [free_port(), free_port()]
        self.fusekis = [
            self._fuseki(number, port, patch_ports)
            for number, port in enumerate(self.fuseki_ports, 1)
        ]
        self.service_ports = [free_port(), free_port()]
        self.services = [
            self._service(number, port, apart and number == 2)
            for number, port in enumerate(self.service_ports, 1)
        ]

    @property
    def nodes(self) -> list[Node]:
        """All of them, in the order in which they start."""
        return [*self.zookeepers, *self.patch_servers, *self.fusekis, *self.services]

    @property
    def urls(self) -> list[str]:
        """Where the services answer."""
        return [f"http://127.0.0.1:{port}" for port in self.service_ports]

    def start(self) -> None:
        """Start all nodes."""
        for node in self.zookeepers:
            node.start()
        for node in self.zookeepers:
            node.wait()
        for node in (*self.patch_servers, *self.fusekis, *self.services):
            node.start()
            node.wait()

        self._filled = True
        kept = list(zip(self.patch_servers, self.patch_urls, strict=True))
        self._keeper = Keeper(str(DEPLOYED / "alive.sh"), kept, self.fusekis)

    @property
    def kept_alive(self) -> int:
        """How often a patch server was restarted because it could not append."""
        return self._keeper.restarts if self._keeper else 0

    def wait(self) -> None:
        """Wait until every node serves."""
        for node in self.nodes:
            node.wait()

    def close(self) -> None:
        """End all processes."""
        if self._keeper is not None:
            self._keeper.close()
        for node in reversed(self.nodes):
            node.kill(signal.SIGTERM if node in self.services else signal.SIGKILL)
        for wire in self.wires:
            wire.close()
        self.disks.close()

    def _follows(self, port: int) -> bool:
        """Tell whether a Fuseki server has caught up: until then it answers from an empty dataset."""
        pattern = f"GRAPH <{LOG_GRAPH}> {{ ?s ?p ?o }}" if self._filled else ""
        answer = httpx.get(
            f"http://127.0.0.1:{port}/rg/query",
            params={"query": f"ASK {{ {pattern} }}"},
            headers={"Accept": "application/sparql-results+json"},
            timeout=20,
        )
        return answer.is_success and bool(answer.json()["boolean"])

    def _wire(self, name: str, port: int) -> int:
        wire = Wire(name, port)
        self.wires.append(wire)
        return wire.port

    def _zookeeper(self, number: int, quorum: list[tuple[int, int, int]]) -> Node:
        folder = self.disks.make(f"zookeeper-{number}")
        (folder / "data").mkdir()
        (folder / "data" / "myid").write_text(f"{number}\n")
        port = quorum[number - 1][2]
        servers = [
            f"server.{one}=127.0.0.1:{peer}:{election}"
            for one, (peer, election, _) in enumerate(quorum, 1)
        ]
        lines = [
            f"dataDir={folder / 'data'}",
            f"clientPort={port}",
            "clientPortAddress=127.0.0.1",
            "tickTime=500",
            "initLimit=10",
            "syncLimit=4",
            "maxSessionTimeout=4000",
            "admin.enableServer=false",
            "4lw.commands.whitelist=srvr",
            "autopurge.snapRetainCount=3",
            *servers,
        ]
        (folder / "zoo.cfg").write_text("\n".join(lines) + "\n")
        command = [*_JAVA, "-Xmx256m", _LARGEST, "-Dzookeeper.preAllocSize=1024"]
        command += ["-cp", str(JARS / "delta-server.jar")]
        command += ["org.apache.zookeeper.server.quorum.QuorumPeerMain", str(folder / "zoo.cfg")]
        return Node(f"zookeeper-{number}", folder, command, lambda: _serves_zookeeper(port))

    def _patch_server(self, number: int, port: int, clients: list[int]) -> Node:
        name = f"patch-server-{number}"
        folder = self.disks.make(name)
        through = [self._wire(f"{name} to zookeeper-{i}", c) for i, c in enumerate(clients, 1)]
        quorum = ",".join(f"127.0.0.1:{wire}" for wire in through)
        command = [*_JAVA, HEAP, _LARGEST, *_classes("server")]
        path = f"{JARS / 'delta-server.jar'}:{JARS / 'launcher.jar'}"
        command += ["-cp", path, "ClusterPatchServer"]
        command += [f"--port={port}", f"--zk={quorum}"]
        return Node(name, folder, command, lambda: _answers(f"http://127.0.0.1:{port}/$/ping"))

    def _fuseki(self, number: int, port: int, patch_ports: list[int]) -> Node:
        name = f"fuseki-{number}"
        folder = self.disks.make(name)
        # Each asks another patch server first, so that one that hangs does not hang both.
        order = [number - 1, 2 - number]
        through = [self._wire(f"{name} to patch-server-{i + 1}", patch_ports[i]) for i in order]
        zone = folder / "zone"
        zone.mkdir()
        text = (DEPLOYED / "fuseki.ttl").read_text().replace("/zone", str(zone))
        for one, wire in enumerate(through, 1):
            text = text.replace(f"http://patch-{one}:1066/", f"http://127.0.0.1:{wire}/")
        (folder / "fuseki.ttl").write_text(text)
        path = f"{JARS / 'delta-fuseki.jar'}:{JARS / 'launcher.jar'}"
        command = [*_JAVA, HEAP, *_classes("fuseki"), "-cp", path, "ClusterFuseki"]
        command += ["--localhost", f"--port={port}", f"--conf={folder / 'fuseki.ttl'}"]
        return Node(name, folder, command, lambda: self._follows(port), tidy=lambda: _empty(zone))

    def _service(self, number: int, port: int, second_first: bool) -> Node:
        name = f"rolegraph-{number}"
        folder = self.disks.make(name)
        through = [
            self._wire(f"{name} to fuseki-{i}", p) for i, p in enumerate(self.fuseki_ports, 1)
        ]
        if second_first:
            through.reverse()
        command = [sys.executable, "-m", "rolegraph", "serve", "--port", str(port)]
        command += ["--data-dir", str(folder / "data")]
        environment = {
            "ROLEGRAPH_STORE_QUERY_URL": " ".join(
                f"http://127.0.0.1:{w}/rg/query" for w in through
            ),
            "ROLEGRAPH_STORE_UPDATE_URL": " ".join(
                f"http://127.0.0.1:{w}/rg/update" for w in through
            ),
            "ROLEGRAPH_STORE_TURNS": "engine",
            # A Fuseki server that has lost its patch servers answers queries from what it has.
            "ROLEGRAPH_STORE_QUERIES": "mirror",
            "ROLEGRAPH_STORE_TIMEOUT": "4",
            "ROLEGRAPH_STORE_CONNECT_TIMEOUT": "2",
            "ROLEGRAPH_WRITE_TOKEN": TOKEN,
            "ROLEGRAPH_LOG_LEVEL": "warning",
            "ROLEGRAPH_QUERY_WORKERS": "1",
        }
        ready = f"http://127.0.0.1:{port}/health/ready"
        return Node(name, folder, command, lambda: _answers(ready), environment=environment)


def _classes(name: str) -> list[str]:
    """Return the option that reads loaded classes from a file, which makes starts shorter."""
    file = JARS / f"{name}.jsa"
    return [f"-XX:SharedArchiveFile={file}"] if file.exists() else []


def _answers(url: str) -> bool:
    return httpx.get(url, timeout=5).is_success


def _serves_zookeeper(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), 5) as line:
        line.sendall(b"srvr")
        return b"Mode: " in line.recv(4096)


def _empty(zone: Path) -> None:
    shutil.rmtree(zone)
    zone.mkdir()
