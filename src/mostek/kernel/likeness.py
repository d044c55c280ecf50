"""Whether two spellings mean the same: capitals, blanks, punctuation and prefixes aside."""

import re


def words(text: str) -> str:
    """Small letters, single blanks."""
    return " ".join(text.split()).casefold()


def letters(text: str) -> str:
    """Letters and digits alone, small."""
    return re.sub(r"[\W_]", "", text.casefold())


def tax_number(text: str) -> str:
    """A tax number without separators and country prefix."""
    return re.sub(r"^[a-z]{2}(?=[0-9a-z]{6,})", "", letters(text))


def account_number(text: str) -> str:
    """An account number's digits; with or without the country's letters in front it is the same account."""
    return re.sub(r"^[a-z]{2}(?=\d{14,})", "", letters(text))
