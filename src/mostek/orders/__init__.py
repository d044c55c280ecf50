"""Orders: what was sold, to whom, how it is paid and shipped; their events, fields and files."""
