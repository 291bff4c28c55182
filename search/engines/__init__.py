"""Engines: the one embedded in the database, and its replicas."""

from .base import Engine, get_engine, get_truth

__all__ = ["Engine", "get_engine", "get_truth"]
