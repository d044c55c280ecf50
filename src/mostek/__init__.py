"""Mostek: from the order to the accounting program, one document each, exactly once."""

__version__ = "0.1.0"
