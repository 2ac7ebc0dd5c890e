"""Who asks: told by the connection, and by proxies only where the operator trusts them."""

from __future__ import annotations

import json
from ipaddress import IPv6Address

import httpx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rolegraph.errors import ConfigurationError
from rolegraph.http.proxies import TrustedProxies, party_of
from rolegraph.http.request import party_in
from serving import Server, StartServer

PROXIES = TrustedProxies("127.0.0.1, 10.0.0.0/8, fd00::/8")
ADDRESSES = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)).map(str)


@pytest.mark.parametrize(
    ("peer", "lines", "client"),
    [
        ("192.0.2.1", [b"198.51.100.7"], "192.0.2.1"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", [b"198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", [b"203.0.113.9, 198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", [b"203.0.113.9", b"198.51.100.7, 10.1.2.3"], "198.51.100.7"),
        ("127.0.0.1", [b"10.9.9.9, 10.1.2.3"], "10.9.9.9"),
        ("127.0.0.1", [b"198.51.100.7, unknown, 10.1.2.3"], "10.1.2.3"),
        ("127.0.0.1", [b"198.51.100.7:4711"], "198.51.100.7"),
        ("127.0.0.1", [b"[2001:db8::7]:4711"], "2001:db8::7"),
        ("::ffff:127.0.0.1", [b"::ffff:198.51.100.7"], "198.51.100.7"),
        ("fd00::1", [b"2001:db8::7"], "2001:db8::7"),
        (None, [b"198.51.100.7"], "local"),
    ],
)
def test_a_client_is_whom_the_last_trusted_proxy_was_asked_by(
    peer: str | None, lines: list[bytes], client: str
) -> None:
    """What a client wrote into the header itself stands further left and is never reached."""
    assert client == PROXIES.client_of(peer, lines)


@given(ADDRESSES, st.lists(st.binary(max_size=40), max_size=3))
def test_nobody_but_a_trusted_proxy_is_believed(peer: str, lines: list[bytes]) -> None:
    """Whatever is claimed: else anybody gets a new turn in the queue with each request."""
    assert peer == TrustedProxies("").client_of(peer, lines)


@given(ADDRESSES, st.lists(ADDRESSES, max_size=3))
def test_what_a_client_claims_does_not_change_who_it_is(client: str, claimed: list[str]) -> None:
    """The trusted proxy appends the address it was asked from to whatever was there."""
    said = ", ".join([*claimed, client]).encode()
    plain = PROXIES.client_of("10.0.0.1", [client.encode()])

    if not PROXIES.trusts(client):
        assert plain == PROXIES.client_of("10.0.0.1", [said])


def test_a_setting_that_is_no_address_is_named() -> None:
    """A typing error must not silently trust nobody, or somebody else."""
    with pytest.raises(ConfigurationError, match=r"'10\.0\.0\.0/33'.*no address"):
        TrustedProxies("127.0.0.1,10.0.0.0/33")


@given(st.ip_addresses(v=6).map(int), st.integers(0, 2**64 - 1), st.integers(0, 127))
def test_one_network_of_ipv6_counts_as_one_client(address: int, host: int, bit: int) -> None:
    """A host may choose among 2^64 addresses, and would have a new turn with each of them."""
    one, other = IPv6Address(address), IPv6Address(address >> 64 << 64 | host)
    assume(not one.ipv4_mapped and not other.ipv4_mapped)

    assert party_of(str(one)) == party_of(str(other))
    flipped = IPv6Address(address ^ 1 << bit)
    assume(not flipped.ipv4_mapped)
    assert (bit < 64) == (party_of(str(one)) == party_of(str(flipped)))


@pytest.mark.parametrize(
    ("client", "party"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::7%eth0", "fe80::/64"),
        ("local", "local"),
    ],
)
def test_everybody_else_counts_alone(client: str, party: str) -> None:
    """And the log goes on to name the very address."""
    assert party == party_of(client)
    assert party == party_in({"type": "http", "client": (client, 0)})


def clients_in_log(server: Server) -> list[str]:
    """Return who sent the requests of the log, in their order."""
    lines = [json.loads(line) for line in server.log.read_text().splitlines() if "{" in line]
    return [line["client"] for line in lines if line.get("event") == "request"]


def asked(server: Server, client: str, number: int, *, directly: bool) -> None:
    """Ask through a proxy, by the fast way below ASGI or by the application."""
    headers = {"X-Forwarded-For": client, "X-Forwarded-Proto": "https"}
    if not directly:
        headers["Origin"] = "http://elsewhere.example"
    with httpx.Client(headers=headers) as proxy:
        for _ in range(2):  # run, then known
            query = f"SELECT ({number} AS ?n) {{}}"
            proxy.get(f"{server.url}sparql", params={"query": query}).raise_for_status()


@pytest.mark.parametrize(("trusted", "said"), [("127.0.0.1", "198.51.100.7"), ("", "127.0.0.1")])
def test_the_log_names_the_client_behind_a_trusted_proxy_and_nobody_else(
    start_server: StartServer, trusted: str, said: str
) -> None:
    """On the way below ASGI as on the one through the application."""
    server = start_server(ROLEGRAPH_TRUSTED_PROXIES=trusted, ROLEGRAPH_LOG_FORMAT="json")
    for number, directly in enumerate((True, False)):
        asked(server, "203.0.113.9, 198.51.100.7", number, directly=directly)
    server.stop()

    assert [said] * 4 == clients_in_log(server)[-4:]
