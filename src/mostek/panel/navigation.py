"""The side menu."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mostek.companies.models import Membership


@dataclass(frozen=True, slots=True)
class Item:
    """`pages` are the names of the addresses during which it is marked; the first one is where it leads."""

    label: Promise
    pages: tuple[str, ...]
    icon: str = ""
    children: tuple["Item", ...] = ()
    configures: bool = False
    """Shown only to those who may change settings."""


@dataclass(frozen=True, slots=True)
class Entry:
    label: Promise
    address: str
    icon: str
    is_current: bool
    children: list["Entry"] = field(default_factory=list)


MENU = (
    Item(_("Dashboard"), ("dashboard",), "home"),
    Item(
        _("Orders"),
        (
            "orders",
            "order",
            "order_edit",
            "order_issue",
            "order_fields",
            "dry_run",
            "order_refund",
            "order_correction",
        ),
        "shopping-cart",
    ),
    Item(
        _("Documents"),
        (),
        "file-invoice",
        (
            Item(_("Sales documents"), ("documents", "document", "document_correct")),
            Item(_("Document series"), ("series_list", "series_edit", "series_new", "series_handover")),
            Item(_("To be cleared up"), ("attention", "resending", "errors")),
        ),
    ),
    Item(
        _("Payroll"),
        (),
        "cash-banknote",
        (
            Item(
                _("Payroll lists"),
                (
                    *("payroll_lists", "payroll_list", "payroll_new", "payroll_edit", "payroll_amounts"),
                    *("payroll_person_add", "payroll_delete", "payroll_import", "payroll_close"),
                    *("payroll_reverse", "payroll_handed_over"),
                ),
            ),
            Item(
                _("Pay components"),
                (
                    *("payroll_components", "payroll_component", "payroll_component_new"),
                    *("payroll_posting", "payroll_proposals"),
                ),
            ),
            Item(_("Calculator"), ("payroll_calculator",)),
            Item(_("Payroll settings"), ("payroll_settings", "payroll_accounts")),
        ),
    ),
    Item(
        _("Integrations"),
        (),
        "plug-connected",
        (
            Item(
                _("Accounting programs"),
                (
                    "programs",
                    "program_add",
                    "connection",
                    "connection_off",
                    "connection_delete",
                    "matrix",
                    "connection_seller",
                    "connection_other_account",
                    "connection_test",
                    "connection_existing",
                    "connection_adoption",
                ),
            ),
            Item(_("Order sources"), ("imports", "import_new", "import_read", "import_run")),
            Item(_("Automatic actions"), ("rules", "rule", "rule_new", "rule_edit", "rule_delete")),
            Item(
                _("Messages"),
                (
                    *("mail", "mail_message", "mail_sender", "mail_sender_delete"),
                    *("mail_templates", "mail_template", "mail_template_new"),
                ),
            ),
        ),
    ),
    Item(_("Log"), ("log", "log_changes"), "history"),
    Item(
        _("Settings"),
        (),
        "settings",
        (
            Item(
                _("Company"), ("settings_company", "bank_account_new", "bank_account", "bank_account_delete")
            ),
            Item(
                _("Users"),
                (
                    *("users", "user_invite", "invitation"),
                    *("user_password", "user_remove", "user_two_step_off"),
                ),
                configures=True,
            ),
            Item(_("VAT"), ("settings_vat", "vat_rate_add")),
            Item(
                _("API settings"),
                ("api_credentials", "api_credential_new", "api_credential_revoke"),
                configures=True,
            ),
            Item(_("Webhooks"), ("hooks", "hook", "hook_new", "hook_secret", "hook_delete"), configures=True),
            Item(_("Statuses and fields"), ("statuses", "status_edit", "field_edit")),
            Item(_("Archive"), ("archive",)),
        ),
    ),
)


def menu(request: HttpRequest, membership: Membership) -> list[Entry]:
    """The menu for this person, with the place where they are marked."""
    current = request.resolver_match.url_name if request.resolver_match else ""

    def entry(item: Item) -> Entry:
        children = [
            entry(child) for child in item.children if membership.may_configure or not child.configures
        ]
        here = current in item.pages or any(child.is_current for child in children)
        return Entry(item.label, reverse(item.pages[0]) if item.pages else "", item.icon, here, children)

    return [entry(item) for item in MENU]
