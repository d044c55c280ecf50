"""Why Polish law refuses a document, and what to do."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

EXPLANATIONS: dict[str, Explanation] = {
    "regime.pl.nip_length": Explanation(
        N_("The NIP %(number)s does not have ten digits."),
        N_("A NIP consists of ten digits; blanks, dashes and the prefix PL do not matter."),
        N_("Correct the number by the buyer's papers, or leave it empty for a private person."),
        Remedy.REPAIR,
    ),
    "regime.pl.nip_checksum": Explanation(
        N_("The NIP %(number)s is not valid."),
        N_("Its last digit does not fit the others: one of the digits is mistyped."),
        N_("Compare the number with the buyer's papers and correct it."),
        Remedy.REPAIR,
    ),
    "regime.pl.seller_postcode_missing": Explanation(
        N_("The seller's address has no postcode."),
        N_("A Polish postcode has two digits, a dash and three digits, for example 00-950."),
        N_("Open the company's data and enter the postcode."),
        Remedy.CONFIGURE,
    ),
    "regime.pl.seller_postcode_format": Explanation(
        N_("The seller's postcode %(postcode)s is not a Polish one."),
        N_("A Polish postcode has two digits, a dash and three digits, for example 00-950."),
        N_("Open the company's data and enter the postcode."),
        Remedy.CONFIGURE,
    ),
    "regime.pl.buyer_postcode_missing": Explanation(
        N_("The buyer's address has no postcode."),
        N_("A Polish postcode has two digits, a dash and three digits, for example 00-950."),
        N_("Enter the buyer's postcode."),
        Remedy.REPAIR,
    ),
    "regime.pl.buyer_postcode_format": Explanation(
        N_("The buyer's postcode %(postcode)s is not a Polish one."),
        N_("A Polish postcode has two digits, a dash and three digits, for example 00-950."),
        N_("Correct the postcode, or choose the right country."),
        Remedy.REPAIR,
    ),
    "regime.pl.issued_too_early": Explanation(
        N_("The date of sale %(date)s is more than 60 days after the issue date."),
        N_("An invoice may be issued at the earliest 60 days before the sale (art. 106i(7) of the VAT Act)."),
        N_("Correct the date of sale, or issue the invoice later."),
        Remedy.REPAIR,
    ),
    "regime.pl.exemption_basis": Explanation(
        N_("Line %(line)s is exempt from VAT without a legal basis."),
        N_("An invoice must name the provision that exempts it (art. 106e(1)(19) of the VAT Act)."),
        N_("Choose the legal basis of the exemption, or another VAT rate."),
        Remedy.REPAIR,
    ),
    "regime.pl.eu_number_missing": Explanation(
        N_("Goods go to %(country)s at 0 per cent, but the buyer has no EU VAT number."),
        N_("The rate of 0 per cent needs the buyer's number with its prefix (art. 42(1) of the VAT Act)."),
        N_("Enter the number with its prefix, or choose the domestic VAT rate."),
        Remedy.REPAIR,
    ),
    "regime.pl.payroll_no_rates": Explanation(
        N_("No payroll rates are known for %(date)s."),
        N_("The table has the years %(years)s; the month of payment decides."),
        N_("Choose another day of payment, or update Mostek once the rates of that year are in it."),
        Remedy.REPAIR,
    ),
    "regime.pl.payroll_negative": Explanation(
        N_("An amount of the pay is below zero."),
        N_("Pay, deductions and the year's sums are counted from zero up."),
        N_("Enter the amount without a minus sign."),
        Remedy.REPAIR,
    ),
}
