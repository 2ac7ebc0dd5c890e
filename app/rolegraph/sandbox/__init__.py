"""The sandbox: confined processes for work on text that somebody else wrote.

A *fork server* is a process that loads what the work needs and then only forks. Each process that
it forks is *confined* before it sees any untrusted text: no files, no connections, no other
programs, little memory. It can be killed at any time, and nothing is lost with it.

Two kinds of work use it: the query workers (`store/workers`), which live long, and *tasks*, which
are one function on one text (`sandbox.py`; to write one, see `task.py`).
"""
