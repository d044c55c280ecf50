"""Kajet's stand-in."""

from .app import Kajet

__all__ = ["Kajet"]
