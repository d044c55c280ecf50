"""Tenants, users and roles, API credentials, the audit trail."""
