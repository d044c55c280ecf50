"""The program's dictionaries."""

from typing import Any

_RATES = (
    (7, "23", "23.0", "23%", "2011-01-01", None),
    (8, "8", "8.0", "8%", "2011-01-01", None),
    (9, "5", "5.0", "5%", "2011-01-01", None),
    (4, "0", "0.0", "0%", None, None),
    (6, "zw", "0.0", "zw.", None, None),
    (5, "np", "0.0", "np.", None, None),
    (36, "oo", "0.0", "o.o.", None, None),
    (1, "22", "22.0", "22%", None, "2010-12-31"),
    (2, "7", "7.0", "7%", None, "2010-12-31"),
    (3, "3", "3.0", "3%", None, "2010-12-31"),
)
_MARKINGS = (
    (1, "SW"),
    (2, "EE"),
    (3, "TP"),
    (4, "TT_WNT"),
    (5, "TT_D"),
    (8, "I_42"),
    (9, "I_63"),
    (10, "B_SPV"),
    (11, "B_SPV_DOSTAWA"),
    (12, "B_MPV_PROWIZJA"),
)
_COUNTRIES = (
    (1, "PL", "POL", "Poland", "Polska", "PLN", True),
    (2, "DE", "DEU", "Germany", "Niemcy", "EUR", True),
    (3, "CZ", "CZE", "Czech Republic", "Czechy", "CZK", True),
    (4, "SK", "SVK", "Slovakia", "Słowacja", "EUR", True),
    (5, "FR", "FRA", "France", "Francja", "EUR", True),
    (6, "GB", "GBR", "United Kingdom", "Wielka Brytania", "GBP", False),
)


def _rows(names: str, rows: tuple[tuple[Any, ...], ...]) -> list[dict[str, Any]]:
    return [dict(zip(names.split(), row, strict=True)) for row in rows]


DICTIONARIES: dict[str, list[dict[str, Any]]] = {
    "vat_rates": _rows("id symbol rate name valid_from valid_until", _RATES),
    "vat_exemptions": [
        {
            "id": 1,
            "description": "Zwolnienie podmiotowe",
            "legal_basis_rule": "art. 113 ust. 1 i 9",
            "legal_basis_source": "Ustawa o podatku od towarów i usług",
        }
    ],
    "documents_markings/incomes": [
        {"id": id_, "code": code, "short_description": code, "description": code} for id_, code in _MARKINGS
    ],
    "gtus": [
        {"id": n, "name": f"GTU_{n:02d}", "short_description": f"GTU_{n:02d}", "description": f"GTU_{n:02d}"}
        for n in range(1, 14)
    ],
    "countries": [
        row | {"continent": "Europe"}
        for row in _rows("id alpha_2 alpha_3 english_name polish_name currency european_union", _COUNTRIES)
    ],
}
