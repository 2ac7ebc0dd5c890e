"""A knowledge graph service for documented roles, personas, workflows and tools."""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("rolegraph")
