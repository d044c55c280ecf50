"""inFakt's arithmetic: whole minor units, VAT rounded on every line, totals are sums of lines."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

RATES = {
    "23": Decimal(23),
    "8": Decimal(8),
    "5": Decimal(5),
    **{symbol: Decimal(0) for symbol in ("0", "zw", "np", "oo")},
    "22": Decimal(22),
    "7": Decimal(7),
    "3": Decimal(3),
}


def units(value: Any) -> int | None:
    """An amount as inFakt reads it: `"500.00 PLN"` is accepted and means 500 grosze."""
    if value is None or value == "":
        return None
    found = re.match(r"\s*-?\d+", str(value))
    return int(found[0]) if found else 0


def quantity_of(value: Any) -> Decimal:
    try:
        return Decimal(str(value).replace(",", ".")) if value not in (None, "") else Decimal(1)
    except InvalidOperation:
        return Decimal(0)


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def priced(line: dict[str, Any], rate: Decimal) -> dict[str, Any] | None:
    """Quantity and amounts of a line; None when it names no price. Any net value wins over gross."""
    quantity = quantity_of(line.get("quantity"))
    unit, net, gross = (units(line.get(name)) for name in ("unit_net_price", "net_price", "gross_price"))
    if unit is None and net is None and gross is None:
        return None
    if unit is not None or net is not None:
        discount = quantity_of(line.get("discount") or 0)
        net = _whole(Decimal(unit) * quantity * (100 - discount) / 100) if unit is not None else net or 0
        tax = _whole(net * rate / 100)
        gross = net + tax
    else:
        gross = gross or 0
        net = _whole(gross * 100 / (100 + rate))
        tax = gross - net
    each = unit if unit is not None else _whole(net / quantity) if quantity else 0
    return {
        "quantity": int(quantity) if quantity == quantity.to_integral_value() else float(quantity),
        "unit_net_price": each,
        "unit_net_price_before_discount": each,
        "net_price": net,
        "tax_price": tax,
        "gross_price": gross,
    }


def summed(lines: list[dict[str, Any]]) -> dict[str, int]:
    """Totals; of a correction the lines after minus the lines before."""
    names = ("net_price", "tax_price", "gross_price")
    return {
        name: sum(-line[name] if line.get("correction") is False else line[name] for line in lines)
        for name in names
    }
