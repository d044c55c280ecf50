"""Polish VAT on sales that are taxed elsewhere: codes, and the provisions printed with them."""

from mostek.regimes.base.vat.case import Treatment, VatLaw

LAW = VatLaw(
    untaxed={
        Treatment.EU_COMPANY_GOODS: (
            "0",
            "wewnątrzwspólnotowa dostawa towarów, art. 42 ust. 1 ustawy o VAT",
        ),
        Treatment.EU_COMPANY_SERVICE: ("np", "art. 28b ustawy o VAT"),
        Treatment.OUTSIDE_EU_GOODS: ("0", "eksport towarów, art. 41 ust. 4 i 11 ustawy o VAT"),
        Treatment.OUTSIDE_EU_SERVICE: ("np", "miejsce świadczenia poza Polską, art. 28b i 28l ustawy o VAT"),
    },
    exempt_codes=frozenset({"zw"}),
    euro_rate="4.2",
)
"""`euro_rate`: the Act writes the limit of 10 000 euros as 42 000 zlotys (art. 22a and 28k)."""
