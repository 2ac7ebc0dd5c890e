"""A service and a store that do not fit together say so, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from mirroring import Mirrors

from rolegraph.errors import ConfigurationError, Diverged, StoreAnswer, StoreError
from rolegraph.rdf.namespaces import LOG_GRAPH
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.service.opening import open_store
from rolegraph.settings import Settings
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.remote.endpoints.addresses import Addresses, addresses_of, credentials_of
from rolegraph.store.remote.mirror import Mirror

ONE = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("1"), NamedNode("urn:test:g"))


def commit(mirror: Mirror, quad: Quad = ONE) -> None:
    with mirror.newest():
        mirror.apply(Patch(added=frozenset({quad})), {"author": "a"})


def test_a_store_with_a_catalogue_but_no_log_is_refused(mirrors: Mirrors) -> None:
    """Whoever loaded these graphs would not want them mixed with ours."""
    graph = "https://w3id.org/rolegraph/graph/data/tools.ttl"
    mirrors.engine.update(f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:a> <urn:b> 1 }} }}")

    with pytest.raises(StoreError, match=r"data/tools\.ttl.*no log.*rolegraph load"):
        mirrors.open()


def test_a_directory_that_mirrors_another_store_is_refused(mirrors: Mirrors) -> None:
    """Its history would be continued by another one's commits."""
    first = mirrors.settings()
    opened = open_store(first.model_copy(update={"bare": True}))
    opened.close()
    mirrors.engine.clear()

    with pytest.raises(Diverged, match=r"mirrors another remote store.*--data-dir"):
        mirrors.open(data_dir=first.data_dir)


def test_a_directory_with_a_catalogue_of_its_own_is_refused(
    mirrors: Mirrors, tmp_path: Path
) -> None:
    """What it has is in no remote store yet."""
    own = EmbeddedStore(tmp_path / "own")
    own.load([ONE])
    own.close()

    with pytest.raises(Diverged, match=r"catalogue of its own.*--data-dir"):
        mirrors.open(data_dir=tmp_path / "own")


def test_a_mirror_is_not_served_as_a_store_of_its_own(mirrors: Mirrors) -> None:
    """What were written to it alone would part it from its store for good."""
    mirror = mirrors.open()
    mirrors.close()

    with pytest.raises(StoreError, match=r"mirrors a remote store.*--store"):
        open_store(Settings(data_dir=mirrors.folder / "1"))
    assert mirror.store.failed  # closed


def test_a_store_that_was_put_back_is_not_written_to(mirrors: Mirrors) -> None:
    """A mirror that knows more than its store is the last copy of what the store has lost."""
    mirror = mirrors.open()
    commit(mirror)
    head = f"<{LOG_GRAPH}#head> <{LOG_GRAPH}#revision>"
    mirrors.engine.update(
        f"DELETE DATA {{ GRAPH <{LOG_GRAPH}> {{ {head} 1 }} }} ;"
        f"INSERT DATA {{ GRAPH <{LOG_GRAPH}> {{ {head} 0 }} }}"
    )

    with pytest.raises(Diverged, match=r"at revision 0.*mirror has 1.*as a backup"):
        commit(mirror)


def test_a_store_with_another_past_is_not_followed(mirrors: Mirrors) -> None:
    """The same number of commits does not make the same history."""
    settings = mirrors.settings(bare=True)
    opened = open_store(settings)
    mirror = opened.mirror
    assert mirror is not None
    commit(mirror)
    opened.close()
    name = mirrors.engine.rows(
        f"SELECT ?c {{ GRAPH <{LOG_GRAPH}> {{ ?c <{LOG_GRAPH}#committed> 1 }} }}"
    )[0]["c"]
    triple = f"<{name}> <{LOG_GRAPH}#headers>"
    mirrors.engine.update(
        f"DELETE WHERE {{ GRAPH <{LOG_GRAPH}> {{ {triple} ?h }} }} ;"
        f'INSERT DATA {{ GRAPH <{LOG_GRAPH}> {{ {triple} "{{}}" }} }}'
    )

    with pytest.raises(Diverged, match="another commit"):
        open_store(settings)


def test_wrong_credentials_are_told_as_such(mirrors: Mirrors) -> None:
    """And told without the name, the password or the address."""
    if mirrors.engine.auth is None:
        pytest.skip("this engine takes anybody")
    with pytest.raises(StoreAnswer, match="does not take the credentials") as reported:
        mirrors.open(store_password_file=None, store_password="guessed")
    assert not {"dba", "guessed", str(mirrors.engine.port)} & set(str(reported.value).split())


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, None),
        (
            {"store": "sparql+http://h:1/"},
            Addresses("http://h:1/query", "http://h:1/update"),
        ),
        ({"store": "sparql+http://h:1"}, Addresses("http://h:1/query", "http://h:1/update")),
        (
            {"store": "sparql+https://h/sparql"},
            Addresses("https://h/sparql", "https://h/sparql"),
        ),
        (
            {"store": "sparql+https://h/a", "store_update_url": "http://h/b"},
            Addresses("https://h/a", "http://h/b"),
        ),
    ],
)
def test_an_address_names_its_endpoints(given: dict[str, str], expected: Addresses | None) -> None:
    """One address is enough for most engines."""
    assert expected == addresses_of(Settings(**given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "reported"),
    [
        ({"store": "http://h/"}, "sparql"),
        ({"store": "sparql+http://u:secret@h/"}, "PASSWORD_FILE"),
        ({"store_query_url": "http://h/"}, "UPDATE_URL"),
        ({"store": "sparql+http://h/", "store_graphs_url": "file:///etc"}, "GRAPHS_URL"),
    ],
)
def test_an_address_that_is_none_is_told(given: dict[str, str], reported: str) -> None:
    """The message names the setting, and never a password."""
    with pytest.raises(ConfigurationError, match=reported) as error:
        addresses_of(Settings(**given))  # type: ignore[arg-type]
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("given", "reported"),
    [
        ({"store_user": "u"}, "PASSWORD"),
        ({"store_user": "u", "store_password": "p", "store_token": "t"}, "choose one"),
        ({"store_token": "t", "store_token_file": "/x"}, "choose one"),
        ({"store_token_file": "/not/there"}, "cannot be read"),
    ],
)
def test_credentials_that_contradict_each_other_are_told(
    given: dict[str, str], reported: str
) -> None:
    """Guessing which were meant would send a secret to the wrong place."""
    with pytest.raises(ConfigurationError, match=reported):
        credentials_of(Settings(**given))  # type: ignore[arg-type]


def test_secrets_do_not_show_in_settings() -> None:
    """Settings end up in logs and in reports of errors."""
    settings = Settings(store_password="hush-1", store_token="hush-2")  # type: ignore[arg-type]

    assert "hush" not in repr(settings)
