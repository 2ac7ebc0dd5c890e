"""Connections that the server lends to query workers, which read and answer on them themselves."""
