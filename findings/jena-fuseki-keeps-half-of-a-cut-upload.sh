#!/usr/bin/env bash
# Fuseki: an upload of N-Quads whose connection ends in the middle is committed as far as it came.
#
# Versions: org.apache.jena:jena-fuseki-server 5.6.0 with TDB2, JDK 17; oxigraph 0.5.13 (PyPI) as peer.
# Expected: RFC 9112 (8): a message with a Content-Length is incomplete "if the size of the message body received ... is
#   less than the value given", a chunked one without its last chunk; an incomplete request is not acted on. The Graph Store
#   HTTP Protocol adds the payload of a request to the data, and TDB2 writes in transactions: all of an upload, or nothing.
# Seen: 2,000 of 4,000 lines are sent, then the client closes. Fuseki keeps all that stood in whole lines, with a length and
#   in chunks. The same quads as TriG, cut within a graph, are not kept: there the parser misses the closing bracket.
#   oxigraph keeps nothing either way.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${fuseki:-}" "${oxigraph:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
mvn -q -B dependency:copy -Dartifact=org.apache.jena:jena-fuseki-server:5.6.0:jar -DoutputDirectory=. >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check oxigraph==0.5.13
free() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
one=$(free); two=$(free); mkdir data
java -Xmx512m -jar jena-fuseki-server-5.6.0.jar --localhost --port "$one" --tdb2 --loc=data --update /ds >log 2>&1 &
fuseki=$!
venv/bin/oxigraph serve --location ox --bind "127.0.0.1:$two" >>log 2>&1 &
oxigraph=$!
cat > upload.py <<'PY'
"""Sends the first half of an upload, closes the connection, and counts what was kept."""
import json, socket, sys, time, urllib.error, urllib.parse, urllib.request

LINES = [f'<urn:duty:{n}> <urn:text> "Duty {n}" <urn:g:GRAPH> .\n' for n in range(4000)]
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH <urn:g:%s> { ?s ?p ?o } }"


def count(port, path, graph):
    asked = urllib.parse.urlencode({"query": COUNT % graph})
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}?{asked}", headers={"Accept": "application/sparql-results+json"}
    )
    for _ in range(240):
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return int(json.load(answer)["results"]["bindings"][0]["n"]["value"])
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.5)
    raise SystemExit(f"nobody answers at {port}")


def send(port, path, graph, kind, framing):
    lines = [line.replace("GRAPH", graph) for line in LINES]
    if kind == "application/trig":
        lines = [f"<urn:g:{graph}> {{\n", *(line.rpartition(" <")[0] + " .\n" for line in lines), "}\n"]
    whole, half = "".join(lines).encode(), "".join(lines[:2000]).encode()
    size = "Transfer-Encoding: chunked" if framing == "chunks" else f"Content-Length: {len(whole)}"
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: {kind}\r\n{size}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.sendall(head.encode())
        wire.sendall(b"%x\r\n%s\r\n" % (len(half), half) if framing == "chunks" else half)
        time.sleep(2)  # so that all of it has arrived


for name, port, query, data in (
    ("fuseki", int(sys.argv[1]), "/ds/query", "/ds/data"),
    ("oxigraph", int(sys.argv[2]), "/query", "/store"),
):
    count(port, query, "start")
    for kind in ("application/n-quads", "application/trig"):
        for framing in ("length", "chunks"):
            graph = f"{framing}-{kind.rpartition('/')[2]}"
            send(port, data, graph, kind, framing)
            time.sleep(3)
            print(name, kind, framing, "kept:", count(port, query, graph))
PY
python3 upload.py "$one" "$two" | tee seen.txt
diff seen.txt - <<'SEEN'
fuseki application/n-quads length kept: 2000
fuseki application/n-quads chunks kept: 2000
fuseki application/trig length kept: 0
fuseki application/trig chunks kept: 0
oxigraph application/n-quads length kept: 0
oxigraph application/n-quads chunks kept: 0
oxigraph application/trig length kept: 0
oxigraph application/trig chunks kept: 0
SEEN
