"""Tokens of an OpenID Connect issuer, checked against keys made here."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from rolegraph.access.authenticate import Authenticator
from rolegraph.access.configure import authenticator_of
from rolegraph.access.identity import AccessRole, Identity
from rolegraph.access.keys import MAX_AGE, MIN_INTERVAL, KeySet, key_source
from rolegraph.access.openid import Issuer, IssuerSettings, parse_role_map
from rolegraph.access.tokens import Tokens
from rolegraph.errors import Busy, ConfigurationError, InputError, PermissionDenied, Unauthenticated
from rolegraph.settings import Settings

READER, EDITOR, ADMIN = AccessRole.READER, AccessRole.EDITOR, AccessRole.ADMIN
ISSUER, AUDIENCE = "https://id.example.org/", "rolegraph"


class Signer:
    """Makes tokens as an issuer does; its clock and keys are ours."""

    def __init__(self) -> None:
        self.rsa = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())
        self.published = {
            "rsa-1": json.loads(RSAAlgorithm.to_jwk(self.rsa.public_key())),
            "ec-1": json.loads(ECAlgorithm.to_jwk(self.ec.public_key())),
        }
        self.fetched = 0
        self.now = 1000.0
        self.broken = False

    def key_set(self) -> bytes:
        self.fetched += 1
        if self.broken:
            raise OSError("no route to host")
        keys = [{"use": "sig", **key, "kid": kid} for kid, key in self.published.items()]
        return json.dumps({"keys": keys}).encode()

    def token(
        self,
        *,
        key: Any = None,
        alg: str = "RS256",
        kid: str = "rsa-1",
        typ: str = "JWT",
        **claims: Any,
    ) -> str:
        said = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": "user-7",
            "exp": datetime.now(UTC) + timedelta(minutes=5),
            "roles": ["editor"],
            **claims,
        }
        said = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(said, key or self.rsa, algorithm=alg, headers={"kid": kid, "typ": typ})


@pytest.fixture(scope="module")
def keys() -> Signer:
    return Signer()


@pytest.fixture
def signer(keys: Signer) -> Signer:
    """The signer with its counts at the start; making keys anew for each test is slow."""
    keys.fetched, keys.now, keys.broken = 0, 1000.0, False
    keys.published = {kid: key for kid, key in keys.published.items() if kid in {"rsa-1", "ec-1"}}
    return keys


SETTINGS = IssuerSettings(ISSUER, AUDIENCE, "https://id.example.org/jwks")


def issuer_of(signer: Signer, **settings: Any) -> Issuer:
    return Issuer(replace(SETTINGS, **settings), KeySet(signer.key_set, lambda: signer.now))


def test_a_good_token_says_who_writes(signer: Signer, tmp_path: Path) -> None:
    """Installations with single sign-on hand out no tokens of their own."""
    authenticator = Authenticator(Tokens(tmp_path), issuer=issuer_of(signer))
    by_curve = signer.token(key=signer.ec, alg="ES256", kid="ec-1", roles=["reader", "admin"])

    assert authenticator.configured
    assert Identity("oidc:user-7", EDITOR) == authenticator.authenticate(
        f"Bearer {signer.token()}", EDITOR
    )
    assert Identity("oidc:user-7", ADMIN) == authenticator.authenticate(f"Bearer {by_curve}", ADMIN)
    with pytest.raises(PermissionDenied):
        authenticator.authenticate(f"Bearer {signer.token(roles=['reader'])}", EDITOR)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example.org/"},
        {"aud": "another-service"},
        {"aud": None},
        {"iss": None},
        {"exp": None},
        {"exp": 1},
        {"nbf": datetime(2200, 1, 1, tzinfo=UTC)},
        {"sub": "a\nb"},
        {"sub": ""},
    ],
    ids=lambda claims: str(next(iter(claims.items()))),
)
def test_a_token_with_a_wrong_claim_is_refused(signer: Signer, claims: dict[str, Any]) -> None:
    """A token for another service, or from another issuer, or of another time says nothing here."""
    with pytest.raises(Unauthenticated):
        issuer_of(signer).identify(signer.token(**claims))


def test_a_token_without_a_role_that_counts_here_reaches_nowhere(signer: Signer) -> None:
    """A good password elsewhere is no right to write here."""
    with pytest.raises(PermissionDenied, match="'roles' must have one of reader, editor, admin"):
        issuer_of(signer).identify(signer.token(roles=["Editor", "staff"]))


def test_a_signature_by_another_key_is_refused(signer: Signer) -> None:
    """The signature is the whole of the trust."""
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    with pytest.raises(Unauthenticated, match="Signature verification failed"):
        issuer_of(signer).identify(signer.token(key=stranger))
    with pytest.raises(Unauthenticated):
        issuer_of(signer).identify(signer.token(key=stranger, kid="unheard-of"))


def test_a_token_cannot_choose_how_it_is_checked(signer: Signer) -> None:
    """Unsigned tokens, and public keys taken for secrets, are the classic forgeries."""
    body = signer.token().split(".")[1]
    unsigned = jwt.encode({}, None, algorithm="none").split(".")[0] + f".{body}."
    secret = "a public key that everybody knows, taken for a secret"
    symmetric = signer.token(key=secret, alg="HS256")
    elsewhere = signer.token(key=signer.ec, alg="ES256", kid="rsa-1")

    for forged in (unsigned, symmetric, elsewhere, signer.token(alg="RS384")):
        with pytest.raises(Unauthenticated):
            issuer_of(signer).identify(forged)
    for name in ("none", "HS256"):
        with pytest.raises(ConfigurationError, match="cannot be checked by"):
            replace(SETTINGS, algorithms=(name,))


def test_clocks_may_differ_a_little(signer: Signer) -> None:
    """Half a minute between two machines is usual; more is an expired token."""
    ended = signer.token(exp=datetime.now(UTC) - timedelta(seconds=20))

    assert issuer_of(signer, clock_skew=30).identify(ended)
    with pytest.raises(Unauthenticated, match="expired"):
        issuer_of(signer, clock_skew=5).identify(ended)


def test_what_is_no_such_token_is_left_to_others(signer: Signer) -> None:
    """Tokens of the service itself work beside those of the issuer."""
    assert issuer_of(signer).identify("rolegraph_abc") is None
    with pytest.raises(Unauthenticated):
        issuer_of(signer).identify("not.a.token")
    assert 0 == signer.fetched


@pytest.mark.parametrize(
    ("claim", "claims"),
    [
        ("realm_access.roles", {"realm_access": {"roles": ["curators", "x"]}}),
        ("https://example.org/roles", {"https://example.org/roles": ["curators"]}),
        ("scope", {"scope": "openid curators"}),
    ],
)
def test_roles_are_found_where_issuers_put_them(
    signer: Signer, claim: str, claims: dict[str, Any]
) -> None:
    """Each issuer has its own claim and its own names for roles."""
    issuer = issuer_of(
        signer,
        role_claim=claim,
        roles=parse_role_map("curators=editor, staff=reader"),
        name_claim="email",
    )
    token = signer.token(roles=["admin"], email="ada@example.org", **claims)

    assert Identity("oidc:ada@example.org", EDITOR) == issuer.identify(token)


def test_a_role_map_of_another_form_is_refused() -> None:
    """A typing error must not quietly lock everybody out, or in."""
    for text in ("curators", "curators=boss"):
        with pytest.raises(ConfigurationError):
            parse_role_map(text)


def test_keys_are_fetched_once_and_again_for_a_new_key(signer: Signer) -> None:
    """Issuers change keys; a new one is taken up without a restart."""
    issuer = issuer_of(signer)
    new = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    token = signer.token(key=new, kid="rsa-2")
    issuer.identify(signer.token())
    issuer.identify(signer.token())
    assert 1 == signer.fetched

    signer.published["rsa-2"] = json.loads(RSAAlgorithm.to_jwk(new.public_key()))
    signer.now += MIN_INTERVAL

    assert issuer.identify(token)
    assert 2 == signer.fetched


def test_unknown_keys_do_not_flood_the_issuer(signer: Signer) -> None:
    """Anybody can send a token with an invented key id, a thousand times a second."""
    issuer = issuer_of(signer)

    for number in range(50):
        with pytest.raises(Unauthenticated):
            issuer.identify(signer.token(kid=f"invented-{number}"))

    assert 1 == signer.fetched


def test_a_key_that_the_issuer_withdrew_ends(signer: Signer) -> None:
    """Old keys are fetched anew, so that a stolen one does not work for ever."""
    issuer = issuer_of(signer)
    token = signer.token()
    issuer.identify(token)
    signer.published = {"ec-1": signer.published["ec-1"]}
    signer.now += MAX_AGE + 1

    with pytest.raises(Unauthenticated):
        issuer.identify(token)
    signer.published["rsa-1"] = json.loads(RSAAlgorithm.to_jwk(signer.rsa.public_key()))


def test_keys_stay_while_the_issuer_is_away(signer: Signer) -> None:
    """A short outage of the issuer must not stop everybody's work."""
    issuer = issuer_of(signer)
    issuer.identify(signer.token())
    signer.broken = True
    signer.now += MAX_AGE + 1

    assert issuer.identify(signer.token())


def test_without_any_keys_the_answer_is_to_come_later(signer: Signer) -> None:
    """It is not the fault of the token."""
    signer.broken = True

    with pytest.raises(Busy, match="try again later"):
        issuer_of(signer).identify(signer.token())


@pytest.mark.parametrize(
    "described", [{"use": "enc"}, {"key_ops": ["encrypt"]}, {"key_ops": []}], ids=str
)
def test_a_key_for_another_end_checks_no_signature(
    signer: Signer, described: dict[str, Any]
) -> None:
    """Keys for encryption are often guarded less, and lie in the same set."""
    signer.published["other"] = {**signer.published["rsa-1"], **described}

    with pytest.raises(Unauthenticated, match="key that its issuer does not have"):
        issuer_of(signer).identify(signer.token(kid="other"))
    assert issuer_of(signer).identify(signer.token())


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_short_key_checks_no_signature(signer: Signer) -> None:
    """RSA below 2048 bits is within reach of those who pay for it (RFC 7518, 3.3)."""
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505
    signer.published["short"] = json.loads(RSAAlgorithm.to_jwk(short.public_key()))

    with pytest.raises(Unauthenticated, match="key that its issuer does not have"):
        issuer_of(signer).identify(signer.token(key=short, kid="short"))


@pytest.mark.parametrize("typ", ["logout+jwt", "dpop+jwt", "secevent+jwt"])
def test_a_token_of_another_type_gives_no_access(signer: Signer, typ: str) -> None:
    """An issuer signs other things by the same key: notices of logout, proofs, events."""
    with pytest.raises(Unauthenticated, match="type"):
        issuer_of(signer).identify(signer.token(typ=typ))


@pytest.mark.parametrize("typ", ["JWT", "jwt", "at+jwt", "application/at+JWT"])
def test_a_token_for_access_is_taken(signer: Signer, typ: str) -> None:
    """RFC 9068 names its type; many issuers just say JWT."""
    assert issuer_of(signer).identify(signer.token(typ=typ))


class Silence:
    """A source of keys that says nothing until it is told to."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer
        self.quiet, self.asked = False, 0
        self.speak = threading.Event()

    def __call__(self) -> bytes:
        self.asked += 1
        if self.quiet:
            self.speak.wait(60)
        return self._signer.key_set()


def get_or_not(keys: KeySet, key_id: str, turned_away: list[Busy]) -> None:
    try:
        keys.get(key_id)
    except Busy as error:
        turned_away.append(error)


def test_a_silent_issuer_holds_up_nobody_else(signer: Signer) -> None:
    """Whoever comes with a known key is let in while others wait for an unknown one."""
    source = Silence(signer)
    keys = KeySet(source, lambda: signer.now)
    assert keys.get("rsa-1")
    source.quiet = True
    signer.now += MIN_INTERVAL
    first = threading.Thread(target=get_or_not, args=(keys, "invented", []))
    first.start()
    while source.asked < 2:
        time.sleep(0.001)
    signer.now += MAX_AGE

    found = [keys.get("rsa-1") for _ in range(100)]

    assert first.is_alive()  # it waits, and the hundred did not
    assert all(found)
    source.speak.set()
    first.join()
    assert 2 == source.asked


def test_few_wait_for_a_silent_issuer(signer: Signer) -> None:
    """Else invented keys would take every thread that answers readers."""
    source = Silence(signer)
    source.quiet = True
    keys = KeySet(source, lambda: signer.now)
    turned_away: list[Busy] = []
    first = threading.Thread(target=get_or_not, args=(keys, "rsa-1", []))
    first.start()
    while not source.asked:
        time.sleep(0.001)
    many = [
        threading.Thread(target=get_or_not, args=(keys, "rsa-1", turned_away)) for _ in range(30)
    ]
    for thread in many:
        thread.start()
    for thread in many:
        thread.join()

    assert first.is_alive()
    assert (30, 1) == (len(turned_away), source.asked)
    source.speak.set()
    first.join()
    assert keys.get("rsa-1")


def test_the_log_names_who_comes_without_asking_the_issuer(signer: Signer, tmp_path: Path) -> None:
    """A line of the log must not wait, and must not take a subject for a token of that name."""
    tokens = Tokens(tmp_path)
    own = tokens.create("user-7", READER)
    authenticator = Authenticator(tokens, issuer=issuer_of(signer))

    assert "anonymous" == authenticator.name_of(f"Bearer {signer.token()}")
    assert 0 == signer.fetched
    authenticator.authenticate(f"Bearer {signer.token(nonce='n')}", EDITOR)
    assert "oidc:user-7" == authenticator.name_of(f"Bearer {signer.token(nonce='m')}")
    assert "user-7" == authenticator.name_of(f"bearer {own}")
    for header in (None, "", "Basic x", "Bearer wrong", f"Bearer {signer.token(exp=1)}"):
        assert "anonymous" == authenticator.name_of(header)


@pytest.mark.parametrize("name", ["anonymous", "write-token", "one-time", "oidc:user-7"])
def test_no_token_has_the_name_of_somebody_else(tmp_path: Path, name: str) -> None:
    """The change log and the log of requests say who it was, to people who believe them."""
    with pytest.raises(InputError):
        Tokens(tmp_path).create(name, READER)


@pytest.fixture
def key_server(signer: Signer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = signer.key_set()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/jwks"
    server.shutdown()
    thread.join()
    server.server_close()


def test_keys_come_from_an_address_or_a_file(
    signer: Signer, key_server: str, tmp_path: Path
) -> None:
    """Installations without a way to the issuer keep its keys in a file."""
    file = tmp_path / "jwks.json"
    file.write_bytes(signer.key_set())

    for place in (key_server, str(file)):
        settings = Settings(
            data_dir=tmp_path, oidc_issuer=ISSUER, oidc_audience=AUDIENCE, oidc_jwks=place
        )
        authenticator = authenticator_of(settings)
        header = f"Bearer {signer.token()}"
        assert "oidc:user-7" == authenticator.authenticate(header, EDITOR).name


def test_keys_never_come_over_an_open_line() -> None:
    """Whoever stands between could put in a key of their own."""
    with pytest.raises(ConfigurationError, match="https"):
        key_source("http://id.example.org/jwks")


@pytest.mark.parametrize("missing", ["oidc_issuer", "oidc_audience", "oidc_jwks"])
def test_half_an_issuer_is_refused_at_the_start(tmp_path: Path, missing: str) -> None:
    """Without an audience any token of the issuer would do."""
    given = {"oidc_issuer": ISSUER, "oidc_audience": AUDIENCE, "oidc_jwks": "keys.json"}
    del given[missing]
    build: Callable[..., Settings] = Settings

    with pytest.raises(ConfigurationError, match=f"ROLEGRAPH_{missing.upper()}"):
        authenticator_of(build(data_dir=tmp_path, **given))
