"""Money, dates, identifiers and problems. Knows no framework, no vendor and no country."""
