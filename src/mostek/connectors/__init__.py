"""Accounting programs: one folder each, found by walking this package and the entry point
`mostek.connectors`. Adding a folder is all it takes."""
