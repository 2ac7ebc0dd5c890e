"""The catalogue as resources whose types are read off the shapes."""

from rolegraph.catalogue.catalogue import Catalogue
from rolegraph.catalogue.reading.view import Page, View
from rolegraph.catalogue.schema.fields import Field, NestedType
from rolegraph.catalogue.schema.types import Group, ResourceType, ResourceTypes

__all__ = [
    "Catalogue",
    "Field",
    "Group",
    "NestedType",
    "Page",
    "ResourceType",
    "ResourceTypes",
    "View",
]
