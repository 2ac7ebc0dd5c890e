"""What loads rdflib late is used by many threads, and rdflib's modules import each other."""

from __future__ import annotations

import subprocess
import sys

import pytest

USED_BY_ANOTHER_THREAD = """
import sys, threading
from rolegraph.rdf.careful_rdf_xml import as_n_triples
from rolegraph.rdf.one_import import ONE_IMPORT
from rolegraph.shacl.evaluation.queries.constraint import QueryConstraint

query = QueryConstraint("q", "s", "SELECT ?value { $this <urn:p> ?value }", None, frozenset())
use = lambda: {USE}
with ONE_IMPORT:
    thread = threading.Thread(target=use)
    thread.start()
    thread.join(0.5)
    assert not [name for name in sys.modules if name.startswith("rdflib")]
thread.join()
assert "rdflib" in sys.modules
"""


RDF_XML = "'<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>'"
USES = [
    *(f"query.{name}" for name in ("watches", "is_planned", "predicates", "compares")),
    "query.gives_value",
    f"as_n_triples({RDF_XML}, 'urn:x')",
]


@pytest.mark.parametrize("use", USES)
def test_only_one_thread_loads_rdflib(use: str) -> None:
    """`/checks` answered 500 once: another thread was in the middle of the same import."""
    code = USED_BY_ANOTHER_THREAD.replace("{USE}", use)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (0, "") == (ran.returncode, ran.stderr)
