"""The sample company, for looking around and for tests."""
