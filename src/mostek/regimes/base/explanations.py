"""Why the law refuses a document, in any country, and what to do."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

EXPLANATIONS: dict[str, Explanation] = {
    "regime.seller_tax_id_missing": Explanation(
        N_("The seller has no tax number."),
        N_("An invoice must carry the seller's tax number; it comes from the company's data."),
        N_("Open the company's data and enter the tax number."),
        Remedy.CONFIGURE,
    ),
    "regime.buyer_tax_id_missing": Explanation(
        N_("The buyer is a company without a tax number."),
        N_("An invoice between companies must carry the buyer's tax number."),
        N_("Enter the buyer's tax number, or mark the buyer as a private person."),
        Remedy.REPAIR,
    ),
    "regime.seller_street_missing": Explanation(
        N_("The seller's address has no street."),
        N_("An invoice must carry the seller's full address; it comes from the company's data."),
        N_("Open the company's data and complete the address."),
        Remedy.CONFIGURE,
    ),
    "regime.seller_city_missing": Explanation(
        N_("The seller's address has no town."),
        N_("An invoice must carry the seller's full address; it comes from the company's data."),
        N_("Open the company's data and complete the address."),
        Remedy.CONFIGURE,
    ),
    "regime.seller_country_missing": Explanation(
        N_("The seller's address has no country."),
        N_("The country decides which tax rules hold; it comes from the company's data."),
        N_("Open the company's data and choose the country."),
        Remedy.CONFIGURE,
    ),
    "regime.buyer_street_missing": Explanation(
        N_("The buyer's address has no street."),
        N_("An invoice must carry the buyer's full address."),
        N_("Enter the street and house number, or the village and house number."),
        Remedy.REPAIR,
    ),
    "regime.buyer_city_missing": Explanation(
        N_("The buyer's address has no town."),
        N_("An invoice must carry the buyer's full address."),
        N_("Enter the town."),
        Remedy.REPAIR,
    ),
    "regime.buyer_country_missing": Explanation(
        N_("The buyer's address has no country."),
        N_("The country decides which tax rules hold."),
        N_("Choose the buyer's country."),
        Remedy.REPAIR,
    ),
    "regime.tax_id_invalid": Explanation(
        N_("The tax number %(number)s is not valid in %(country)s."),
        N_("Its length or its check digits do not fit the rules of the country that its prefix names."),
        N_("Compare the number with the buyer's papers and correct it."),
        Remedy.REPAIR,
    ),
    "regime.tax_id_other_country": Explanation(
        N_("The tax number %(number)s does not belong to the country %(country)s."),
        N_("The prefix of the number names another country."),
        N_("Correct the number or the country."),
        Remedy.REPAIR,
    ),
    "regime.tax_id_implausible": Explanation(
        N_("%(number)s cannot be a tax number."),
        N_("A tax number consists of 2 to 20 digits and letters, with at least one digit."),
        N_("Correct the number, or leave it empty for a private person."),
        Remedy.REPAIR,
    ),
    "regime.rate_unknown": Explanation(
        N_("Line %(line)s: the VAT rate %(code)s does not exist in %(country)s on %(date)s."),
        N_("A line may only carry a rate that holds in the country of taxation on the day of sale."),
        N_("Choose a rate that holds, or correct the date of sale."),
        Remedy.REPAIR,
    ),
    "regime.rate_percent": Explanation(
        N_("Line %(line)s: the VAT rate %(code)s of %(country)s is not %(percent)s per cent."),
        N_("The code of a rate and its percentage must agree."),
        N_("Choose the VAT rate anew."),
        Remedy.REPAIR,
    ),
}
