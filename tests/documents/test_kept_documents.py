"""What a service keeps of a document comes back as it was, and knows its earlier versions."""

from __future__ import annotations

import base64
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.documents.keeping.kept import (
    KeptDocument,
    digest_of,
    kept_curations,
    kept_documents,
    packed,
    unpacked,
)
from rolegraph.folder.manifest import parse_manifest
from rolegraph.folder.writing import manifest_for_reading
from rolegraph.rdf.patch import Patch
from rolegraph.store.embedded import EmbeddedStore

CURATION = """\
reading: 1
questions:
  - question: Is this a role?
    answer:
  - question: Is that one?
    answer: no
"""


def kept(**facts: object) -> KeptDocument:
    said: dict[str, object] = {
        "name": "data/Büro & Lager.docx",
        "sha256": "ab" * 32,
        "curation": CURATION,
        "digest": "0123456789abcdef",
        "order": 3,
        "packed": packed(b"PK\0\xff"),
    }
    return KeptDocument(**(said | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_document_comes_back_from_its_graph(is_closed: bool) -> None:
    one = kept(is_closed=is_closed, former=frozenset({"x", "y"}))

    assert {one.name: one} == kept_documents(one.quads())


def test_documents_come_in_the_order_of_their_import() -> None:
    """Which document defines a role that two have follows from their order."""
    late, early = kept(name="data/a.md", order=2), kept(name="data/b.md", order=1)

    assert ["data/b.md", "data/a.md"] == [*kept_documents([*late.quads(), *early.quads()])]


def test_curations_are_told_without_the_bytes_and_with_the_names_that_a_document_had() -> None:
    """The first page counts questions; it must not read each document whole for that."""
    late = kept(name="data/a.md", order=2, former_names=frozenset({"data/old.md"}))
    store = EmbeddedStore()
    store.apply(Patch(added=frozenset([*late.quads(), *kept(order=1).quads()])))

    first, second = kept_curations(store)

    assert ("data/Büro & Lager.docx", CURATION) == (first.name, first.text)
    assert ("data/a.md", {"data/a.md", "data/old.md"}) == (second.name, set(second.names))


def test_a_new_version_knows_file_and_curation_of_the_one_before() -> None:
    old, new = kept(), kept(sha256="cd" * 32, curation="reading: 1\n", order=9)

    after = old.followed_by(new)

    assert frozenset({old.sha256, digest_of(CURATION)}) == after.former
    assert (3, new.sha256) == (after.order, after.sha256)
    assert old.sha256 not in after.followed_by(old).former


def test_questions_are_counted_without_reading_the_whole_file() -> None:
    assert (1, 1) == kept().counts


@given(st.binary(max_size=200))
def test_bytes_are_packed_and_unpacked(content: bytes) -> None:
    assert content == unpacked(packed(content), 200)
    assert len(content) == kept(packed=packed(content)).size


@pytest.mark.parametrize(
    "text",
    [
        "no base64",
        "",
        base64.b64encode(b"no gzip").decode(),
        packed(b"abcd")[:-8],
        packed(b"\0" * 1001),
        base64.b64encode(gzip.compress(b"\0" * 10_000_000)).decode(),
    ],
)
def test_what_is_no_document_or_too_long_is_none(text: str) -> None:
    """A form may have a bomb in it: a few bytes that unpack to very many."""
    assert unpacked(text, 1000) is None


def test_a_catalogue_is_laid_out_with_its_documents_and_words() -> None:
    text = manifest_for_reading(
        {"title": 'The "yard"', "base": "https://yard.example/id/", "license": None},
        {"data/a b.md": {"language": "de", "keep_people": True}, "b.docx": {}},
        {"de": {"responsibility": ["Was wir tun"], "role-words": ["wart"]}},
    )

    read = parse_manifest(text)

    assert ["data/a b.md", "b.docx"] == [*read.documents]
    assert ("de", True) == (
        read.documents["data/a b.md"].language,
        read.documents["data/a b.md"].keep_people,
    )
    assert ("wart",) == read.words["de"].role_words
