"""What was chosen for an import, checked before anything is read."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mostek.companies.models import Company
from mostek.connectors.base.manifest import Field
from mostek.kernel.money import is_currency
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.importing.headings import MAPPABLE, REQUIRED, shape_of
from mostek.orders.importing.presets import Preset
from mostek.orders.importing.sniffing import Sniffed, sniff
from mostek.orders.models import ImportProfile


def settings_for(company: Company, preset: Preset, raw: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The settings of a run: the form's values checked, `auto` replaced by what the file shows.

    A mapping is remembered for the company's files of the same shape. Raises ProblemError whose
    problems name the form's fields.
    """
    problems: list[Problem] = []
    chosen = {field.name: _cleaned(field, raw.get(field.name), problems) for field in preset.fields}
    if chosen.get("currency"):
        chosen["currency"] = chosen["currency"].upper()
        if not is_currency(chosen["currency"]):
            problems.append(Problem("orders.currency_unknown", {"currency": chosen["currency"]}, "currency"))
    if problems:
        raise ProblemError(*problems)
    if preset.has_mapping:
        sniffed = sniff(path, chosen["encoding"], chosen["delimiter"])
        mapping = _mapping(raw.get("mapping") or {}, sniffed, has_currency=bool(chosen["currency"]))
        _remember(company, sniffed, mapping, chosen)
        decimal = sniffed.decimal if chosen["decimal"] == "auto" else chosen["decimal"]
        found = {"encoding": sniffed.encoding, "delimiter": sniffed.delimiter, "decimal": decimal}
        return {**chosen, **found, "mapping": mapping}
    return chosen


def _cleaned(field: Field, value: Any, problems: list[Problem]) -> str:
    text = str(field.default if value is None else value).strip()
    choices = [choice.value for choice in field.choices]
    fits = text in choices if choices else not field.pattern or re.fullmatch(field.pattern, text) is not None
    if (text or field.required) and not fits:
        values = {
            "label": field.label,
            "value": text or "–",
            "rule": field.pattern_sentence or ", ".join(choices),
        }
        problems.append(Problem("orders.import_setting", values, field.name))
    return text


def _mapping(raw: Mapping[str, str], sniffed: Sniffed, *, has_currency: bool) -> dict[str, str]:
    known = {each.key for each in MAPPABLE}
    mapping = {key: heading for key, heading in raw.items() if key in known and heading}
    for key, heading in mapping.items():
        if heading not in sniffed.headings:
            raise ProblemError(
                Problem("orders.import_heading_missing", {"heading": heading}, f"mapping.{key}")
            )
    missing = [key for key in REQUIRED if key not in mapping]
    if missing:
        labels = {each.key: each.label for each in MAPPABLE}
        raise ProblemError(
            *(
                Problem("orders.import_mapping_missing", {"fields": labels[key]}, f"mapping.{key}")
                for key in missing
            )
        )
    if not has_currency and "currency" not in mapping:
        raise ProblemError(Problem("orders.import_mapping_currency", field="mapping.currency"))
    return mapping


def _remember(company: Company, sniffed: Sniffed, mapping: dict[str, str], chosen: dict[str, str]) -> None:
    ImportProfile.objects.update_or_create(
        company=company,
        headings=shape_of(sniffed.headings),
        defaults={"name": ", ".join(sniffed.headings)[:100], "mapping": {**chosen, "mapping": mapping}},
    )


def remembered(company: Company, headings: tuple[str, ...]) -> dict[str, Any] | None:
    """The settings, `mapping` among them, that were last used for a file with these headings."""
    profile = ImportProfile.objects.of(company).filter(headings=shape_of(headings)).first()
    return dict(profile.mapping) if profile else None
