"""The stand-in's own settings page: keys, webhooks, switches, as a user finds them in the program."""

import re
from collections.abc import Awaitable, Callable

from mostek.connectors.base.stand_in import Form, Input, Section, Store
from mostek.connectors.infakt.simulator.accounts import SimAccount
from mostek.connectors.infakt.simulator.subscriptions import EVENTS, Subscriptions
from mostek.connectors.infakt.simulator.switches import set_switches, switches_of
from mostek.kernel.text import N_

Values = dict[str, list[str]]


def sections(account: SimAccount, store: Store, subscriptions: Subscriptions) -> list[Section]:
    return [_keys(account), _webhooks(account, subscriptions), _switches(account, store)]


def _keys(account: SimAccount) -> Section:
    return Section(
        title=N_("API keys"),
        note=N_("Settings > Other options > API. The real program shows a key only once."),
        columns=(N_("Key"), N_("Scopes")),
        rows=((account.key, ", ".join(account.scopes)),),
    )


def _webhooks(account: SimAccount, subscriptions: Subscriptions) -> Section:
    held = subscriptions.of(account.id)
    rows = tuple(
        (each["url"], each["mode"], ", ".join(each["events"]), each["secret"], _state(each)) for each in held
    )
    forms = [_add(account, subscriptions)]
    for each in held:
        forms.append(
            _button(f"verify-{each['id']}", N_("Verify"), each["url"], _verify(subscriptions, each["id"]))
        )
        forms.append(
            _button(f"remove-{each['id']}", N_("Remove"), each["url"], _remove(subscriptions, each["id"]))
        )
    return Section(
        title=N_("Webhooks"),
        note=N_("Copy the secret into the connection: events are signed with it."),
        columns=(N_("Address"), N_("Content"), N_("Events"), N_("Secret"), N_("State")),
        rows=rows,
        forms=tuple(forms),
    )


def _state(subscription: dict[str, object]) -> str:
    if not subscription["verified"]:
        return N_("not verified")
    return N_("verified") if subscription["active"] else N_("switched off after 10 failures")


def _button(name: str, label: str, url: str, submit: Callable[[Values], Awaitable[str]]) -> Form:
    return Form(name, label, submit, (Input("url", N_("Address"), url, choices=((url, url),)),))


def _verify(subscriptions: Subscriptions, id_: str) -> Callable[[Values], Awaitable[str]]:
    async def submit(_values: Values) -> str:
        return await subscriptions.verify(id_)

    return submit


def _remove(subscriptions: Subscriptions, id_: str) -> Callable[[Values], Awaitable[str]]:
    async def submit(_values: Values) -> str:
        subscriptions.remove(id_)
        return N_("The webhook is removed.")

    return submit


def _add(account: SimAccount, subscriptions: Subscriptions) -> Form:
    async def submit(values: Values) -> str:
        url = _first(values, "url")
        events = [name for name in values.get("events", []) if name in EVENTS]
        if not re.match(r"https?://[^\s/]+", url):
            return N_("Enter an address that begins with http:// or https://.")
        if not events:
            return N_("Tick at least one event.")
        mode = "redacted" if _first(values, "mode") == "redacted" else "full"
        subscriptions.add(account.id, url, _first(values, "description"), mode, events)
        return N_("The webhook is added. Copy its secret into the connection, then press Verify.")

    modes = (("full", N_("Full data")), ("redacted", N_("Without confidential information")))
    inputs = (
        Input("url", N_("Address")),
        Input("description", N_("Description"), "Mostek"),
        Input("mode", N_("Content"), "full", choices=modes),
        Input("events", N_("Events"), EVENTS[0], choices=tuple((name, name) for name in EVENTS), many=True),
    )
    return Form("add-webhook", N_("Add webhook"), submit, inputs)


def _first(values: Values, name: str) -> str:
    return (values.get(name) or [""])[0].strip()


def _switches(account: SimAccount, store: Store) -> Section:
    async def submit(values: Values) -> str:
        delay = _first(values, "task_delay").replace(",", ".")
        month = _first(values, "closed_month")
        if not re.fullmatch(r"\d{1,3}(\.\d+)?", delay):
            return N_("The delay is a number of seconds, such as 0.3.")
        if not re.fullmatch(r"(\d{4}-(0[1-9]|1[0-2]))?", month):
            return N_("The closed month is written as 2026-02, or left empty.")
        flags = {name: _first(values, name) == "yes" for name in FLAGS}
        set_switches(store, account.id, task_delay=float(delay), closed_month=month, **flags)
        return N_("Saved.")

    now = switches_of(store, account.id)
    yes_no = (("yes", N_("yes")), ("no", N_("no")))
    inputs = (
        Input("task_delay", N_("Seconds until an asynchronous order is done"), f"{now.task_delay:g}"),
        Input("closed_month", N_("Accounting closed up to and including (YYYY-MM)"), now.closed_month),
        *(
            Input(name, label, "yes" if getattr(now, name) else "no", choices=yes_no)
            for name, label in FLAGS.items()
        ),
    )
    note = N_("How this account behaves.")
    return Section(N_("Behaviour"), note, forms=(Form("switches", N_("Save"), submit, inputs),))


FLAGS = {
    "exemption_default": N_("The account has a default VAT exemption reason"),
    "drafts_unnumbered": N_("Drafts have no number"),
    "repeat_paid_fails": N_("Marking a paid document as paid fails"),
    "ksef_active": N_("KSeF is set up"),
}
