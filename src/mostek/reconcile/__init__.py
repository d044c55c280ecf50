"""Both sides compared: what Mostek holds and what the accounting program holds."""
