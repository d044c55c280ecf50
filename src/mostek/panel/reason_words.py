"""Why a document was issued as it was, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from mostek.documents.models import Document, Numbering
from mostek.panel import vat_words
from mostek.panel.rule_words import by_rule


def why(document: Document) -> list[str]:
    """A sentence for each thing that decided about the document."""
    reason: Mapping[str, Any] = document.reason
    sentences = [_who(document, reason)]
    if reason.get("connection"):
        sentences.append(
            _("Series %(series)s goes to %(connection)s.")
            % {"series": reason.get("series", ""), "connection": reason["connection"]}
        )
    elif reason.get("series"):
        sentences.append(_("Series %(series)s goes to no accounting program.") % {"series": reason["series"]})
    if reason.get("numbering") == Numbering.PROGRAM:
        sentences.append(_("The program gives the number."))
    elif reason.get("numbering") == Numbering.HUB:
        sentences.append(_("Mostek gave the number, by the series' pattern."))
    if reason.get("basis") == "gross":
        sentences.append(_("The order's prices contain VAT, so VAT is counted out of them."))
    elif reason.get("basis") == "net":
        sentences.append(_("The order's prices are without VAT, so VAT is added to them."))
    if reason.get("rounding") == "line":
        sentences.append(_("VAT is rounded on every line, as the program does it."))
    elif reason.get("rounding") == "rate":
        sentences.append(_("VAT is rounded once for each rate."))
    if reason.get("country"):
        sentences.append(
            _("The rules of the seller's country apply: %(country)s.") % {"country": reason["country"]}
        )
    return [*sentences, *vat_words.sentences(reason.get("vat", {}))]


def _who(document: Document, reason: Mapping[str, Any]) -> str:
    values = {"who": reason.get("by", "")}
    match reason.get("why"):
        case "person":
            return _("%(who)s issued it.") % values
        case "bulk":
            return _("%(who)s issued it together with others.") % values
        case "rule" if "rule" in reason:
            return by_rule(document, reason["rule"])
        case "api":
            return _("It was issued through the API by %(who)s.") % values
        case "adopted":
            return _("%(who)s took it over: it stood at the program already and is this order's.") % values
        case "payroll":
            return _("%(who)s created it from the payroll list %(list)s.") % {
                **values,
                "list": reason.get("list_number", ""),
            }
        case "test":
            return _("%(who)s issued it to try the account out.") % values
        case _:
            return _("Issued by %(who)s.") % values
