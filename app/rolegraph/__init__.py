"""A knowledge graph service for documented roles, personas, workflows and tools."""

__all__ = ["__version__"]

__version__ = "0.1.0"
