"""Readers share the store, a writer has it alone, and none of them waits for ever."""

from __future__ import annotations

import threading

from rolegraph.store.engine.reading import ReadersWriterLock

SECONDS = 10
"""Longer than any of this takes; a thread that waits for ever is noticed by it."""


def _wait_until_somebody_writes(lock: ReadersWriterLock) -> None:
    while lock.is_free:
        threading.Event().wait(0.001)


def test_who_reads_may_read_again_while_a_commit_waits() -> None:
    """A page that reads asks what proposals are open: the commit between must not stop both."""
    lock, written, read = ReadersWriterLock(), threading.Event(), threading.Event()
    reads = threading.Event()

    def write() -> None:
        reads.wait(SECONDS)
        with lock.writing():
            written.set()

    def page() -> None:
        with lock.reading():
            reads.set()
            _wait_until_somebody_writes(lock)
            with lock.reading():
                assert not written.is_set()
            read.set()

    for each in (write, page):
        threading.Thread(target=each, daemon=True).start()

    assert read.wait(SECONDS)
    assert written.wait(SECONDS)


def test_a_new_reader_lets_a_waiting_commit_go_first() -> None:
    """Else a stream of readers would keep a commit waiting."""
    lock, order = ReadersWriterLock(), list[str]()

    def write() -> None:
        with lock.writing():
            order.append("commit")

    def read() -> None:
        with lock.reading():
            order.append("reader")

    threads = [threading.Thread(target=each, daemon=True) for each in (write, read)]
    with lock.reading():
        threads[0].start()
        _wait_until_somebody_writes(lock)
        threads[1].start()
        assert not order
    for thread in threads:
        thread.join(SECONDS)

    assert ["commit", "reader"] == order


def test_what_another_thread_ends_leaves_the_lock_free() -> None:
    """An answer that is streamed may begin to read in one thread and end in another."""
    lock, written = ReadersWriterLock(), threading.Event()
    held = lock.reading()
    held.__enter__()
    ending = threading.Thread(target=held.__exit__, args=(None, None, None))
    ending.start()
    ending.join(SECONDS)

    def write() -> None:
        with lock.writing():
            written.set()

    threading.Thread(target=write, daemon=True).start()

    assert written.wait(SECONDS)
    with lock.reading():
        assert lock.is_free
