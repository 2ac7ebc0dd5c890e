"""Turns: which query runs on which worker, and for how long.

Workers stand in *lanes*: for ordinary queries, for slow ones, for updates, and for queries that ask
other services. A query waits only for workers of its own lane.
"""
