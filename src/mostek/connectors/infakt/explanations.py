"""What each problem of this connector means and how it is mended; English sources for translation."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_


def _to_repair(what: str, why: str, todo: str) -> Explanation:
    return Explanation(what, why, todo, Remedy.REPAIR)


ACCOUNT = {
    "infakt.key_refused": Explanation(
        N_("inFakt does not accept the API key."),
        N_("The key was mistyped, deleted at inFakt, or belongs to its sandbox instead of production."),
        N_("Create a key at inFakt (Settings > Other options > API), paste it here and press Activate."),
        Remedy.RECONNECT,
    ),
    "infakt.scope_read_missing": Explanation(
        N_("The API key may not read documents."),
        N_("The scope api:invoices:read was not ticked when the key was created."),
        N_("Create a new key with api:invoices:read and api:invoices:write; scopes cannot be added later."),
        Remedy.RECONNECT,
    ),
    "infakt.scope_write_missing": Explanation(
        N_("The API key may read documents, but not create them."),
        N_("The scope api:invoices:write was not ticked when the key was created."),
        N_("Create a new key with api:invoices:read and api:invoices:write; scopes cannot be added later."),
        Remedy.RECONNECT,
    ),
    "infakt.plan_excludes": Explanation(
        N_("The inFakt plan does not allow this."),
        N_("The plan has no API access, has ended, or its limit of documents is used up."),
        N_("Extend or change the plan at inFakt, then verify the connection."),
        Remedy.RECONNECT,
    ),
    "infakt.plan_lapsed": Explanation(
        N_("The inFakt subscription ended on %(day)s."),
        N_("Without a valid subscription inFakt takes no documents by its API."),
        N_("Extend the subscription at inFakt, then verify the connection."),
        Remedy.RECONNECT,
    ),
    "infakt.plan_ends_soon": Explanation(
        N_("Days left of the inFakt subscription: %(days)s."),
        N_("When it has ended, inFakt takes no more documents by its API."),
        N_("Extend the subscription at inFakt in time."),
        Remedy.CONFIGURE,
    ),
    "infakt.not_permitted": Explanation(
        N_("inFakt does not permit this call to the account."),
        N_("The plan or the role of the key's owner excludes it."),
        N_("Check the plan and the owner's role at inFakt, then verify the connection."),
        Remedy.RECONNECT,
    ),
    "infakt.address_blocked": Explanation(
        N_("inFakt blocks this installation's network address."),
        N_("Its protection answered instead of the API: too many calls came from this address or subnet."),
        N_("Wait a quarter of an hour and verify again; if it stays, name the address to inFakt's support."),
        Remedy.RECONNECT,
    ),
    "infakt.wrong_address": Explanation(
        N_("There is no inFakt API at this address."),
        N_("The address of the connection is wrong, or a proxy answers in its place."),
        N_("Choose the right environment or correct the address; it ends in /api/v3."),
        Remedy.RECONNECT,
    ),
    "infakt.api_retired": Explanation(
        N_("inFakt has switched off this part of its API."),
        N_("A newer version of this program is needed to go on."),
        N_("Update Mostek, then verify the connection."),
        Remedy.CONTACT,
    ),
    "infakt.no_bank_account": Explanation(
        N_("The inFakt account has no bank account."),
        N_("inFakt refuses every document whose payment method is transfer until it has a verified one."),
        N_("Add a bank account at inFakt and verify it there."),
        Remedy.CONFIGURE,
    ),
    "infakt.bank_accounts_unreadable": Explanation(
        N_("The API key may not list the bank accounts."),
        N_("Whether transfer documents will be taken could therefore not be checked."),
        N_("Make sure at inFakt that a verified bank account exists."),
        Remedy.CONFIGURE,
    ),
    "infakt.identity_unreadable": Explanation(
        N_("inFakt does not say whose account this is."),
        N_("The key works, but may not read the company's details."),
        N_("Make sure that the key belongs to the right company before the first document."),
        Remedy.CONFIGURE,
    ),
}

BUYER = {
    "infakt.nip_invalid": _to_repair(
        N_("inFakt refuses the buyer's tax number."),
        N_("The NIP has a wrong length or its check digit does not fit: a digit is mistyped."),
        N_("Correct the NIP, or clear it if the buyer is a private person."),
    ),
    "infakt.buyer_name_missing": _to_repair(
        N_("The buyer has no name."),
        N_("inFakt takes no document without the buyer's name."),
        N_("Fill in the company name, or first and last name of a person."),
    ),
    "infakt.buyer_last_name_missing": _to_repair(
        N_("The buyer's first or last name is missing."),
        N_("inFakt wants both of a private person."),
        N_("Fill in first and last name; for a company, fill in its tax number."),
    ),
    "infakt.buyer_street_missing": _to_repair(
        N_("The buyer's street is missing."),
        N_("inFakt takes no document without the buyer's address."),
        N_("Fill in street and house number."),
    ),
    "infakt.buyer_postcode_missing": _to_repair(
        N_("The buyer's postcode is missing or wrong."),
        N_("inFakt takes no document without the buyer's postcode."),
        N_("Fill in the postcode, in Poland as 00-000."),
    ),
    "infakt.buyer_city_missing": _to_repair(
        N_("The buyer's city is missing."),
        N_("inFakt takes no document without the buyer's address."),
        N_("Fill in the city."),
    ),
    "infakt.buyer_country_missing": _to_repair(
        N_("The buyer's country is missing or unknown."),
        N_("inFakt wants the country as a code of two letters and assumes none."),
        N_("Choose the buyer's country."),
    ),
    "infakt.buyer_refused": _to_repair(
        N_("inFakt refuses the buyer."),
        N_("The buyer's record there was deleted, or data are missing in it."),
        N_("Check the buyer's data and send again."),
    ),
}

DOCUMENT = {
    "infakt.bank_account_missing": Explanation(
        N_("inFakt takes no transfer document without a verified bank account."),
        N_("The account on the document is not among the verified ones at inFakt, or there is none."),
        N_("Add and verify the account at inFakt, or choose another payment method; then send again."),
        Remedy.RESEND,
    ),
    "infakt.number_taken": _to_repair(
        N_("A document with this number is already at inFakt."),
        N_("Somebody used the number there, or two series share one pattern."),
        N_("Compare the two documents; then choose another number or let inFakt give it."),
    ),
    "infakt.number_refused": _to_repair(
        N_("inFakt refuses the document's number."),
        N_("It does not fit the pattern that the account demands."),
        N_("Change the series' pattern, or let inFakt give the number."),
    ),
    "infakt.number_too_long": _to_repair(
        N_("The document's number is longer than 256 characters."),
        N_("KSeF and inFakt take none that is longer."),
        N_("Shorten the series' pattern."),
    ),
    "infakt.period_closed": Explanation(
        N_("The accounting period of this document is closed at inFakt."),
        N_("The month was already settled there, so nothing may be added to it."),
        N_("Open the month at inFakt, or issue the document with a date in an open one; then send again."),
        Remedy.RESEND,
    ),
    "infakt.exemption_reason_missing": Explanation(
        N_("inFakt wants the legal basis of the VAT exemption."),
        N_("The account has no default for it, and the connection's settings name none."),
        N_("Enter the exemption reason in the connection's settings, or set a default at inFakt."),
        Remedy.CONFIGURE,
    ),
    "infakt.payment_method_refused": Explanation(
        N_("inFakt refuses the payment method."),
        N_("The account does not offer the method that this way of paying is mapped to."),
        N_("Map the way of paying to another method in the connection's settings, then send again."),
        Remedy.CONFIGURE,
    ),
    "infakt.vat_foreign": Explanation(
        N_("An invoice with VAT of another country (%(code)s in %(country)s) is not sent to inFakt."),
        N_(
            "inFakt keeps OSS invoices apart from all others, and whether a lost one would be found there again is not documented: it might be made twice."
        ),
        N_(
            "Make this invoice at inFakt by hand (OSS invoice), or issue it in a series that goes to no program."
        ),
        Remedy.CONFIGURE,
    ),
    "infakt.vat_unknown": _to_repair(
        N_("inFakt has no VAT rate %(code)s."),
        N_("It knows the Polish rates 23, 8, 5, 0, zw, np and oo."),
        N_("Choose one of those rates for the line."),
    ),
    "infakt.vat_refused": _to_repair(
        N_("inFakt refuses the VAT rate of a line."),
        N_("The rate is not valid on the day of the sale, or the account may not use it."),
        N_("Choose another rate for the line."),
    ),
    "infakt.currency_unknown": _to_repair(
        N_("inFakt does not take this currency."),
        N_("Its list does not contain it, or does not say in which unit amounts are read (JPY, KRW, ISK)."),
        N_("Issue the document in a currency that inFakt knows."),
    ),
    "infakt.notes_too_long": _to_repair(
        N_("The notes are too long."),
        N_("inFakt takes 3500 characters, of which our marker needs a few."),
        N_("Shorten the notes."),
    ),
    "infakt.date_refused": _to_repair(
        N_("inFakt refuses a date of the document."),
        N_("A day of payment lies before the day of issue, or a date is outside the account's life."),
        N_("Correct the date and send again."),
    ),
    "infakt.line_name_refused": _to_repair(
        N_("The name of a line is missing or longer than 256 characters."),
        N_("inFakt and KSeF want a name of 1 to 256 characters on every line."),
        N_("Correct the name of the line."),
    ),
    "infakt.quantity_not_positive": _to_repair(
        N_("The quantity of a line is not above zero."),
        N_("inFakt makes no line out of it."),
        N_("Correct the quantity, or remove the line."),
    ),
    "infakt.kind_unsupported": Explanation(
        N_("This kind of document cannot be sent to inFakt."),
        N_("Only invoices, proformas and corrections are."),
        N_("Choose a series of another kind, or bind this one to another program."),
        Remedy.CONFIGURE,
    ),
    "infakt.original_unknown": _to_repair(
        N_("The document that is corrected is not known at inFakt."),
        N_("inFakt corrects only what stands in its own books."),
        N_("Send the original first, or name its number at inFakt."),
    ),
    "infakt.correction_empty": _to_repair(
        N_("The correction changes nothing."),
        N_("Lines before and after are equal; inFakt would book a correction of zero."),
        N_("Change at least one line."),
    ),
    "infakt.part_payment": Explanation(
        N_("inFakt cannot note a part payment later."),
        N_("Its API marks a document as paid in full or not at all."),
        N_("Note the payment at inFakt by hand."),
        Remedy.CONTACT,
    ),
    "infakt.rejected_other": Explanation(
        N_("inFakt refused: %(words)s"),
        N_("The reason is given in inFakt's own words; nothing was made there."),
        N_("Mend what it names and send again."),
        Remedy.REPAIR,
    ),
}

WEBHOOKS = {
    "infakt.webhook_secret_missing": Explanation(
        N_("inFakt sends events, but this connection has no webhook secret."),
        N_("Without it nobody can tell whether an event really comes from inFakt, so it was turned down."),
        N_("Copy the secret from the webhook's details at inFakt and paste it into the connection."),
        Remedy.RECONNECT,
    ),
    "infakt.webhook_signature_wrong": Explanation(
        N_("An event with a wrong signature was turned down."),
        N_("The stored secret belongs to another webhook, or the event does not come from inFakt."),
        N_("Compare the secret with the one in the webhook's details at inFakt."),
        Remedy.RECONNECT,
    ),
    "infakt.webhook_unreadable": Explanation(
        N_("A webhook call could not be read."),
        N_("It is not the JSON that inFakt sends."),
        N_("Nothing: documents are looked up without it."),
        Remedy.WAIT,
    ),
}

AFTERWARDS = {
    "infakt.in_ksef": Explanation(
        N_("The document is in KSeF: inFakt can neither change nor delete it."),
        N_("A structured invoice that was sent to KSeF stays as it is."),
        N_("Issue a correction instead; to take the whole document back, a correction to zero."),
        Remedy.CONTACT,
    ),
    "infakt.sent_to_buyer": Explanation(
        N_("inFakt has mailed the document to the buyer; it was not deleted."),
        N_("What the buyer holds is taken back by a correction, so that both sides book the same."),
        N_("Issue a correction to zero instead."),
        Remedy.CONTACT,
    ),
    "infakt.not_deleted": Explanation(
        N_("inFakt did not delete the document; it stands there as before."),
        N_("inFakt deletes drafts and pro forma invoices; a document in its books stays."),
        N_("Issue a correction to zero instead, or delete it in inFakt and mark it here."),
        Remedy.CONTACT,
    ),
}

EXPLANATIONS = ACCOUNT | BUYER | DOCUMENT | AFTERWARDS | WEBHOOKS
