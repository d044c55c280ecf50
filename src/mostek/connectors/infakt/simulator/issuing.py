"""Puts documents into the stand-in's books, marks them paid, and tells the webhooks."""

from collections.abc import Callable
from datetime import date
from typing import Any

from mostek.connectors.base.stand_in import Faults, Store
from mostek.connectors.infakt.simulator import clients, documents, ksef
from mostek.connectors.infakt.simulator.accounts import Accounts, SimAccount
from mostek.connectors.infakt.simulator.books import Books, Row
from mostek.connectors.infakt.simulator.documents import Errors
from mostek.connectors.infakt.simulator.subscriptions import Subscriptions
from mostek.connectors.infakt.simulator.switches import switches_of
from mostek.connectors.infakt.simulator.tasks import Result

ALREADY_PAID = "Faktura już została oznaczona jako zapłacona."


class Issuing:
    def __init__(
        self,
        store: Store,
        faults: Faults,
        today: Callable[[], date],
        books: Books,
        accounts: Accounts,
        subscriptions: Subscriptions,
    ) -> None:
        self._store = store
        self._faults = faults
        self.today = today
        self._books = books
        self._accounts = accounts
        self._subscriptions = subscriptions

    def create(self, account: SimAccount, resource: str, sent: dict[str, Any]) -> tuple[Row | None, Errors]:
        """The booked document, or what is wrong."""
        errors: Errors = {}
        is_correction = resource == "corrective_invoices"
        row = documents.made(sent, self.today(), errors, is_correction=is_correction)
        self._check(account, sent, row, errors)
        original = self._original(account, sent, errors) if is_correction else None
        buyer = clients.buyer_of(sent, self._books, account.id, errors)
        if errors:
            return None, errors
        row |= buyer
        if original:
            row["corrected_invoice_gross_price"] = original["gross_price"]
            row["parent_id"] = original["id"]
        if row["payment_method"] == "transfer" and not row.get("bank_account"):
            row |= {"bank_account": account.iban, "bank_name": "Bank Próbny"}
        if self._faults.hit("wrong_totals"):
            row |= {"tax_price": row["tax_price"] + 1, "gross_price": row["gross_price"] + 1}
        row["number"] = self._number(account, sent, row)
        self._books.add(account.id, resource, row)
        if row["status"] == "draft":
            self._subscriptions.emit(account.id, "draft_invoice_created", documents.shown(row, detail=True))
        return row, {}

    def _check(self, account: SimAccount, sent: dict[str, Any], row: Row, errors: Errors) -> None:
        """Rules that concern the account."""
        given = "".join(str(sent.get("bank_account") or "").split()).removeprefix("PL")
        own = account.iban.removeprefix("PL")
        if given and given != own:
            errors["bank_account"] = ["Konto bankowe nie zostało dodane lub zweryfikowane."]
        elif row["payment_method"] == "transfer" and not own:
            errors["bank_account"] = ["Dodaj konto bankowe, aby wystawić fakturę z płatnością przelewem."]
        exempt = any(line["tax_symbol"] == "zw" for line in row["services"])
        switches = switches_of(self._store, account.id)
        if exempt and not sent.get("vat_exemption_reason") and not switches.exemption_default:
            errors["vat_exemption_reason"] = ["Wybierz podstawę zwolnienia z VAT."]
        if len(str(sent.get("notes") or "")) > 3500:
            errors["notes"] = ["Uwagi są za długie (maksymalnie 3500 znaków)."]
        number = str(sent.get("number") or "")
        taken = number and self._books.shelf(account.id, _resource_of(row)).having("number", number)
        if taken and sent.get("check_duplicate_number"):
            errors["number"] = ["Dokument o podanym numerze już istnieje."]

    def _original(self, account: SimAccount, sent: dict[str, Any], errors: Errors) -> Row | None:
        original = self._books.get(account.id, "invoices", str(sent.get("corrected_invoice_uuid") or "-"))
        if original is None:
            errors["corrected_invoice_uuid"] = ["Nie znaleziono korygowanej faktury."]
        return original

    def _number(self, account: SimAccount, sent: dict[str, Any], row: Row) -> str | None:
        if sent.get("number"):
            return str(sent["number"])
        if row["status"] == "draft" and switches_of(self._store, account.id).drafts_unnumbered:
            return None
        return self._books.next_number(account.id, row["kind"], row["invoice_date"], take=True)

    def leave_draft(self, row: Row, status: str) -> Row:
        """Into the books: printed, sent or paid; a paid document stays paid."""
        if row["status"] == "paid":
            return row
        changes = {"status": status}
        if not row["number"]:
            series, day = row["kind"], row["invoice_date"]
            changes["number"] = self._books.next_number(row["_account"], series, day, take=True)
        return self._books.change(row, changes)

    def mark_paid(self, account: SimAccount, row: Row, paid_date: str) -> dict[str, Any]:
        """Errors, or nothing when it is noted. `paid_price` and `left_to_pay` stay as they are."""
        if row["status"] == "paid":
            return {"status": ALREADY_PAID} if switches_of(self._store, account.id).repeat_paid_fails else {}
        errors: Errors = {}
        day = documents.date_of(paid_date, self.today().isoformat(), errors, "paid_date")
        if day < row["invoice_date"]:
            errors["paid_date"] = ["Data zapłaty nie może być wcześniejsza niż data wystawienia."]
        if not errors:
            self._books.change(self.leave_draft(row, "paid"), {"paid_date": day})
        return errors

    def perform(self, task: dict[str, Any]) -> Result:
        """What a task does once its time has come."""
        account = self._accounts.by_id(task["account"])
        if account is None:
            return 422, "Nie udało się stworzyć faktury", {}
        if task["action"] == "mark_as_paid":
            row = self._books.get(account.id, task["resource"], task["uuid"])
            errors = (
                self.mark_paid(account, row, task["paid_date"])
                if row
                else {"base": ["Nie znaleziono faktury."]}
            )
            if errors:
                return 422, "Nie udało się oznaczyć faktury jako zapłaconej", {"invoice_errors": errors}
            return 200, "Faktura została oznaczona jako zapłacona", {}
        row, found = self.create(account, task["resource"], task["sent"])
        if row is None:
            return 422, "Nie udało się stworzyć faktury", {"invoice_errors": found}
        if task["send_to_ksef"]:
            self._books.change(row, {"_ksef": ksef.submitted()})
        return 201, "Faktura stworzona", {"invoice_uuid": row["uuid"]}

    def finished(self, task: dict[str, Any], answer: dict[str, Any]) -> None:
        """Tells the webhooks how a task ended."""
        good = answer["processing_code"] < 400
        if task["action"] == "mark_as_paid":
            name = (
                "invoice_marked_as_paid_via_async_api"
                if good
                else "invoice_marking_as_paid_error_via_async_api"
            )
            row = self._books.get(task["account"], task["resource"], task["uuid"])
            if good and row:
                self._subscriptions.emit(
                    task["account"], "invoice_marked_as_paid", documents.shown(row, detail=True)
                )
        else:
            name = "invoice_created_via_async_api" if good else "invoice_creation_error_via_async_api"
        self._subscriptions.emit(task["account"], name, answer)


def _resource_of(row: Row) -> str:
    return "corrective_invoices" if row["kind"] == "correction" else "invoices"
