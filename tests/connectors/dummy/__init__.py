"""Kajet, a made-up accounting program: the smallest whole connector, to copy from."""

from .connector import CONNECTOR

__all__ = ["CONNECTOR"]
