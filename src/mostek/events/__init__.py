"""What happened to orders and documents: written where it happens, told to whoever listens."""
