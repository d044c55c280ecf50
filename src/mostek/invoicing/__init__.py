"""The neutral document, in the terms of EN 16931: parties, lines, VAT, totals, corrections."""
