"""The QR code for Polish transfers, as the Polish Bank Association (ZBP) recommends it.

Fields, divided by `|`: the payee's NIP, country, account (26 digits), amount in grosze (six digits),
the payee's name (up to 20 characters), title (up to 32), and three reserved ones, empty.
"""

import re
from decimal import Decimal

from stdnum import iban

from mostek.invoicing.model import Invoice, Kind, PaymentMeans
from mostek.invoicing.totals import payable
from mostek.kernel.money import rounded, to_minor
from mostek.regimes.pl import nip

LARGEST = 999_999
"""Grosze that six digits can hold."""
_PAYABLE = frozenset({Kind.INVOICE, Kind.PROFORMA, Kind.ADVANCE, Kind.FINAL})


def payment_code(invoice: Invoice) -> str:
    """The code's content; "" unless a transfer in PLN to a Polish account is due and fits the format."""
    due = rounded(payable(invoice).gross - invoice.payment.paid, "PLN")
    is_transfer = invoice.kind in _PAYABLE and invoice.payment.means is PaymentMeans.TRANSFER
    if not is_transfer or invoice.currency != "PLN" or invoice.bank_account is None or due <= 0:
        return ""
    account = account_digits(invoice.bank_account.iban)
    if not account or to_minor(due, "PLN") > LARGEST:
        return ""
    title = invoice.number or invoice.order_number or invoice.reference
    return transfer_code(invoice.seller.tax_id, account, due, invoice.seller.name, title)


def transfer_code(tax_id: str, account: str, amount: Decimal, name: str, title: str) -> str:
    """The nine fields. `account` is 26 digits; a `tax_id` that is no NIP is left out."""
    number = nip.normalise(tax_id) if nip.is_company_id(tax_id) else ""
    minor = f"{to_minor(amount, 'PLN'):06d}"
    return "|".join([number, "PL", account, minor, _short(name, 20), _short(title, 32), "", "", ""])


def account_digits(account: str) -> str:
    """The 26 digits of a sound Polish account number, with or without PL and blanks, or ""."""
    number = re.sub(r"[\s-]", "", account).upper().removeprefix("PL")
    return number if len(number) == 26 and number.isdigit() and iban.is_valid(f"PL{number}") else ""


def _short(text: str, longest: int) -> str:
    """One line without the dividing sign, cut to length."""
    return " ".join(text.replace("|", " ").split())[:longest].rstrip()
