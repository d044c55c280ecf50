"""The ready ways to read a file. What a source lacks and is made up is said here, on the form."""

from dataclasses import dataclass

from mostek.connectors.base.manifest import Choice, Field
from mostek.kernel.text import N_


@dataclass(frozen=True, slots=True)
class Preset:
    """`fields` are the form; their values come back as the run's settings. Texts are marked for
    translation."""

    key: str
    name: str
    summary: str
    accepts: str
    """File name endings, as an HTML form's `accept` takes them."""
    fields: tuple[Field, ...]
    has_mapping: bool = False
    """Whether columns are mapped; the mapping is `settings["mapping"]`."""
    made_up: tuple[str, ...] = ()
    """What the file does not say and how it is filled in, one sentence each."""
    left_out: tuple[str, ...] = ()
    """What is not taken in and why, one sentence each."""


SOURCE = Field(
    "source",
    N_("Source"),
    N_("A short name of where the orders come from. An order is known by its source and number."),
    default="file",
    pattern=r"[a-z0-9][a-z0-9_.-]{0,39}",
    pattern_sentence=N_("Small letters, digits, dots, dashes and underscores, at most 40."),
)
CURRENCY = Field(
    "currency",
    N_("Currency"),
    N_("For orders whose line names none; three letters such as PLN."),
    required=False,
    pattern=r"[A-Za-z]{3}",
    pattern_sentence=N_("Three letters, such as PLN or EUR."),
)
BASIS = Field(
    "basis",
    N_("Prices are"),
    choices=(Choice("gross", N_("gross, VAT is in them")), Choice("net", N_("net, VAT comes on top"))),
    default="gross",
)
VAT_CODE = Field(
    "vat_code",
    N_("VAT rate"),
    N_("For lines without one of their own, such as 23. Left empty, their documents wait for a person."),
    required=False,
    pattern=r"[A-Za-z0-9.]{1,10}",
    pattern_sentence=N_("A rate as your country names it, such as 23 or 8."),
)
DECIMAL = Field(
    "decimal",
    N_("Decimal sign"),
    choices=(
        Choice("auto", N_("as each amount shows")),
        Choice(",", N_("comma: 1 234,50")),
        Choice(".", N_("point: 1,234.50")),
    ),
    default="auto",
)
ENCODING = Field(
    "encoding",
    N_("Encoding"),
    choices=(
        Choice("auto", N_("recognised from the file")),
        Choice("utf-8-sig", "UTF-8"),
        Choice("cp1250", "Windows-1250"),
        Choice("iso8859-2", "ISO-8859-2"),
        Choice("utf-16", "UTF-16"),
    ),
    default="auto",
)
DELIMITER = Field(
    "delimiter",
    N_("Columns are divided by"),
    choices=(
        Choice("auto", N_("recognised from the file")),
        Choice(";", N_("semicolon")),
        Choice(",", N_("comma")),
        Choice("tab", N_("tabulator")),
        Choice("|", N_("vertical bar")),
    ),
    default="auto",
)

CSV = Preset(
    key="csv",
    name=N_("CSV table"),
    summary=N_("A table from a shop or a spreadsheet, one row for each line of an order. You say which "
               "column is what; it is remembered for files of the same shape."),
    accepts=".csv,.txt,.tsv,.gz",
    fields=(SOURCE, CURRENCY, BASIS, VAT_CODE, DECIMAL, ENCODING, DELIMITER),
    has_mapping=True,
)  # fmt: skip
JSON = Preset(
    key="json",
    name=N_("JSON"),
    summary=N_("Orders as the REST API takes them: a list, or one order on each line."),
    accepts=".json,.jsonl,.ndjson,.gz",
    fields=(SOURCE,),
)
ONLINE_RETAIL = Preset(
    key="online-retail",
    name="UCI Online Retail",
    summary=N_("The public data set of a British gift shop, 541,909 lines of the years 2010 and 2011: a way "
               "to try Mostek on real input."),
    accepts=".csv,.gz",
    fields=(
        Field(
            "vat_code",
            N_("VAT rate of all lines"),
            N_("The data set names none. 23 is the standard rate in Poland; choose the one that fits you."),
            default="23",
            pattern=VAT_CODE.pattern,
            pattern_sentence=VAT_CODE.pattern_sentence,
        ),
        Field(
            "source",
            SOURCE.label,
            SOURCE.help,
            default="online-retail",
            pattern=SOURCE.pattern,
            pattern_sentence=SOURCE.pattern_sentence,
        ),
    ),
    made_up=(
        N_("Currency: pounds (GBP), as the description of the data set says."),
        N_("Prices are taken as gross; the source does not say."),
        N_("VAT: the rate that you choose here, on every line."),
        N_("Buyers: “Customer 17850” by their number, “Retail customer” where there is none; the country is "
           "the source's, there is no other address."),
        N_("Moments are in London time; of a document with two moments the earlier one."),
        N_("A line without a description is called by its code. Postage and carriage become shipping lines."),
    ),
    left_out=(
        N_("Cancellations (numbers with C): they correct an earlier document, and the source does not say "
           "which. Each of their lines is listed."),
        N_("Adjustments of bad debt (numbers with A) and stock corrections (negative quantities at price 0): "
           "they are no sales. Each of their lines is listed."),
        N_("Documents whose total is zero: nobody owes anything. Each of their lines is listed."),
        N_("Countries without a code (“Channel Islands”, “European Community”, “Unspecified”): the order is "
           "taken in without country, with a remark."),
    ),
)  # fmt: skip


def presets() -> tuple[Preset, ...]:
    return (CSV, JSON, ONLINE_RETAIL)


def preset_of(key: str) -> Preset:
    """Raises KeyError."""
    return {preset.key: preset for preset in presets()}[key]
