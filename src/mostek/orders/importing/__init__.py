"""Orders from files: what can be read, what a file looks like, taking it in, what could not be taken."""
