"""What 360 Księgowość and Merit Aktiva are and can do. https://api.merit.ee/"""

from mostek.connectors.base.manifest import Choice, Field, KindSupport, Manifest, Proof, RateLimit
from mostek.connectors.merit.programs import Program
from mostek.invoicing.model import Kind, PaymentMeans, VatRounding
from mostek.kernel.text import N_

CREDENTIALS = (
    Field(
        "api_id",
        N_("API ID"),
        N_("Settings › Company data › API settings: generate a pair; the ID is the part with dashes."),
        pattern=r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
        pattern_sentence=N_("An API ID looks like 670fe52f-558a-4be8-ade0-526e01a106d0."),
    ),
    Field(
        "api_key",
        N_("API key"),
        N_("Generated together with the API ID; 44 characters, usually with = at the end."),
        secret=True,
        pattern=r"[A-Za-z0-9+/]{20,90}={0,2}",
        pattern_sentence=N_("An API key has letters, digits, + and /, and usually = at the end."),
    ),
)

ACCOUNTING = Field(
    "accounting",
    N_("Kind of bookkeeping"),
    N_("As the company is kept in the program. Whether a KPiR company takes entries shows at the first one."),
    choices=(
        Choice("full", N_("Full accounting")),
        Choice("kpir", N_("KPiR (tax book of income and expenses)")),
    ),
    default="full",
)

OPTIONS = (
    Field(
        "version",
        N_("Program version"),
        N_("Which of the program's interfaces invoices and payments go through."),
        choices=(Choice("v2", N_("v2 (current)")), Choice("v1", N_("v1 (older)"))),
        default="v2",
    ),
    Field(
        "sales_account",
        N_("Sales account"),
        N_("Account of the chart for the lines of invoices; empty: the program's own choice."),
        required=False,
        pattern=r".{1,8}",
        pattern_sentence=N_("The program takes account codes of up to 8 characters."),
    ),
    Field(
        "department",
        N_("Department"),
        N_("Code of the department that invoices belong to; empty: none."),
        required=False,
        pattern=r".{1,16}",
        pattern_sentence=N_("The program takes department codes of up to 16 characters."),
    ),
    Field(
        "item_code",
        N_("Article code"),
        N_("The program makes an article for every new code. This one stands for lines without a SKU."),
        required=False,
        pattern=r".{1,20}",
        pattern_sentence=N_("The program takes article codes of up to 20 characters."),
        default="MOSTEK",
    ),
    Field(
        "tax_codes",
        N_("Tax codes"),
        N_("Where rates have other names: ours=the program's, with commas, such as zw=ZW art. 113, 0=0% EX."),
        required=False,
        pattern=r"[^=,]+=[^=,]+(,[^=,]+=[^=,]+)*",
        pattern_sentence=N_("Write pairs such as zw=ZW, with commas between them."),
        strip_blanks=False,
    ),
    Field(
        "credit_tax",
        N_("VAT of credit invoices"),
        N_("Its documents disagree on the sign. If a credit invoice raises the VAT, choose the other."),
        choices=(Choice("negative", N_("with a minus")), Choice("positive", N_("without a minus"))),
        default="negative",
    ),
    Field(
        "payment_account",
        N_("Account for payments"),
        N_("IBAN of the bank account on which payments are noted; empty: the first one in the currency."),
        required=False,
        pattern=r"[A-Za-z0-9]{10,34}",
        pattern_sentence=N_("Enter the IBAN as it stands in the program, or leave the field empty."),
    ),
    Field(
        "cash_method",
        N_("Cash payment method"),
        N_("Its name exactly as in the program; documents paid in cash are then paid at once."),
        required=False,
        strip_blanks=False,
    ),
)

PAYMENT_METHODS = (Choice("bank", N_("On the bank account")), Choice("cash", N_("In cash")))
CASH = {PaymentMeans.CASH}

NO_ADVANCES = N_("Prepayment invoices are made in the program itself: its API knows them only as offers.")
KINDS = {
    Kind.INVOICE: KindSupport(True),
    Kind.CORRECTION: KindSupport(True),
    Kind.PROFORMA: KindSupport(False, N_("The program has offers instead; make them there.")),
    Kind.ADVANCE: KindSupport(False, NO_ADVANCES),
    Kind.FINAL: KindSupport(False, NO_ADVANCES),
    Kind.RECEIPT: KindSupport(False, N_("Receipts come from a fiscal printer, not from here.")),
}

LIMITATIONS = (
    N_("Numbers are given here: the program takes none without."),
    N_("The API does not tell the company's name; Activate shows its bank account instead."),
    N_("Whether a key may write shows only at the first document: the program cannot be asked before."),
    N_("Corrections are credit invoices, downwards only: what changed is taken back and stated anew."),
    N_("An issued document or entry cannot be changed through the API, only corrected or reversed."),
    N_("Discounts are not shown apart: they lower the unit price."),
    N_("Where no unit price gives the line's total, one unit is sent with the quantity in its name."),
    N_("Line names above 150 characters are cut, with an ellipsis."),
    N_("Names of customers are unique in the program: a namesake gets the tax number or a mark behind."),
    N_("Journal entries take account codes of up to 8 characters and up to 500 rows."),
)


def manifest_of(program: Program) -> Manifest:
    return Manifest(
        key=program.key,
        name=program.name,
        countries=program.countries,
        website=program.website,
        docs_url=program.docs_url,
        summary=program.summary,
        preconditions=(
            N_("The owner of the company has a PRO or PREMIUM plan: no other includes the API."),
            N_("An API ID and key are generated in Settings › Company data › API settings."),
            N_("For payroll: the accounts, departments and projects exist in the program."),
        ),
        environments=program.environments,
        stand_in_path="/api",
        credentials=CREDENTIALS,
        options=(ACCOUNTING, *OPTIONS) if program.has_kpir else OPTIONS,
        kinds=KINDS,
        numbering=frozenset({"hub"}),
        vat_rounding=VatRounding.RATE,
        currencies=None,
        payment_methods=PAYMENT_METHODS,
        payment_defaults={means: "cash" if means in CASH else "bank" for means in PaymentMeans},
        limits=(RateLimit("account", frozenset({"POST"}), 50, 60),),
        concurrency=1,
        proof=Proof(
            by=N_("The number and our reference in the footer of an invoice or on the rows of an entry."),
            settle=10,
            strong=True,
        ),
        timeout=60,
        limitations=LIMITATIONS,
    )
