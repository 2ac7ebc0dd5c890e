"""Query workers: processes in which text that a user wrote runs, and which can be killed.

A fork server holds the dataset in memory and never runs a query. It forks *workers*, which share
its memory pages (copy on write), so that a replacement for a killed worker is there in
milliseconds whatever the size of the dataset. Commits reach fork server and workers as patches.

`pool.py` is what callers use. `turns/` decides which query runs on which worker, `processes/` has
the server's ends of the processes, and `inside/` is what runs in them.
"""
