"""Query workers: processes in which text that a user wrote runs, and which can be killed.

A *nursery* process holds the dataset in memory and never runs a query. It forks *workers*, which
share its memory pages (copy on write), so that a replacement for a killed worker is there in
milliseconds whatever the size of the dataset. Commits reach nursery and workers as patches.
"""
