"""Why a message could not be sent, and what to do."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

_CHECK_SERVER = N_(
    "Compare server, port and encryption with what your mail provider gives for outgoing mail (SMTP)."
)

EXPLANATIONS = {
    "mail.no_sender": Explanation(
        N_("The company has no sender for e-mail yet."),
        N_("Mostek sends through the company's own mail server, and none is set."),
        N_("Enter the mail server under Integrations, Messages, Sender."),
        Remedy.CONFIGURE,
    ),
    "mail.no_address": Explanation(
        N_("There is no e-mail address to send to."),
        N_("Neither the document nor the order holds one for the buyer."),
        N_("Enter the address here, or ask the buyer for one."),
        Remedy.REPAIR,
    ),
    "mail.bad_address": Explanation(
        N_("%(address)s is not an e-mail address."),
        N_("An address has the form name@domain, without spaces."),
        N_("Correct the address and send again."),
        Remedy.REPAIR,
    ),
    "mail.template_unknown": Explanation(
        N_("There is no template %(name)s."),
        N_("It was deleted, or its key is written otherwise."),
        N_("Choose one of the templates under Integrations, Messages."),
        Remedy.CONFIGURE,
    ),
    "mail.unknown_placeholder": Explanation(
        N_("%(name)s is not a placeholder."),
        N_("It would stand in the message as it is. There are: %(known)s."),
        N_("Write one of these, or take the braces away."),
        Remedy.REPAIR,
    ),
    "mail.text_missing": Explanation(
        N_("A template needs a subject and a text."),
        N_("A message without one of them looks like spam."),
        N_("Fill in both."),
        Remedy.REPAIR,
    ),
    "mail.needs_document": Explanation(
        N_("The template “%(template)s” speaks of a document, and there is none."),
        N_("It names the document's number or date, but the message is about an order only."),
        N_("Send it from the document, or choose another template."),
        Remedy.CONFIGURE,
    ),
    "mail.paused": Explanation(
        N_("The message waits: sending is switched off for the whole installation."),
        N_("Somebody pressed the pause in the panel, or the operator set MOSTEK_PAUSED."),
        N_("Nothing to do: the message goes by itself once sending is on again."),
        Remedy.WAIT,
    ),
    "mail.document_waits": Explanation(
        N_("The message waits until %(document)s stands in the accounting program."),
        N_("The document is not there yet (%(state)s); its number or content may still change."),
        N_(
            "Nothing to do: the message goes by itself once the document has arrived. If the document needs you, mend it first."
        ),
        Remedy.WAIT,
    ),
    "mail.pdf_waits": Explanation(
        N_("The message waits for the program's PDF of %(document)s."),
        N_("The program makes the PDF a little later. After ten minutes Mostek sends its own print instead."),
        N_("Nothing to do: the message goes by itself."),
        Remedy.WAIT,
    ),
    "mail.document_cancelled": Explanation(
        N_("%(document)s was cancelled, so it was not mailed."),
        N_("The message waited for the document, and the document was cancelled meanwhile."),
        N_("Issue the right document and send that."),
        Remedy.WAIT,
    ),
    "mail.withdrawn": Explanation(
        N_("Withdrawn by %(who)s before it was sent."),
        N_("A person did not want it to go out."),
        N_("Send it after all, if it should go."),
        Remedy.RESEND,
    ),
    "mail.host_unknown": Explanation(
        N_("There is no mail server called %(host)s."),
        N_("The name leads to no address on the internet."),
        N_("Check the spelling; your mail provider names the server for outgoing mail (SMTP)."),
        Remedy.CONFIGURE,
    ),
    "mail.host_private": Explanation(
        N_("%(host)s lies in a private network."),
        N_(
            "Whoever runs this Mostek has not allowed calls to private addresses (MOSTEK_ALLOW_PRIVATE_ADDRESSES)."
        ),
        N_("Enter a public mail server, or ask the operator to allow it."),
        Remedy.CONFIGURE,
    ),
    "mail.refused": Explanation(
        N_("%(host)s takes no connection on port %(port)s."),
        N_("Nothing listens there: the port is wrong, or the server is down."),
        _CHECK_SERVER,
        Remedy.CONFIGURE,
    ),
    "mail.unreachable": Explanation(
        N_("%(host)s cannot be reached on port %(port)s."),
        N_("No connection came about: the network is down, or a firewall is in the way."),
        _CHECK_SERVER,
        Remedy.CONFIGURE,
    ),
    "mail.timeout": Explanation(
        N_("%(host)s did not answer in time on port %(port)s."),
        N_("The server is slow, a firewall swallows the call, or the encryption does not fit the port."),
        _CHECK_SERVER,
        Remedy.CONFIGURE,
    ),
    "mail.not_smtp": Explanation(
        N_("%(host)s broke the conversation off on port %(port)s."),
        N_(
            "Something else than a mail server answers there, it wants another encryption, or it is disturbed."
        ),
        _CHECK_SERVER,
        Remedy.CONFIGURE,
    ),
    "mail.turned_away": Explanation(
        N_("%(host)s turned the call away."),
        N_("The mail server said no before anything was sent; its words are kept below."),
        N_("Read its words. If it asks to wait, try again later; else ask your mail provider."),
        Remedy.CONFIGURE,
    ),
    "mail.tls": Explanation(
        N_("%(host)s could not agree on encryption on port %(port)s."),
        N_(
            "The chosen encryption does not fit the port: STARTTLS usually has port 587, TLS from the start port 465."
        ),
        _CHECK_SERVER,
        Remedy.CONFIGURE,
    ),
    "mail.certificate": Explanation(
        N_("The certificate of %(host)s cannot be trusted."),
        N_(
            "It has expired, belongs to another name, or nobody known has signed it. A password sent there could be read by others."
        ),
        N_("Enter the name that the certificate is made for, or ask your mail provider to renew it."),
        Remedy.CONFIGURE,
    ),
    "mail.no_tls": Explanation(
        N_("%(host)s offers no STARTTLS on port %(port)s."),
        N_("Without encryption the password could be read on the way, so it was not sent."),
        N_("Choose TLS from the start with port 465, or another server."),
        Remedy.CONFIGURE,
    ),
    "mail.no_login": Explanation(
        N_("%(host)s takes no log-in on port %(port)s."),
        N_("The server offers none here; often it does so only after encryption."),
        N_("Choose another encryption and port, or leave the user name empty if the server wants no log-in."),
        Remedy.CONFIGURE,
    ),
    "mail.login_refused": Explanation(
        N_("%(host)s refused the user name or the password."),
        N_(
            "One of them is wrong, or the provider wants a password made for programs (application password)."
        ),
        N_("Enter them again. Where two-step log-in is on, make an application password at your provider."),
        Remedy.CONFIGURE,
    ),
    "mail.password_letters": Explanation(
        N_("The user name or the password holds letters that mail servers do not take."),
        N_("Only letters of the English alphabet, digits and signs pass safely."),
        N_("Give the mailbox another password, or make an application password at your provider."),
        Remedy.CONFIGURE,
    ),
    "mail.unreadable": Explanation(
        N_("The stored password of the mail server cannot be opened."),
        N_("The encryption key it was sealed with is not among the keys of this installation."),
        N_("Put the old key back (MOSTEK_KEYS or the key file), or enter the password anew."),
        Remedy.CONFIGURE,
    ),
    "mail.sender_refused": Explanation(
        N_("The mail server does not let you send as %(address)s."),
        N_("The user that logged in may send from its own addresses only, or log-in is required."),
        N_(
            "Enter the address that belongs to the user name, or have the other one allowed at your provider."
        ),
        Remedy.CONFIGURE,
    ),
    "mail.recipient_refused": Explanation(
        N_("The address %(recipient)s was refused."),
        N_(
            "The mail server says that it does not exist or takes no mail; its words are kept below. Nothing was sent."
        ),
        N_("Check the address with the buyer and send the message to the right one."),
        Remedy.REPAIR,
    ),
    "mail.content_refused": Explanation(
        N_("The mail server refused the message to %(recipient)s."),
        N_(
            "It took the address but not the content, often for its size or because it looks like spam; its words are kept below."
        ),
        N_("Read its words, change the template if they speak of it, and send again."),
        Remedy.RESEND,
    ),
    "mail.postponed": Explanation(
        N_("The mail server takes the message later."),
        N_("It is busy, or it lets unknown senders wait once; its words are kept below. Nothing was sent."),
        N_("Nothing to do: Mostek tries again by itself, with growing pauses."),
        Remedy.WAIT,
    ),
    "mail.letters": Explanation(
        N_("The mail server cannot send to %(recipient)s."),
        N_(
            "The address has letters beyond the English alphabet before the @, which only newer servers take."
        ),
        N_("Ask the buyer for an address without such letters."),
        Remedy.REPAIR,
    ),
    "mail.returned": Explanation(
        N_("The message to %(recipient)s came back."),
        N_("A mail server on the way could not deliver it; its words are kept below."),
        N_("Check the address with the buyer and send the message to the right one."),
        Remedy.REPAIR,
    ),
    "mail.not_now": Explanation(
        N_("This cannot be done with the message any more (%(state)s)."),
        N_("It changed a moment ago, by a worker or by another person."),
        N_("Load the page again and look at its state."),
        Remedy.WAIT,
    ),
    "mail.bounce_unreadable": Explanation(
        N_("This is not a notice about undelivered mail."),
        N_("It has no part of the type message/delivery-status (RFC 3464)."),
        N_("Hand over the whole notice as it came in, with its headers."),
        Remedy.REPAIR,
    ),
    "mail.bounce_unknown": Explanation(
        N_("The notice belongs to no message that was sent from here."),
        N_("The Message-ID of the returned mail is not known, or it is missing in the notice."),
        N_("Nothing to do, unless it should have been sent by this Mostek."),
        Remedy.WAIT,
    ),
}
