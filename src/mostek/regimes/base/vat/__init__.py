"""VAT of a sale: what decides about it, and why it cannot be decided."""
