"""Payroll lists and the journal entries they become."""
