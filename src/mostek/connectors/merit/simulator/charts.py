"""What a new company has: taxes, a chart of accounts, departments, projects, cost centres."""

import uuid
from typing import Any

Row = dict[str, Any]

TAXES = {
    "PL": ["23%", "8%", "5%", "0%", "ZW", "NP", "OO", "EU 23%", "Marża 23%", "22%"],
    "EE": ["24%", "13%", "9%", "0%", "0% EL", "22%"],
}
FORMER_TAXES = {"PL": {"22%"}, "EE": {"22%"}}
CHARTS = {
    "PL": [
        ("100", "Kasa"),
        ("130", "Rachunek bieżący"),
        ("2", "Rozrachunki i roszczenia"),
        ("201", "Rozrachunki z odbiorcami"),
        ("220-1", "Rozrachunki z tytułu VAT"),
        ("220-3", "Rozrachunki z tytułu PIT-4"),
        ("229-1", "ZUS społeczne"),
        ("229-2", "ZUS zdrowotne"),
        ("229-3", "ZUS FP, FS i FGŚP"),
        ("231", "Rozrachunki z tytułu wynagrodzeń"),
        ("234", "Pozostałe rozrachunki z pracownikami"),
        ("240-KOM", "Komornik i inne potrącenia"),
        ("240-PPK", "Instytucja PPK"),
        ("404", "Wynagrodzenia"),
        ("405", "Ubezpieczenia społeczne i inne świadczenia"),
        ("405-PPK", "PPK pracodawcy"),
        ("409", "Pozostałe koszty rodzajowe"),
        ("490", "Rozliczenie kosztów"),
        ("527", "Koszty wydziałowe"),
        ("550", "Koszty zarządu"),
        ("641", "Rozliczenia międzyokresowe kosztów"),
        ("700", "Sprzedaż"),
        ("404-STARE", "Wynagrodzenia przed połączeniem"),
        ("231-PRACOWNICY", "Rozrachunki z pracownikami imiennie"),
    ],
    "EE": [
        ("1000", "Kassa"),
        ("1020", "Arvelduskonto"),
        ("2", "Kohustused"),
        ("2530", "Võlad töövõtjatele"),
        ("2540", "Maksuvõlad"),
        ("3010", "Müügitulu"),
        ("5000", "Palgakulu"),
        ("5010", "Sotsiaalmaks"),
        ("5000-VANA", "Palgakulu enne ühinemist"),
        ("2530-TOOTAJAD", "Võlad töötajatele nimeliselt"),
    ],
}
CLOSED_ACCOUNTS = {"404-STARE", "5000-VANA"}
PARENTS = {"2"}
WORDS = {"PL": ("Tak", "Nie", "Syntetyczne", "Analityczne"), "EE": ("Jah", "Ei", "Koond", "Detailne")}
"""(yes, no, parent, detail): flags of the chart come in the user's language."""
DEPARTMENTS = [("BIURO", "Biuro", False), ("PROD", "Produkcja", False), ("STARY", "Dział zamknięty", True)]
PROJECTS: list[tuple[str, str, str | None]] = [
    ("P-1", "Nowy sklep", None),
    ("P-0", "Stary sklep", "2020-12-31T00:00:00"),
]
COST_CENTRES: list[tuple[str, str, str | None]] = [("MPK-1", "Magazyn", None), ("MPK-2", "Sprzedaż", None)]


def guid(*parts: str) -> str:
    """The same id for the same words, for ever."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "/".join(parts)))


def taxes(account: str, country: str) -> list[Row]:
    return [
        {
            "Id": guid(account, "tax", code),
            "Code": code,
            "Name": code,
            "NameEN": code,
            "TaxPct": float("".join(filter(str.isdigit, code.split("%")[0])) or 0),
            "NonActive": code in FORMER_TAXES[country],
        }
        for code in TAXES[country]
    ]


def chart(account: str, country: str, closed: list[str]) -> list[Row]:
    yes, no, parent, detail = WORDS[country]
    return [
        {
            "AccountID": guid(account, "account", code),
            "Code": code,
            "Name": name,
            "NonActive": yes if code in CLOSED_ACCOUNTS or code in closed else no,
            "IsParent": parent if code in PARENTS else detail,
            "TaxName": "",
            "LinkedVendorName": "",
        }
        for code, name in CHARTS[country]
    ]


def departments() -> list[Row]:
    return [{"Code": code, "Name": name, "NonActive": closed} for code, name, closed in DEPARTMENTS]


def ending(values: list[tuple[str, str, str | None]]) -> list[Row]:
    """Projects or cost centres."""
    return [{"Code": code, "Name": name, "EndDate": end} for code, name, end in values]


def banks(account: str, iban: str, currency: str) -> list[Row]:
    return [
        {
            "BankId": guid(account, "bank", "cash"),
            "Name": "Kasa",
            "IBANCode": "",
            "CurrencyCode": currency,
            "AccountCode": "100",
        },
        {
            "BankId": guid(account, "bank", iban),
            "Name": "Bank",
            "IBANCode": iban,
            "CurrencyCode": currency,
            "AccountCode": "130",
        },
    ]
