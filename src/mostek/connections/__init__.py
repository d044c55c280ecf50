"""Accounts at accounting programs: encrypted credentials, verification, health, mappings."""
