"""Why the VAT of a sale cannot be decided, or contradicts the order, and what to do."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

_OTHER_ZERO = N_(
    "The rate of 0 per cent within the EU needs the buyer's valid EU number (Directive 2006/112/EC, art. 138)."
)
_TWO_WAYS = N_(
    "Correct the buyer, the country or the rate at the order; or say at the order, under VAT, whether the shop's rates or the decision shall stand."
)

EXPLANATIONS: dict[str, Explanation] = {
    "vat.country_missing": Explanation(
        N_("The buyer's country is not known."),
        N_("The country decides whose VAT is due; Mostek assumes none."),
        N_("Choose the buyer's country."),
        Remedy.REPAIR,
    ),
    "vat.destination_missing": Explanation(
        N_("The country to which the goods go is not known."),
        N_(
            "The order names a recipient without a country, and the place where the transport ends decides whose VAT is due."
        ),
        N_("Choose the country of the recipient at the order, under VAT."),
        Remedy.REPAIR,
    ),
    "vat.special_area": Explanation(
        N_("The goods go to a special area: %(area)s."),
        N_(
            "Some parts of EU countries lie outside the VAT area or have rates of their own, which the table of rates does not hold."
        ),
        N_(
            "Find out which VAT is due there, correct the rates of the lines, and confirm at the order, under VAT, that they shall stand."
        ),
        Remedy.REPAIR,
    ),
    "vat.number_missing": Explanation(
        N_("The buyer is a company in %(country)s without an EU VAT number."),
        N_("Its number decides whether the sale is taxed here, there or not at all."),
        N_("Enter the number with its prefix, or mark the buyer as a private person."),
        Remedy.REPAIR,
    ),
    "vat.number_prefix": Explanation(
        N_("The buyer's number %(number)s has no EU prefix."),
        N_(
            "Only the number with the prefix of its country counts in trade within the EU and can be checked."
        ),
        N_("Write it as %(suggestion)s if that is the buyer's EU number."),
        Remedy.REPAIR,
    ),
    "vat.number_invalid": Explanation(
        N_("The buyer's EU number %(number)s cannot be right."),
        N_("Its length or its check digits do not fit the rules of %(country)s."),
        N_(
            "Compare the number with the buyer's papers and correct it, or mark the buyer as a private person."
        ),
        Remedy.REPAIR,
    ),
    "vat.vies_not_asked": Explanation(
        N_("VIES has not been asked about the number %(number)s."),
        N_("The company's settings demand an answer of VIES before a sale without VAT is issued."),
        N_("Press Check in VIES at the order, and issue the document when the answer is there."),
        Remedy.WAIT,
    ),
    "vat.vies_no_answer": Explanation(
        N_("VIES has not answered yet about the number %(number)s."),
        N_("The service of the buyer's country is often down for hours; Mostek goes on asking by itself."),
        N_(
            "Wait, or ask again at the order. If it cannot wait, an administrator can let documents go without the answer (Settings, VAT)."
        ),
        Remedy.WAIT,
    ),
    "vat.vies_invalid": Explanation(
        N_("VIES says that the number %(number)s is not valid (%(date)s)."),
        _OTHER_ZERO,
        N_(
            "Ask the buyer for the right number. If there is none, mark the buyer as a private person and charge VAT."
        ),
        Remedy.REPAIR,
    ),
    "vat.not_registered": Explanation(
        N_(
            "Services for a company in %(country)s are taxed there, but your company is not registered for EU trade."
        ),
        N_("Who supplies services to companies in other EU countries must have an EU VAT number before."),
        N_("Register, then tick it in the settings, under VAT."),
        Remedy.CONFIGURE,
    ),
    "vat.service_type": Explanation(
        N_("It is not known what kind of service is sold to a private person in %(country)s."),
        N_(
            "Electronic services are taxed where the buyer lives, most others where the seller is; the order does not tell."
        ),
        N_("Choose in the settings, under VAT, what your services to private persons abroad are."),
        Remedy.CONFIGURE,
    ),
    "vat.rates_unknown": Explanation(
        N_("The VAT rates of %(country)s on %(date)s are not known."),
        N_("The table of rates does not reach that day, and no rate is ever guessed."),
        N_(
            "Correct the date of sale; if it is right, issue this document by hand in the accounting program."
        ),
        Remedy.REPAIR,
    ),
    "vat.rate_unmapped": Explanation(
        N_("Line %(line)s: it is not known which rate of %(country)s takes the place of %(code)s."),
        N_("Reduced rates differ from country to country; possible there: %(rates)s."),
        N_("Enter it once in the settings, under VAT, among the reduced rates of other countries."),
        Remedy.CONFIGURE,
    ),
    "vat.contradicts": Explanation(
        N_("Line %(line)s: the shop says VAT %(code)s, but by law it is %(decided)s."),
        N_("What decides is shown at the order, under VAT."),
        _TWO_WAYS,
        Remedy.REPAIR,
    ),
    "vat.charged_though_untaxed": Explanation(
        N_(
            "The shop charged VAT of %(code)s per cent in line %(line)s, but the sale is to be invoiced as %(decided)s."
        ),
        N_(
            "The price that the buyer was told contains VAT that is not due, and the document must total what the order says."
        ),
        N_(
            "There are two ways. Give the VAT back: lower the prices in the shop and send the order again. Or keep the price: say at the order, under VAT, that the decision shall stand; the whole price is then the price without VAT."
        ),
        Remedy.REPAIR,
    ),
    "vat.exchange_missing": Explanation(
        N_("The exchange rate of %(currency)s of %(date)s is missing."),
        N_(
            "An invoice in a foreign currency must also give its VAT in %(home)s, at the rate of the last working day before the sale."
        ),
        N_("Enter the rate of that day in the settings, under VAT."),
        Remedy.CONFIGURE,
    ),
}
