"""Elasticsearch as a versioned replica of the search entries."""

from .engine import ElasticEngine

__all__ = ["ElasticEngine"]
