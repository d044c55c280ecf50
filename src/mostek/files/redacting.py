"""Takes personal data and secrets out of what is shown to people outside, leaving the rest readable.

What is known – parties, accounts, people – is replaced wherever it stands by a placeholder that is the
same everywhere. What is not known but looks like an e-mail address, an account or a long number goes too.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

from mostek.invoicing.model import Party

SHORTEST = 2
WHOLE_WORD = 6
"""Shorter values are replaced only where they stand as words of their own."""
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[0-9A-Z]{4}){3,7}(?:[ -]?[0-9A-Z]{1,4})?\b")
_NUMBER = re.compile(r"(?<![\w.])\+?\d(?:[ -]?\d){8,}(?![\w.])")
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset({"the", "und", "and", "sro", "ltd", "gmbh", "inc"})


class Redactor:
    """`known` maps each value to its placeholder; `kept` are words that are never replaced."""

    def __init__(self, known: Mapping[str, str], kept: Iterable[str] = ()) -> None:
        self._kept = {word.casefold() for word in kept if word}
        forms: dict[str, str] = {}
        for value, placeholder in known.items():
            for form in _forms(value):
                if len(form) >= SHORTEST and form.casefold() not in self._kept:
                    forms.setdefault(form.casefold(), placeholder)
        ordered = sorted(forms, key=len, reverse=True)
        self._placeholders = forms
        self._pattern = re.compile("|".join(map(_pattern, ordered)), re.IGNORECASE) if ordered else None

    def text(self, text: str) -> str:
        """The text without what is known and without what looks personal."""
        if self._pattern:
            text = self._pattern.sub(self._placeholder, text)
        text = _EMAIL.sub("[e-mail]", text)
        text = _ACCOUNT.sub(self._unless_kept("[account]"), text)
        return _NUMBER.sub(self._unless_kept("[long number]"), text)

    def body(self, body: str) -> str:
        """A body as it was sent or answered: JSON value by value, everything else as text."""
        try:
            parsed = json.loads(body)
        except ValueError:
            return self.text(body)
        return json.dumps(self.values(parsed), ensure_ascii=False)

    def values(self, value: Any) -> Any:
        """Every text in lists and objects, their names included; a number that is known as a text too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(name)): self.values(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.values(each) for each in value]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._placeholders.get(str(value).casefold(), value)
        return value

    def _placeholder(self, match: re.Match[str]) -> str:
        return self._placeholders.get(match[0].casefold(), "[personal]")

    def _unless_kept(self, placeholder: str) -> Any:
        return lambda match: match[0] if match[0].casefold() in self._kept else placeholder


def of_party(party: Party, who: str) -> dict[str, str]:
    """What tells who a party is. A name's words go one by one too: programs split them."""
    address = party.address
    known = {
        party.name: f"[{who}.name]",
        party.tax_id: f"[{who}.tax_id]",
        party.email: f"[{who}.email]",
        party.phone: f"[{who}.phone]",
        address.street: f"[{who}.street]",
        address.city: f"[{who}.city]",
        address.postcode: f"[{who}.postcode]",
    }
    for word in _WORD.findall(party.name):
        if word.casefold() not in _COMMON:
            known.setdefault(word, f"[{who}.name]")
    for word in _WORD.findall(address.street):
        known.setdefault(word, f"[{who}.street]")
    if bare := re.sub(r"[^0-9A-Za-z]", "", party.tax_id):
        digits = re.sub(r"^[A-Za-z]{2}", "", bare)
        for form in {bare, digits, f"{address.country}{digits}"}:
            known.setdefault(form, f"[{who}.tax_id]")
    if len(phone := re.sub(r"\D", "", party.phone)) >= WHOLE_WORD:
        known.setdefault(phone, f"[{who}.phone]")
        known.setdefault(phone[-9:], f"[{who}.phone]")
    return {value: placeholder for value, placeholder in known.items() if value.strip()}


def _forms(value: str) -> set[str]:
    """The value as it may stand in a text, in JSON, or in an address."""
    value = value.strip()
    return {
        form
        for form in (
            value,
            json.dumps(value)[1:-1],
            json.dumps(value, ensure_ascii=False)[1:-1],
            quote(value, safe=""),
            quote(value),
            quote_plus(value),
        )
        if form
    }


def _pattern(form: str) -> str:
    escaped = r"\s+".join(map(re.escape, form.split())) if " " in form else re.escape(form)
    return escaped if len(form) >= WHOLE_WORD else rf"(?<!\w){escaped}(?!\w)"
