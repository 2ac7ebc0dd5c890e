"""A lock for what loads rdflib late.

Its modules import each other in circles, so two threads that load them at once see half of one.
"""

from __future__ import annotations

from threading import RLock

ONE_IMPORT = RLock()
