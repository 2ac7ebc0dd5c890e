"""The catalogue as resources whose types are read off the shapes."""

from rolegraph.catalogue.catalogue import Catalogue
from rolegraph.catalogue.fields import Field, NestedType
from rolegraph.catalogue.types import Group, ResourceType, ResourceTypes
from rolegraph.catalogue.view import Page, View

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
