"""What stands at inFakt already: the seller, the bank accounts, the documents of a period."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mostek.connectors.base.contract import NotReady
from mostek.connectors.base.held import AccountHeld, DocumentHeld, DocumentPage, SellerHeld
from mostek.connectors.base.http import Lost
from mostek.connectors.infakt import mapping
from mostek.connectors.infakt.client import CORRECTIONS, INVOICES, PAGE, Client
from mostek.connectors.infakt.errors import judge, readable
from mostek.connectors.infakt.reading import every_row
from mostek.invoicing.model import Address, Kind

KINDS = {"vat": Kind.INVOICE, "proforma": Kind.PROFORMA, "correction": Kind.CORRECTION}
NEXT_LIST = {INVOICES: CORRECTIONS, CORRECTIONS: ""}


class TellsWhatIsHeld:
    """The session's part that only reads what is there."""

    _client: Client

    async def seller(self) -> SellerHeld:
        """From the account's details; a key that may not read them tells nothing of the company."""
        answer = await self._client.account_details()
        details = {} if answer.status in (401, 404) else readable(answer)
        company = details.get("company_data")
        rows = await every_row(self._client.bank_accounts)
        accounts = tuple(map(_account, rows))
        if not isinstance(company, Mapping):
            return SellerHeld(accounts=accounts)
        user = details.get("account_data")
        email = str(user.get("email") or "") if isinstance(user, Mapping) else None
        return SellerHeld(_name(company), _text(company, "tax_id"), _address(company), email, accounts)

    async def documents(self, since: date, until: date, cursor: str) -> DocumentPage:
        """Invoices and proformas first, then corrections; the cursor is `list:offset`."""
        resource, _, offset = (cursor or f"{INVOICES}:0").partition(":")
        filters = {"invoice_date_gteq": since.isoformat(), "invoice_date_lteq": until.isoformat()}
        body = readable(await self._client.documents(resource, filters, int(offset)))
        rows = body.get("entities")
        if not isinstance(rows, list):
            raise Lost("the list has no rows")
        total = int((body.get("metainfo") or {}).get("total_count") or 0)
        after = int(offset) + PAGE
        following = f"{resource}:{after}" if rows and after < total else _beginning(NEXT_LIST[resource])
        found = tuple(map(held, rows))
        # inFakt ignores a filter that it does not know: the days are looked at again here.
        return DocumentPage(tuple(each for each in found if _within(each, since, until)), following)

    async def document(self, remote_id: str) -> DocumentHeld:
        for resource in (INVOICES, CORRECTIONS):
            answer = judge(await self._client.document(resource, remote_id))
            if answer.status != 404:
                return held(readable(answer))
        raise NotReady


def held(row: Mapping[str, Any]) -> DocumentHeld:
    person = f"{row.get('client_first_name') or ''} {row.get('client_last_name') or ''}".strip()
    orders = (row.get("transaction_terms") or {}).get("orders") or []
    numbers = [str(order.get("number") or "") for order in orders]
    return DocumentHeld(
        booked=mapping.booked(row),
        kind=KINDS.get(str(row.get("kind") or "")),
        buyer_name=str(row.get("client_company_name") or person),
        buyer_postcode=str(row.get("client_post_code") or ""),
        texts="\n".join([*numbers, str(row.get("notes") or "")]),
        is_draft=row.get("status") == "draft",
    )


def _beginning(resource: str) -> str:
    return f"{resource}:0" if resource else ""


def _within(document: DocumentHeld, since: date, until: date) -> bool:
    day = document.booked.issue_date
    return day is None or since <= day <= until


def _account(row: Mapping[str, Any]) -> AccountHeld:
    return AccountHeld(
        _text(row, "account_number"), _text(row, "bank_name"), _text(row, "swift"), _text(row, "currency")
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    return str(row.get(name) or "")


def _name(company: Mapping[str, Any]) -> str:
    person = f"{_text(company, 'first_name')} {_text(company, 'last_name')}".strip()
    return _text(company, "company_name") or person


def _address(company: Mapping[str, Any]) -> Address:
    """inFakt tells no country of the company itself."""
    return Address(
        street=_text(company, "street"), city=_text(company, "city"), postcode=_text(company, "postal_code")
    )
