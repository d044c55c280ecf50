"""Why a call of the API is refused, and what to do."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

EXPLANATIONS: dict[str, Explanation] = {
    "api.credentials": Explanation(
        N_("The credentials are missing, wrong, expired or revoked."),
        N_("Every call needs the ID and the secret of an API credential of the company."),
        N_(
            "Send them as HTTP Basic, or as “Authorization: Bearer ID:secret”. New ones are made in the settings."
        ),
        Remedy.CONFIGURE,
    ),
    "api.too_many_failures": Explanation(
        N_("Too many calls with wrong credentials."),
        N_("After ten failures within a minute further ones are not even looked at."),
        N_("Wait a minute, correct the credentials, and call again."),
        Remedy.WAIT,
    ),
    "api.scope": Explanation(
        N_("These credentials may not do this."),
        N_("The call needs the scope %(scope)s; the credentials do not have it."),
        N_("Create credentials with this scope in the settings."),
        Remedy.CONFIGURE,
    ),
    "api.about_what": Explanation(
        N_("The call does not say what the message is about."),
        N_("It needs document_id or order_id, and not both."),
        N_("Give one of them."),
        Remedy.REPAIR,
    ),
    "api.not_found": Explanation(
        N_("There is no such thing."),
        N_("The company of these credentials has nothing under this address."),
        N_("Check the address and the ID."),
        Remedy.REPAIR,
    ),
    "api.malformed": Explanation(
        N_("The body of the call is not valid JSON."),
        N_("It could not be read: %(reason)s."),
        N_("Send valid JSON in UTF-8 with “Content-Type: application/json”."),
        Remedy.REPAIR,
    ),
    "api.too_large": Explanation(
        N_("The call is too large."),
        N_("At most ten megabytes and 500 orders fit into one call."),
        N_("Divide it into several calls."),
        Remedy.REPAIR,
    ),
    "api.parameter": Explanation(
        N_("The parameter %(name)s cannot be used."),
        N_("What it holds does not have the form that the description of the API gives: %(reason)s."),
        N_("Correct the parameter and call again."),
        Remedy.REPAIR,
    ),
    "api.cursor": Explanation(
        N_("The cursor cannot be read."),
        N_("A cursor is taken unchanged from the field next_cursor of the page before."),
        N_("Begin again without a cursor."),
        Remedy.REPAIR,
    ),
    "api.key_reused": Explanation(
        N_("This Idempotency-Key has been used for another request."),
        N_("A key stands for one request: the same method, address and body."),
        N_("Use a new key for a new request."),
        Remedy.REPAIR,
    ),
    "api.key_form": Explanation(
        N_("The Idempotency-Key cannot be used."),
        N_("It must have 1 to 200 visible characters."),
        N_("Use a random key, for example a UUID."),
        Remedy.REPAIR,
    ),
    "api.series_unknown": Explanation(
        N_("There is no series with the code “%(code)s”."),
        N_("Documents are issued in one of the company's own series."),
        N_("Ask for the list of series, and use one of its codes."),
        Remedy.REPAIR,
    ),
    "api.which_series": Explanation(
        N_("Several series of corrections fit."),
        N_("Corrections of this account may be issued in more than one series."),
        N_("Name the series by its code."),
        Remedy.REPAIR,
    ),
    "api.which_order": Explanation(
        N_("It is not clear which order is meant."),
        N_("An order is named by order_id, or by its number together with its source."),
        N_("Give one of the two."),
        Remedy.REPAIR,
    ),
    "api.nothing_to_resend": Explanation(
        N_("The document goes to no accounting program."),
        N_("Its series is not connected to one, so there is nothing to send again."),
        N_("Connect the series to an accounting program."),
        Remedy.CONFIGURE,
    ),
    "api.export_large": Explanation(
        N_("The list is too long for such a file."),
        N_("At most %(most)s documents fit into a file that is made while the call waits."),
        N_("Narrow the list with its filters, or ask for CSV, which is streamed."),
        Remedy.REPAIR,
    ),
    "api.internal": Explanation(
        N_("Something went wrong inside Mostek."),
        N_("It is written in the log of the installation."),
        N_("Try again later; if it happens again, tell the operator the time of the call."),
        Remedy.CONTACT,
    ),
}
