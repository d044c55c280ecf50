"""The settings page of a stand-in's company: plan, clock, chart, and the variants where facts are unsure."""

from collections.abc import Awaitable, Callable
from typing import Any

from mostek.connectors.base.stand_in import Form, Input, Section
from mostek.connectors.merit.simulator.accounts import Accounts, Record
from mostek.connectors.merit.simulator.ledger import Ledger
from mostek.connectors.merit.words import day
from mostek.kernel.text import N_

Values = dict[str, list[str]]
SAVED = N_("Saved.")
ON_OFF = (("", N_("no")), ("yes", N_("yes")))


def _first(values: Values, name: str) -> str:
    return (values.get(name) or [""])[0].strip()


def sections(accounts: Accounts, ledger: Ledger, record: Record) -> list[Section]:
    return [_plan(accounts, record), _books(accounts, ledger, record), _answers(accounts, record)]


def _saver(
    accounts: Accounts, record: Record, read: Callable[[Values], dict[str, Any]]
) -> Callable[[Values], Awaitable[str]]:
    async def submit(values: Values) -> str:
        accounts.change(record["id"], **read(values))
        return SAVED

    return submit


def _ticked(record: Record, name: str) -> str:
    return "yes" if record[name] else ""


def _plan(accounts: Accounts, record: Record) -> Section:
    plans = tuple((each, each) for each in ("PRO", "PREMIUM", "STANDARD"))

    def read(values: Values) -> dict[str, Any]:
        licence = _first(values, "licence")
        ahead = _first(values, "ahead")
        return {
            "licence": licence if licence in dict(plans) else record["licence"],
            "may_write": bool(_first(values, "may_write")),
            "ahead": int(ahead) if ahead.lstrip("-").isdecimal() and len(ahead) < 7 else record["ahead"],
        }

    inputs = (
        Input("licence", N_("Plan"), record["licence"], plans),
        Input("may_write", N_("May write"), _ticked(record, "may_write"), ON_OFF),
        Input("ahead", N_("Seconds that its clock is ahead"), str(record["ahead"])),
    )
    return Section(
        N_("Plan and clock"),
        N_("Only PRO and PREMIUM have the API. Signatures more than five minutes off are refused."),
        forms=(Form("plan", N_("Save"), _saver(accounts, record, read), inputs),),
    )


def _books(accounts: Accounts, ledger: Ledger, record: Record) -> Section:
    def locked(values: Values) -> dict[str, Any]:
        bounds = {name: day(_first(values, name)) for name in ("save_from", "save_to")}
        return {name: found.isoformat() if found else "" for name, found in bounds.items()}

    def closed(values: Values) -> dict[str, Any]:
        code = _first(values, "code")
        left = [each for each in record["closed_accounts"] if each != code]
        return {"closed_accounts": left if len(left) < len(record["closed_accounts"]) else [*left, code]}

    chart = ledger.chart(record)
    codes = tuple((row["Code"], row["Code"]) for row in chart)
    bounds = (
        Input("save_from", N_("Open from"), record["save_from"]),
        Input("save_to", N_("Open to"), record["save_to"]),
    )
    forms = [Form("period", N_("Save"), _saver(accounts, record, locked), bounds)]
    if codes:
        chosen = (Input("code", N_("Account"), codes[0][0], codes),)
        forms.append(Form("account", N_("Switch it off or on"), _saver(accounts, record, closed), chosen))
    return Section(
        N_("Ledger"),
        N_("The words of the flags come in the user's language, as they do in the program."),
        columns=(N_("Account"), N_("Name"), N_("Inactive"), N_("Kind")),
        rows=tuple((row["Code"], row["Name"], row["NonActive"], row["IsParent"]) for row in chart),
        forms=tuple(forms),
    )


def _answers(accounts: Accounts, record: Record) -> Section:
    doubles = (("allow", N_("taken")), ("reject", N_("refused")))
    signs = (("negative", N_("with a minus")), ("positive", N_("without a minus")))
    limits = (("500", "500"), ("200", "200"))
    unknown = (("401", "401"), ("400", "400"))
    stumbles = (("", N_("no")), ("before", N_("before it is made")), ("after", N_("after it is made")))

    def read(values: Values) -> dict[str, Any]:
        told = {name: _first(values, name) for name in ("doubles", "credit_tax")}
        accounts.answer_unknown_id(400 if _first(values, "unknown_id") == "400" else 401)
        return {
            "doubles": told["doubles"] if told["doubles"] in dict(doubles) else record["doubles"],
            "credit_tax": told["credit_tax"] if told["credit_tax"] in dict(signs) else record["credit_tax"],
            "row_limit": 200 if _first(values, "row_limit") == "200" else 500,
            "wrapped": bool(_first(values, "wrapped")),
            "next_trace": _first(values, "next_trace"),
        }

    inputs = (
        Input("doubles", N_("A number that is taken"), record["doubles"], doubles),
        Input("credit_tax", N_("VAT of credit invoices"), record["credit_tax"], signs),
        Input("row_limit", N_("Rows in a document"), str(record["row_limit"]), limits),
        Input("unknown_id", N_("Unknown API ID, all companies"), str(accounts.unknown_id), unknown),
        Input("wrapped", N_("JSON inside a string"), _ticked(record, "wrapped"), ON_OFF),
        Input("next_trace", N_("Stumble over the next document"), record["next_trace"], stumbles),
    )
    return Section(
        N_("Answers"),
        N_("Where the maker's documents and what was seen disagree, both ways can be had."),
        forms=(Form("answers", N_("Save"), _saver(accounts, record, read), inputs),),
    )
