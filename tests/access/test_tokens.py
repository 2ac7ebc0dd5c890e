"""Tokens of a data directory: stored hashed, shown once, seen at once by running servers."""

from __future__ import annotations

import base64
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog

from commands import apart, rolegraph
from rolegraph.access.authenticate import Authenticator
from rolegraph.access.identity import AccessRole, Identity
from rolegraph.access.tokens import Tokens, parse_duration
from rolegraph.errors import (
    Conflict,
    InputError,
    NotFound,
    PermissionDenied,
    StoreError,
    Unauthenticated,
)

READER, EDITOR, ADMIN = AccessRole.READER, AccessRole.EDITOR, AccessRole.ADMIN


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path)


def bearer(secret: str) -> str:
    return f"Bearer {secret}"


def test_a_token_says_who_writes_and_how_far_it_reaches(tokens: Tokens) -> None:
    """Every write names its author in the log."""
    secret = tokens.create("ci", EDITOR)
    authenticator = Authenticator(tokens)

    assert Identity("ci", EDITOR) == authenticator.authenticate(bearer(secret), EDITOR)
    assert Identity("ci", EDITOR) == authenticator.authenticate(f"bearer  {secret}", READER)
    with pytest.raises(PermissionDenied, match="'ci' is an editor here; this needs an admin"):
        authenticator.authenticate(bearer(secret), ADMIN)


def test_what_is_stored_does_not_tell_the_token(tokens: Tokens, tmp_path: Path) -> None:
    """A stolen file must not open the service."""
    secret = tokens.create("ci", EDITOR)
    file = tmp_path / "tokens.json"

    assert secret.removeprefix("rolegraph_") not in file.read_text()
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert file.read_text().endswith("}\n")
    stored = json.loads(file.read_text())["tokens"][0]["sha256"]
    with pytest.raises(Unauthenticated):
        Authenticator(tokens).authenticate(bearer(stored), READER)


@pytest.mark.parametrize(
    "header",
    ["Bearer wrong", "Basic Y2k6Y2k=", "Bearer", "Bearer a b", "Bearer a, Bearer b", "Bearer é"],
)
def test_a_header_without_a_good_token_is_refused(tokens: Tokens, header: str) -> None:
    """Nothing but an exact token opens."""
    tokens.create("ci", EDITOR)

    with pytest.raises(Unauthenticated):
        Authenticator(tokens).authenticate(header, READER)


def test_a_token_cut_short_or_prolonged_is_wrong(tokens: Tokens) -> None:
    """A comparison of beginnings would let guesses grow letter by letter."""
    secret = tokens.create("ci", EDITOR)

    for other in (secret[:-1], secret + "A", secret.lower(), secret.removeprefix("rolegraph_")):
        with pytest.raises(Unauthenticated, match=r"The token is wrong\."):
            Authenticator(tokens).authenticate(bearer(other), READER)


def test_an_expired_token_is_refused(tokens: Tokens) -> None:
    """Expiry bounds what a forgotten token can do."""
    secret = tokens.create("ci", EDITOR, timedelta(seconds=-1))

    with pytest.raises(Unauthenticated, match="'ci' is expired"):
        Authenticator(tokens).authenticate(bearer(secret), EDITOR)


def test_a_running_server_sees_tokens_made_and_revoked_elsewhere(tmp_path: Path) -> None:
    """Revoking that waits for a restart is none."""
    serving = Authenticator(Tokens(tmp_path))
    assert not serving.configured
    secret = Tokens(tmp_path).create("ci", EDITOR)
    assert "ci" == serving.authenticate(bearer(secret), EDITOR).name

    Tokens(tmp_path).revoke("ci")

    assert not serving.configured
    with pytest.raises(Unauthenticated, match="'ci' is revoked"):
        serving.authenticate(bearer(secret), EDITOR)


def test_a_name_is_free_again_once_its_token_has_ended(tokens: Tokens) -> None:
    """A token is changed for a new one under the same name, but two never share it."""
    old = tokens.create("ci", EDITOR)
    with pytest.raises(Conflict, match="'ci' is in use; revoke it first"):
        tokens.create("ci", READER)
    tokens.revoke("ci")

    new = tokens.create("ci", READER)

    assert READER == Authenticator(tokens).authenticate(bearer(new), READER).role
    with pytest.raises(Unauthenticated):
        Authenticator(tokens).authenticate(bearer(old), READER)
    tokens.revoke("ci")
    with pytest.raises(NotFound):
        tokens.revoke("ci")


def test_tokens_made_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    """A file read, changed and written by two at once would lose one of the changes."""
    names = [f"job-{number}" for number in range(20)]

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda name: Tokens(tmp_path).create(name, EDITOR), names))

    assert set(names) == {token.name for token in Tokens(tmp_path).all()}
    assert {"tokens.json", "tokens.lock"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    "text", ['{"tokens"', "[]", '{"tokens": ["ci"]}', '{"tokens": [{"name": "ci"}]}']
)
def test_a_damaged_file_lets_nobody_in(tokens: Tokens, tmp_path: Path, text: str) -> None:
    """It fails closed, and says which file."""
    (tmp_path / "tokens.json").write_text(text)

    with pytest.raises(StoreError, match=r"tokens\.json"):
        Authenticator(tokens).authenticate("Bearer x", READER)


def test_a_token_may_be_made_before_there_is_anything_else(tmp_path: Path) -> None:
    """Whoever sets a service up makes the tokens first; the data directory comes with them."""
    secret = Tokens(tmp_path / "new" / "var").create("ci", EDITOR)

    found = Authenticator(Tokens(tmp_path / "new" / "var")).authenticate(bearer(secret), EDITOR)
    assert "ci" == found.name


@pytest.mark.parametrize("name", ["", "a b", "x\n", "../x", "-x", "x" * 65])
def test_a_name_that_would_confuse_the_log_is_refused(tokens: Tokens, name: str) -> None:
    """Names stand in headers of the log and on command lines."""
    with pytest.raises(InputError, match="cannot name a token"):
        tokens.create(name, EDITOR)


def test_durations_are_numbers_with_a_unit() -> None:
    """30 what? is answered by a unit, always."""
    units = {"m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400, "y": 365 * 86_400}
    for unit, seconds in units.items():
        assert timedelta(seconds=12 * seconds) == parse_duration(f" 12{unit} ")
    for text in ("30", "0d", "-1d", "1.5d", "d", "99999999d"):
        with pytest.raises(InputError, match="such as 30d"):
            parse_duration(text)


def test_reading_is_open_unless_it_is_closed(tokens: Tokens) -> None:
    """The catalogue is public by default; one setting makes it private."""
    assert "anonymous" == Authenticator(tokens).authenticate(None, READER).name
    with pytest.raises(Unauthenticated, match="rolegraph token create"):
        Authenticator(tokens).authenticate(None, EDITOR)
    with pytest.raises(Unauthenticated):
        Authenticator(tokens, open_reading=False).authenticate(None, READER)


def test_the_write_token_of_the_settings_is_an_editor(tokens: Tokens) -> None:
    """Simple installations set one variable."""
    authenticator = Authenticator(tokens, write_token="swordfish")

    assert Identity("write-token", EDITOR) == authenticator.authenticate("Bearer swordfish", EDITOR)
    with pytest.raises(PermissionDenied):
        authenticator.authenticate("Bearer swordfish", ADMIN)


def test_the_command_makes_lists_and_revokes(tmp_path: Path) -> None:
    """Scripts take the token from the last line and judge by the exit code."""
    place = ("--data-dir", str(tmp_path))

    made = apart("token", "create", *place, "--role", "editor", "--name", "ci", "--expires", "30d")

    secret = made.stdout.splitlines()[-1]
    assert "ci" == Authenticator(Tokens(tmp_path)).authenticate(bearer(secret), EDITOR).name
    listed = rolegraph("token", "list", *place).stdout
    assert ["ci", "editor", "active"] == listed.splitlines()[1].split()[:3]
    assert secret not in listed
    assert 0 == rolegraph("token", "revoke", "ci", *place).returncode
    assert "revoked" in rolegraph("token", "list", *place).stdout
    again = rolegraph("token", "revoke", "ci", *place)
    assert (2, "") == (again.returncode, again.stdout)
    unknown = rolegraph("token", "create", *place, "--role", "boss", "--name", "x")
    assert 2 == unknown.returncode
    assert "reader, editor, admin" in unknown.stderr


def test_one_token_is_revoked_and_the_others_go_on(tokens: Tokens) -> None:
    """Locking out everybody would be a costly way to lock out one."""
    gone, kept = tokens.create("gone", EDITOR), tokens.create("kept", EDITOR)
    tokens.revoke("gone")

    with pytest.raises(Unauthenticated):
        Authenticator(tokens).authenticate(bearer(gone), READER)
    assert "kept" == Authenticator(tokens).authenticate(bearer(kept), READER).name


def test_the_log_tells_once_of_each_token_that_is_made_or_revoked(tmp_path: Path) -> None:
    """Another process makes them; the server that reads the file is the one that logs."""
    made, read = Tokens(tmp_path), Tokens(tmp_path)
    made.create("before", EDITOR)
    with structlog.testing.capture_logs() as lines:
        read.all()
        made.create("lasting", EDITOR)
        made.create("short", READER, timedelta(days=1))
        read.all()
        made.revoke("before")
        read.all()
        made.create("missed", ADMIN)
        made.revoke("missed")
        read.all()

    reported = [(line["event"], line["token"], line["role"]) for line in lines]
    assert [
        ("access.token_created", "lasting", "editor"),
        ("access.token_created", "short", "reader"),
        ("access.token_revoked", "before", "editor"),
        ("access.token_created", "missed", "admin"),
        ("access.token_revoked", "missed", "admin"),
    ] == reported
    assert lines[0]["expires"] is None
    assert datetime.fromisoformat(lines[1]["expires"]) > datetime.now(UTC)


def test_a_secret_has_256_random_bits(tokens: Tokens) -> None:
    """Fewer could be guessed one day; no two are alike."""
    one, other = (tokens.create(name, READER) for name in ("one", "other"))

    assert one != other
    assert 32 == len(base64.urlsafe_b64decode(one.removeprefix("rolegraph_") + "="))
