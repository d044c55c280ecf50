"""The stand-in's customers: names are unique, searches exact by number and broad by name."""

from typing import Any

from mostek.connectors.merit.simulator.accounts import Record
from mostek.connectors.merit.simulator.books import Books, Document
from mostek.connectors.merit.simulator.reading import text
from mostek.connectors.merit.simulator.said import invalid, trace

CUSTOMERS = "customer"
LIMITS = {
    **{"Name": 150, "RegNo": 30, "VatRegNo": 30, "Address": 100, "City": 30, "PostalCode": 15},
    **{"PhoneNo": 50, "PhoneNo2": 50, "HomePage": 80, "Email": 80, "Contact": 35, "CountryCode": 2},
}

Row = dict[str, Any]


class Customers:
    def __init__(self, books: Books) -> None:
        self._books = books

    def found(self, account: Record, content: Row) -> list[Row]:
        """`getcustomers`; without a filter a trace, as large companies get."""
        filters = {name: str(content.get(name) or "") for name in ("Id", "RegNo", "VatRegNo", "Name")}
        if not any(filters.values()):
            raise trace()
        return [_shown(each) for each in self._books.of(account["id"], CUSTOMERS) if _fits(each, filters)]

    def add(self, account: Record, content: Row) -> Document:
        """Raises Said 400 when a wanted field is missing or the name is taken."""
        record = {name: text(content, name, limit) for name, limit in LIMITS.items()}
        if not (record["Name"].strip() and record["CountryCode"]) or "NotTDCustomer" not in content:
            raise invalid("Kliendil mõni kohustuslik väli puudu.")
        name = record["Name"].casefold()
        if any(each["Name"].casefold() == name for each in self._books.of(account["id"], CUSTOMERS)):
            raise invalid("api-custexists")
        return self._books.add(account["id"], CUSTOMERS, record | {"NotTDCustomer": content["NotTDCustomer"]})

    def of(self, account: Record, content: Any) -> tuple[Document, bool]:
        """The customer of an invoice, and whether it is new: by `Id`, by name, else made. Raises Said 400."""
        wanted = content if isinstance(content, dict) else {}
        if wanted.get("Id"):
            known = self._books.get(account["id"], CUSTOMERS, str(wanted["Id"]))
            if known is None:
                raise invalid("Klienti ei leitud.")
            return known, False
        name = str(wanted.get("Name") or "").casefold()
        for each in self._books.of(account["id"], CUSTOMERS):
            if each["Name"].casefold() == name:
                return each, False
        return self.add(account, wanted), True


def _fits(customer: Document, filters: dict[str, str]) -> bool:
    if filters["Id"]:
        return bool(customer["id"] == filters["Id"].casefold())
    exact = all(customer[name] == filters[name] for name in ("RegNo", "VatRegNo") if filters[name])
    return exact and filters["Name"].casefold() in customer["Name"].casefold()


def _shown(customer: Document) -> Row:
    return {"CustomerId": customer["id"], **{name: customer[name] for name in LIMITS}}
