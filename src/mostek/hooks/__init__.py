"""Outgoing webhooks: telling other programs what happened."""
