"""Descriptions of people, such as `women 20-35`: read, and held against persons and rows of tables."""

from .query import Query, Traits
from .reading import parse_query

__all__ = ["Query", "Traits", "parse_query"]
