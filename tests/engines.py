"""Real SPARQL engines on free loopback ports, for tests of the remote store."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sysconfig
import time
from abc import ABC, abstractmethod
from pathlib import Path

import httpx

from serving import ending_with_us

START_LIMIT = 60.0
PASSWORD = "secret with ünlikely letters"
PLAIN_PASSWORD = "secret-of-letters-that-jetty-reads"


def free_port(but: int = 0) -> int:
    """Return a port that nobody listens on, another one than `but`."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
        # Bound still, so that the next one is another.
        return free_port() if port == but else port


class Engine(ABC):
    """An engine in a folder of its own, started and stopped at will."""

    name: str

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @staticmethod
    @abstractmethod
    def missing() -> str | None:
        """Say why it cannot be had, or None."""

    @property
    @abstractmethod
    def environment(self) -> dict[str, str]:
        """The settings of a service on it."""

    @property
    @abstractmethod
    def _command(self) -> list[str]: ...

    @property
    @abstractmethod
    def query_url(self) -> str: ...

    @property
    @abstractmethod
    def update_url(self) -> str: ...

    @property
    def auth(self) -> httpx.Auth | None:
        return None

    @property
    def reading_auth(self) -> httpx.Auth | None:
        return self.auth

    def start(self) -> None:
        with (self.folder / "out.log").open("ab") as log:
            self.process = subprocess.Popen(
                ending_with_us(self._command),
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
            )
        began = time.monotonic()
        while time.monotonic() - began < START_LIMIT:
            with contextlib.suppress(httpx.HTTPError):
                if self._answers():
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"{self.name} did not start: {(self.folder / 'out.log').read_text()}")

    def _answers(self) -> bool:
        """Tell whether it is up; may do what it needs once."""
        ask = {"query": "ASK {}"}
        return httpx.get(self.query_url, params=ask, timeout=5, auth=self.reading_auth).is_success

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def freeze(self) -> None:
        """Have it answer no more, without closing its connections."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def update(self, text: str) -> None:
        """Write past the service."""
        answer = httpx.post(
            self.update_url,
            content=text.encode(),
            headers={"Content-Type": "application/sparql-update"},
            auth=self.auth,
            timeout=60,
        )
        assert answer.is_success, answer.text

    def rows(self, query: str) -> list[dict[str, str]]:
        """Ask past the service."""
        answer = httpx.post(
            self.query_url,
            data={"query": query},
            headers={"Accept": "application/sparql-results+json"},
            auth=self.reading_auth,
            timeout=60,
        )
        assert answer.is_success, answer.text
        found = answer.json()["results"]["bindings"]
        return [{name: value["value"] for name, value in row.items()} for row in found]

    def clear(self) -> None:
        """Remove what tests have written."""
        ours = 'STRSTARTS(STR(?g), "https://w3id.org/") || STRSTARTS(STR(?g), "urn:test:")'
        query = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER({ours}) }}"
        for row in self.rows(query):
            self.update(f"CLEAR GRAPH <{row['g']}>")


class Oxigraph(Engine):
    name = "oxigraph"

    @staticmethod
    def missing() -> str | None:
        return None if _oxigraph().exists() else "the PyPI package oxigraph is not installed"

    @property
    def environment(self) -> dict[str, str]:
        return {"ROLEGRAPH_STORE": f"sparql+http://127.0.0.1:{self.port}/"}

    @property
    def _command(self) -> list[str]:
        place = ["--location", str(self.folder / "data"), "--bind", f"127.0.0.1:{self.port}"]
        return [str(_oxigraph()), "serve", *place]

    @property
    def query_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/query"

    @property
    def update_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/update"


class Virtuoso(Engine):
    name = "virtuoso"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._sql_port = free_port(but=self.port)
        (folder / "virtuoso.ini").write_text(
            "[Database]\nDatabaseFile = virtuoso.db\nErrorLogFile = virtuoso.log\n"
            "LockFile = virtuoso.lck\nTransactionFile = virtuoso.trx\n"
            "xa_persistent_file = virtuoso.pxa\n"
            f"[Parameters]\nServerPort = 127.0.0.1:{self._sql_port}\nServerThreads = 20\n"
            "NumberOfBuffers = 8000\nMaxDirtyBuffers = 6000\n"
            f"[HTTPServer]\nServerPort = 127.0.0.1:{self.port}\nServerThreads = 20\n"
            "[SPARQL]\nResultSetMaxRows = 10000\n",
            encoding="ascii",
        )
        (folder / "password").write_text(PASSWORD + "\n", encoding="utf-8")
        self._new = True

    @staticmethod
    def missing() -> str | None:
        if shutil.which("virtuoso-t") and shutil.which("isql-vt"):
            return None
        return "Debian's virtuoso-opensource-7 is not installed"

    def start(self) -> None:
        (self.folder / "virtuoso.lck").unlink(missing_ok=True)
        super().start()
        if self._new:
            self._new = False
            script = self.folder / "password.sql"
            # The service has a user of its own, with no other right than docs/remote-stores.md says.
            script.write_text(
                f"DB.DBA.USER_CREATE('rolegraph', '{PASSWORD}');\n"
                'GRANT SPARQL_UPDATE TO "rolegraph";\n'
                f"user_set_password('dba', '{PASSWORD}');\n",
                encoding="utf-8",
            )
            command = ["isql-vt", str(self._sql_port), "dba", "dba", str(script)]
            subprocess.run(command, check=True, capture_output=True)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "ROLEGRAPH_STORE_QUERY_URL": self.query_url,
            "ROLEGRAPH_STORE_UPDATE_URL": self.update_url,
            "ROLEGRAPH_STORE_GRAPHS_URL": f"http://127.0.0.1:{self.port}/sparql-graph-crud-auth",
            "ROLEGRAPH_STORE_USER": "rolegraph",
            "ROLEGRAPH_STORE_PASSWORD_FILE": str(self.folder / "password"),
            "ROLEGRAPH_STORE_AUTH": "digest",
        }

    @property
    def _command(self) -> list[str]:
        return ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]

    @property
    def query_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"

    @property
    def update_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql-auth"

    @property
    def auth(self) -> httpx.Auth:
        return httpx.DigestAuth("dba", PASSWORD)

    @property
    def reading_auth(self) -> None:
        return None


class Fuseki(Engine):
    """Apache Jena Fuseki with a TDB2 database and basic authentication for all."""

    name = "fuseki"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        (folder / "data").mkdir()
        (folder / "users").write_text(f"rolegraph: {PLAIN_PASSWORD}\n", encoding="ascii")
        (folder / "password").write_text(PLAIN_PASSWORD + "\n", encoding="ascii")

    @staticmethod
    def missing() -> str | None:
        return _missing_java("jena-fuseki-server-*.jar")

    @property
    def _command(self) -> list[str]:
        jar = str(_java_file("jena-fuseki-server-*.jar"))
        place = ["--localhost", "--port", str(self.port), "--passwd=users", "--auth=basic"]
        return ["java", "-Xmx1g", "-jar", jar, *place, "--tdb2", "--loc=data", "--update", "/rg"]

    @property
    def environment(self) -> dict[str, str]:
        return {
            "ROLEGRAPH_STORE_QUERY_URL": self.query_url,
            "ROLEGRAPH_STORE_UPDATE_URL": self.update_url,
            "ROLEGRAPH_STORE_USER": "rolegraph",
            "ROLEGRAPH_STORE_PASSWORD_FILE": str(self.folder / "password"),
            "ROLEGRAPH_STORE_AUTH": "basic",
            "ROLEGRAPH_STORE_TURNS": "engine",
        }

    @property
    def query_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/rg/query"

    @property
    def update_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/rg/update"

    @property
    def auth(self) -> httpx.Auth:
        return httpx.BasicAuth("rolegraph", PLAIN_PASSWORD)


class Rdf4j(Engine):
    """The RDF4J server in Jetty, with a native store."""

    name = "rdf4j"

    @staticmethod
    def missing() -> str | None:
        return _missing_java("jetty-runner-*.jar") or _missing_java("rdf4j-http-server-*.war")

    @property
    def _command(self) -> list[str]:
        runner, war = _java_file("jetty-runner-*.jar"), _java_file("rdf4j-http-server-*.war")
        data = f"-Dorg.eclipse.rdf4j.appdata.basedir={self.folder / 'data'}"
        place = ["--host", "127.0.0.1", "--port", str(self.port), "--path", "/rdf4j-server"]
        return ["java", "-Xmx1g", data, "-jar", str(runner), *place, str(war)]

    def _answers(self) -> bool:
        made = httpx.put(
            self.query_url, content=_NATIVE_STORE, headers={"Content-Type": "text/turtle"}
        )
        # It exists already after a restart.
        return made.is_success or made.status_code == httpx.codes.CONFLICT

    @property
    def environment(self) -> dict[str, str]:
        return {
            "ROLEGRAPH_STORE_QUERY_URL": self.query_url,
            "ROLEGRAPH_STORE_UPDATE_URL": self.update_url,
        }

    @property
    def query_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/rdf4j-server/repositories/rg"

    @property
    def update_url(self) -> str:
        return f"{self.query_url}/statements"


_NATIVE_STORE = """
@prefix config: <tag:rdf4j.org,2023:config/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
[] a config:Repository ; config:rep.id "rg" ; rdfs:label "Catalogue" ;
    config:rep.impl [ config:rep.type "openrdf:SailRepository" ;
        config:sail.impl [ config:sail.type "openrdf:NativeStore" ;
            config:native.tripleIndexes "spoc,posc,cspo" ] ] .
"""

ENGINES: dict[str, type[Engine]] = {
    engine.name: engine for engine in (Oxigraph, Virtuoso, Fuseki, Rdf4j)
}


def _java_file(pattern: str) -> Path | None:
    folder = Path(os.environ.get("JAVA_ENGINES", Path(__file__).parents[1] / "build" / "engines"))
    return max(folder.glob(pattern), default=None)


def _missing_java(pattern: str) -> str | None:
    if shutil.which("java") is None:
        return "there is no Java"
    return None if _java_file(pattern) else f"no {pattern}; run `make java-engines`"


def _oxigraph() -> Path:
    return Path(sysconfig.get_path("scripts")) / "oxigraph"
