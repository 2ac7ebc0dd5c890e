"""Values stay what they are: what the engine would give a value is refused, on every way in."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.errors import IllTyped
from rolegraph.rdf.namespaces import XSD
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.rdf.values import is_well_formed
from rolegraph.rdf.values.lexical import INTEGERS, KNOWN
from rolegraph.sparql.update import read_update
from rolegraph.sparql.update_literals import require_values as require_values_of_update
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.fidelity import KEPT_AS, as_stored_batch, in_stored_form, require_values
from serving import StartServer

TOKEN = "a-token-for-the-tests-of-values-0123456789"
WRITE = {"Authorization": f"Bearer {TOKEN}"}
S, P = NamedNode("urn:s"), NamedNode("urn:p")
PREFIX = f"PREFIX xsd: <{XSD}> "
SAMPLES = ("1", "-1", "0", "true", "2026-01-31", "2026-01-31T12:00:00Z", "12:00:00", "P1D", "P1Y")


def quad(text: str, name: str) -> Quad:
    return Quad(S, P, Literal(text, datatype=NamedNode(XSD + name)))


def kept(written: Quad) -> Literal:
    """Return the literal that an engine gives back."""
    store = EmbeddedStore()
    store.load([written])
    (found,) = store.match(S)
    assert isinstance(found.object, Literal)
    return found.object


@pytest.mark.parametrize("datatype", sorted(KNOWN))
def test_the_table_of_datatypes_says_what_the_engine_does(datatype: str) -> None:
    """It is written by hand; another version of the engine may keep more, or less."""
    samples = [text for text in SAMPLES if is_well_formed(text, datatype)]
    name = datatype.removeprefix(XSD)

    assert {KEPT_AS.get(datatype, datatype) for _ in samples} == {
        kept(quad(text, name)).datatype.value for text in samples
    }


@given(st.integers(-(2**18), 2**18), st.sampled_from(sorted(INTEGERS)))
def test_no_number_gets_into_the_store_that_its_datatype_has_not(
    number: int, datatype: str
) -> None:
    """For every whole number and type: either it is a value, or it is refused."""
    written = Quad(S, P, Literal(str(number), datatype=NamedNode(datatype)))
    if is_well_formed(str(number), datatype):
        require_values([written])
    else:
        with pytest.raises(IllTyped):
            require_values([written])


def test_what_the_engine_cannot_read_either_stays_as_it_is() -> None:
    """RDF allows ill-typed literals; they are kept, and `check` tells of them."""
    written = quad("many", "byte")
    require_values([written])

    assert [written] == in_stored_form([written])


@pytest.mark.parametrize(
    "update",
    [
        'INSERT DATA { <urn:s> <urn:p> "300"^^xsd:byte }',
        "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> '''300'''^^xsd:byte } }",
        f'INSERT DATA {{ <urn:s> <urn:p> "300"^^<{XSD}byte> }}',
        'DELETE { ?s ?p 1 } INSERT { ?s ?p "-1"^^xsd:nonNegativeInteger } WHERE { ?s ?p 1 }',
        'INSERT DATA { <urn:s> <urn:p> 1 } ; INSERT DATA { <urn:s> <urn:p> "300"^^xsd:byte }',
        'INSERT DATA { <urn:s> <urn:p> "2026-01-31T12:00:00"^^xsd:dateTimeStamp }',
        'DELETE DATA { <urn:s> <urn:p> "300"^^xsd:byte }',
    ],
)
def test_a_literal_without_a_value_is_found_in_the_text_of_an_update(update: str) -> None:
    """The engine has made a value of it by the time that the update is evaluated."""
    with pytest.raises(IllTyped):
        require_values_of_update(read_update(PREFIX + update).operations)


@pytest.mark.parametrize(
    "update",
    [
        'INSERT DATA { <urn:s> <urn:p> "100"^^xsd:byte , "300" , "many"^^xsd:byte }',
        """INSERT DATA { <urn:s> <urn:p> '"300"^^xsd:byte' }""",
        'INSERT DATA { <urn:s> <urn:p> 1 # "300"^^xsd:byte\n }',
        'DELETE WHERE { ?s ?p "300"^^xsd:short }',
        'INSERT { ?s ?p 1 } WHERE { ?s ?p ?o FILTER(?o = "300"^^xsd:byte) }',
        'INSERT DATA { <urn:s> <urn:p> "300"^^<byte> , "300"^^<urn:byte> }',
    ],
)
def test_what_has_a_value_or_is_not_written_passes(update: str) -> None:
    """Strings, comments, comparisons and other datatypes are nobody's fault."""
    require_values_of_update(read_update(PREFIX + update).operations)


@pytest.fixture(scope="module")
def client(start_module_server: StartServer) -> Iterator[httpx.Client]:
    """A plain store without a guard: a value is judged all the same."""
    server = start_module_server(
        "--empty", "--no-union-default-graph", ROLEGRAPH_WRITE_TOKEN=TOKEN, ROLEGRAPH_GUARD="off"
    )
    with server.client(headers=WRITE) as connected:
        yield connected
    server.stop()


WAYS = {
    "graph store": lambda client, text: client.put(
        "/graphs",
        params={"graph": "urn:g"},
        content=f"@prefix xsd: <{XSD}> . <urn:s> <urn:p> {text} .",
        headers={"Content-Type": "text/turtle"},
    ),
    "update": lambda client, text: client.post(
        "/sparql", data={"update": f"{PREFIX} INSERT DATA {{ <urn:s> <urn:p> {text} }}"}
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_literal_without_a_value_is_refused_with_what_it_should_be(
    client: httpx.Client, way: str
) -> None:
    """It used to be stored as the integer 300, a value that nobody wrote."""
    assert WAYS[way](client, '"100"^^xsd:byte').is_success
    before = client.get("/health/ready").json()["revision"]
    refused = WAYS[way](client, '"300"^^xsd:byte')

    assert 422 == refused.status_code
    assert '"300"^^xsd:byte is no xsd:byte' in refused.json()["detail"]
    assert "at least -128 and at most 127" in refused.json()["detail"]
    assert before == client.get("/health/ready").json()["revision"]


def test_a_file_with_such_a_literal_is_not_loaded() -> None:
    """`rolegraph load` takes the same values as the service."""
    batch = [quad("300", "byte")]
    text = f'<urn:s> <urn:p> "300"^^<{XSD}byte> .\n'.encode()

    with pytest.raises(IllTyped):
        as_stored_batch(batch, text)
