"""Rules of a company: when something happens, and if conditions hold, then something is done."""
