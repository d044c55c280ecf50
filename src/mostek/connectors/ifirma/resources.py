"""The kinds of document that iapi knows, by the path under which they are made, read and printed."""

from dataclasses import dataclass
from decimal import Decimal

from mostek.connectors.base.contract import Account
from mostek.invoicing.model import Invoice, Kind, PaymentMeans

HOME_CURRENCY = "PLN"
CORRECTED = "fakturakraj"


@dataclass(frozen=True, slots=True)
class Resource:
    path: str
    listing: str
    """The list that shows it."""
    list_type: str = ""
    """Its name in lists and payments; empty where unknown or absent."""


DOMESTIC = Resource("fakturakraj", "faktury", "prz_faktura_kraj")
FOREIGN = Resource("fakturawaluta", "faktury", "prz_faktura_wys_ter_kraj")
PROFORMA = Resource("fakturaproformakraj", "proformy")
CORRECTION = Resource("fakturakraj/korekta", "faktury")

RESOURCES = {each.path: each for each in (DOMESTIC, FOREIGN, PROFORMA, CORRECTION)}


def resource_of(invoice: Invoice) -> Resource | None:
    """Where the document is made; None where iapi, or we, have no place for it."""
    at_home = invoice.currency == HOME_CURRENCY
    if invoice.kind is Kind.INVOICE:
        return DOMESTIC if at_home else FOREIGN
    if not at_home:
        return None
    return {Kind.PROFORMA: PROFORMA, Kind.CORRECTION: CORRECTION}.get(invoice.kind)


def remote_key(resource: Resource, identifier: str) -> str:
    """The id that the hub keeps: `fakturakraj/1244512`. iapi's own number says nothing without its path."""
    return f"{resource.path}/{identifier}"


def located(remote_id: str) -> tuple[Resource, str]:
    """Path and id (or full number, `/` written `_`) of what the hub keeps or a person typed."""
    path, _, identifier = remote_id.rpartition("/")
    if path in RESOURCES:
        return RESOURCES[path], identifier
    return DOMESTIC, remote_id.strip().replace("/", "_")


def means_of(invoice: Invoice, account: Account, defaults: dict[PaymentMeans, str]) -> str:
    """iFirma's word for how the document is paid, as the connection maps it."""
    means = invoice.payment.means
    return account.payment_map.get(means.value) or defaults[means]


def plain(amount: Decimal) -> str:
    """An amount with two decimals, for a query."""
    return f"{amount:.2f}"
