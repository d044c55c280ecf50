"""The durable flow: one document on its way to one connection, with proof before repeat."""
