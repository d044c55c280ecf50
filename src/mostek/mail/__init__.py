"""Messages to buyers, each sent at most once."""
