"""The sandbox: stand-ins of every accounting program on one server, with failures on demand."""
