"""What an accounting program is and can do, as data. The panel, the docs and the dry run read it."""

from dataclasses import dataclass, field

from mostek.invoicing.model import Kind, PaymentMeans, VatRounding


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `calls` HTTP calls in any `seconds`. `scope` is `ip` (the whole installation shares
    it) or `account` (each connection has its own). `methods` names the HTTP methods that count."""

    scope: str
    methods: frozenset[str]
    calls: int
    seconds: int

    @property
    def name(self) -> str:
        return "-".join(sorted(self.methods))


@dataclass(frozen=True, slots=True)
class Proof:
    """How a create whose answer was lost can be proven to have happened, or not.

    `settle` seconds must pass after the last uncertain write before "not found" may be believed.
    `strong` means: not found after that time is proof enough to send again; otherwise a person decides.
    """

    by: str
    """One English sentence (marked for translation), shown to the user."""
    settle: float
    strong: bool


@dataclass(frozen=True, slots=True)
class KindSupport:
    """A document kind this program has, or the reason why not (marked for translation)."""

    supported: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    """Marked for translation."""


@dataclass(frozen=True, slots=True)
class Field:
    """One input of the credentials or options form."""

    name: str
    label: str
    help: str = ""
    required: bool = True
    secret: bool = False
    pattern: str = ""
    """A regular expression the whole cleaned value must match."""
    pattern_sentence: str = ""
    """What to say when it does not."""
    choices: tuple[Choice, ...] = ()
    default: str = ""
    strip_blanks: bool = True
    """Remove every blank inside too: keys are pasted with stray blanks."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A place where the program answers. `stand_in` has no address: it is the built-in one."""

    key: str
    """`production`, `vendor_sandbox`, `stand_in` or `custom`."""
    label: str
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class WebhookNeeds:
    """What the user must tick and paste at the program."""

    events: tuple[Choice, ...]
    content: str
    secret_label: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    key: str
    name: str
    countries: tuple[str, ...]
    website: str
    docs_url: str
    summary: str
    """One sentence for the tile (marked for translation)."""
    preconditions: tuple[str, ...]
    environments: tuple[Environment, ...]
    """Production first. The stand-in and a custom address are offered by the core."""
    stand_in_path: str
    """Path under the sandbox's `/<key>` that answers as the production base URL does."""
    credentials: tuple[Field, ...]
    options: tuple[Field, ...]
    kinds: dict[Kind, KindSupport]
    numbering: frozenset[str]
    """`hub`, `program` or both: who may give the number."""
    vat_rounding: VatRounding
    currencies: frozenset[str] | None
    """None: any."""
    payment_methods: tuple[Choice, ...]
    payment_defaults: dict[PaymentMeans, str]
    limits: tuple[RateLimit, ...]
    concurrency: int
    """How many documents of one connection may be on their way at once."""
    proof: Proof
    poll: tuple[float, ...] = (0.2, 0.4, 0.8, 1.5, 3, 5, 10, 30, 60)
    """Seconds between looks at an asynchronous task; the last one repeats."""
    poll_with_webhook: tuple[float, ...] = (5, 15, 60)
    timeout: float = 25
    """Seconds until an HTTP call is given up."""
    webhook: WebhookNeeds | None = None
    cancelling: str = ""
    """What becomes of a document that is cancelled from here, and which are kept (marked for translation)."""
    changing: str = ""
    """What of a document that it holds can be changed from here, and when not (marked for translation)."""
    limitations: tuple[str, ...] = field(default_factory=tuple)
    """What the program cannot do, each one sentence (marked for translation) shown where it matters."""

    @property
    def is_asynchronous(self) -> bool:
        return self.webhook is not None
