"""`rolegraph check` loads no more than it uses: it runs before each commit."""

import json
import subprocess
import sys
from pathlib import Path

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
ex:Named a sh:NodeShape ; sh:targetClass ex:Thing ;
  sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:maxCount 1 ] .
"""
DATA = """
@prefix ex: <https://example.org/> .
ex:a a ex:Thing ; ex:name "A" .
ex:b a ex:Thing .
"""
CHECK = """
import json, sys
from rolegraph.cli.main import main
try:
    main()
except SystemExit:
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""
HEAVY = {"fastapi", "numpy", "pyshacl", "rdflib", "rich", "starlette", "structlog", "uvicorn"}


def test_a_check_by_ones_own_shapes_loads_no_server_and_no_other_engine(tmp_path: Path) -> None:
    """To import one of these takes as long as to check a small file."""
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / "data.ttl").write_text(DATA)
    done = subprocess.run(
        [sys.executable, "-c", CHECK, "check", "data.ttl", "--shapes", "shapes.ttl"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    *report, loaded = done.stdout.splitlines()
    assert "data.ttl:4:1" in "\n".join(report)
    assert HEAVY.isdisjoint(json.loads(loaded))
