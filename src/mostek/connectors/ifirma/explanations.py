"""What happened, why, and what to do, for each of iFirma's problem keys."""

from mostek.connectors.ifirma.document_explanations import DOCUMENT
from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

_KEYS = N_("In iFirma open Settings › API; the keys stand there, one for each scope.")

ACCOUNT = {
    "ifirma.bad_header": Explanation(
        N_("iFirma could not read the sign-in data."),
        N_("The login or the key “%(key)s” holds characters that do not belong there."),
        N_("Enter the login and the key again, without blanks or quotation marks."),
        Remedy.RECONNECT,
    ),
    "ifirma.unknown_login": Explanation(
        N_("iFirma does not know this login."),
        N_("The login is misspelt, or the account was closed or locked."),
        N_("Enter the login with which you sign in to iFirma, usually an e-mail address."),
        Remedy.RECONNECT,
    ),
    "ifirma.key_missing": Explanation(
        N_("The key “%(key)s” was never generated in iFirma."),
        N_("iFirma has a separate key for each scope; Mostek needs “faktura” and “abonent”."),
        N_("In iFirma open Settings › API, generate the key “%(key)s” and enter it here."),
        Remedy.RECONNECT,
    ),
    "ifirma.wrong_key": Explanation(
        N_("iFirma refuses the key “%(key)s”."),
        N_("The key is not the one shown in iFirma, or the keys of two scopes were swapped."),
        N_("Copy the key “%(key)s” from Settings › API again: hexadecimal digits only (0–9, A–F)."),
        Remedy.RECONNECT,
    ),
    "ifirma.key_not_hex": Explanation(
        N_("The key “%(key)s” is not a hexadecimal key."),
        N_("iFirma's keys consist of pairs of the digits 0–9 and the letters A–F."),
        _KEYS,
        Remedy.RECONNECT,
    ),
    "ifirma.terms": Explanation(
        N_("iFirma waits for its terms of service to be accepted."),
        N_("Until then the account cannot be used through the API."),
        N_("Sign in to iFirma in the browser, accept the terms, then verify the connection."),
        Remedy.RECONNECT,
    ),
    "ifirma.no_right": Explanation(
        N_("This iFirma account has no right to do that through the API."),
        N_("The access level set in Settings › API, or the plan, does not include it."),
        N_("Raise the access level in iFirma's Settings › API, then verify the connection."),
        Remedy.RECONNECT,
    ),
    "ifirma.wrong_address": Explanation(
        N_("There is no iFirma API at this address."),
        N_("Another page answered (status %(status)s)."),
        N_("Correct the connection's address; iFirma's own one is https://www.ifirma.pl/iapi."),
        Remedy.RECONNECT,
    ),
    "ifirma.http_refused": Explanation(
        N_("The call was turned away before it reached iFirma's API (status %(status)s)."),
        N_("A proxy or iFirma's protection refuses calls from this server."),
        N_("Check the connection's address; if it is right, ask iFirma's support."),
        Remedy.RECONNECT,
    ),
}

MONTH = {
    "ifirma.month_closed": Explanation(
        N_("In iFirma the accounting month %(set)s is set, this document belongs to %(needed)s."),
        N_(
            "iFirma takes a document only while its month is set, and this connection leaves the month alone."
        ),
        N_(
            "Set the accounting month in iFirma to %(needed)s and send again, or let this connection move it."
        ),
        Remedy.RESEND,
    ),
    "ifirma.month_mismatch": Explanation(
        N_("The date does not lie in the accounting month that is set in iFirma."),
        N_("Somebody changed the accounting month while the document was on its way."),
        N_("In iFirma set the accounting month of this document, then send again."),
        Remedy.RESEND,
    ),
    "ifirma.month_refused": Explanation(
        N_("iFirma did not move the accounting month from %(set)s to %(needed)s."),
        N_("A month on the way is closed, or the year's data are not carried over."),
        N_("Set the accounting month in iFirma itself, then send again; or change the sale date."),
        Remedy.RESEND,
    ),
    "ifirma.month_too_far": Explanation(
        N_("The document's month %(needed)s is more than %(limit)s months from %(set)s."),
        N_("The month is moved step by step, and so many steps are more likely a wrong date."),
        N_("Correct the sale date, or set the accounting month in iFirma yourself."),
        Remedy.REPAIR,
    ),
    "ifirma.month_not_current": Explanation(
        N_("In iFirma the accounting month is %(set)s, not the current %(needed)s."),
        N_("Documents of the current month are refused until iFirma's month is moved on."),
        N_("Move the accounting month in iFirma, or allow this connection to move it for each document."),
        Remedy.CONFIGURE,
    ),
}

ANSWER = {
    "ifirma.encoding": Explanation(
        N_("iFirma could not read the document's characters."),
        N_("Something between Mostek and iFirma changed the encoding."),
        N_("Send again; if it stays so, connect without the proxy or ask iFirma's support."),
        Remedy.CONTACT,
    ),
    "ifirma.content_type": Explanation(
        N_("iFirma did not recognise the document's format."),
        N_("Something between Mostek and iFirma changed the headers of the call."),
        N_("Send again; if it stays so, connect without the proxy or ask iFirma's support."),
        Remedy.CONTACT,
    ),
    "ifirma.settings": Explanation(
        N_("A setting in the iFirma account stands in the way."),
        N_("iFirma's own words name the setting."),
        N_("Change the setting in iFirma, then send again."),
        Remedy.RESEND,
    ),
    "ifirma.structure": Explanation(
        N_("iFirma does not know a field of this document."),
        N_("iFirma changed its API, or this account's kind of bookkeeping needs other fields."),
        N_("Read iFirma's own words below and make the document in iFirma, or report it to Mostek."),
        Remedy.CONTACT,
    ),
    "ifirma.buyer_data": Explanation(
        N_("iFirma finds fault with the buyer's %(part)s."),
        N_("The value is missing, too long, or not in the form that iFirma wants."),
        N_("Correct the marked field, then send again."),
        Remedy.REPAIR,
    ),
    "ifirma.buyer_record": Explanation(
        N_("iFirma finds fault with the buyer's %(part)s."),
        N_("A contractor's record stored in iFirma (%(record)s) wins over the data of the order."),
        N_("In iFirma › Contractors complete the record %(record)s, then send again."),
        Remedy.RESEND,
    ),
    "ifirma.line_refused": Explanation(
        N_("iFirma does not take the value of %(part)s on a line."),
        N_("The value lies outside of what iFirma allows."),
        N_("Correct the marked field, then send again."),
        Remedy.REPAIR,
    ),
    "ifirma.issue_date_order": Explanation(
        N_("iFirma does not take this date of issue."),
        N_("Dates of issue must not run backwards in a series, nor pass the 15th of the month after sale."),
        N_("Choose a later date of issue, or another series."),
        Remedy.REPAIR,
    ),
    "ifirma.number_taken": Explanation(
        N_("The number is already taken in iFirma."),
        N_("Another document of the series has it."),
        N_("Check in iFirma whether it is this document; if not, send again without a number."),
        Remedy.RESEND,
    ),
    "ifirma.series_unknown": Explanation(
        N_("iFirma has no numbering series of this name."),
        N_("The name in the connection's or the series' settings differs from that in iFirma."),
        N_("Enter the series exactly as it is named in iFirma."),
        Remedy.CONFIGURE,
    ),
    "ifirma.template_unknown": Explanation(
        N_("iFirma has no print template of this name."),
        N_("The name in the connection's settings differs from that in iFirma."),
        N_("Enter the template exactly as it is named in iFirma, or leave the field empty."),
        Remedy.CONFIGURE,
    ),
    "ifirma.bank_account": Explanation(
        N_("iFirma does not take this bank account."),
        N_("The account is not entered in iFirma, or its number is not right."),
        N_("Enter the account in iFirma's settings, or correct its number here."),
        Remedy.REPAIR,
    ),
    "ifirma.tax_id": Explanation(
        N_("iFirma does not take the buyer's tax number."),
        N_("It is not a right number, or its country prefix is missing."),
        N_("Correct the buyer's tax number."),
        Remedy.REPAIR,
    ),
    "ifirma.rejected_other": Explanation(
        N_("iFirma refused the document (code %(code)s)."),
        N_("iFirma's own words say what it wants."),
        N_("Correct what iFirma names, then send again."),
        Remedy.REPAIR,
    ),
    "ifirma.payment_unsupported": Explanation(
        N_("The payment of %(number)s cannot be noted in iFirma."),
        N_("iFirma's API takes payments for invoices only."),
        N_("Note the payment in iFirma by hand, if you need it there."),
        Remedy.CONFIGURE,
    ),
}

EXPLANATIONS = ACCOUNT | MONTH | ANSWER | DOCUMENT
