"""The settings page of a stand-in's account: month, answers, limit, series."""

from collections.abc import Awaitable, Callable
from datetime import date

from mostek.connectors.base.stand_in import Form, Input, Section
from mostek.connectors.ifirma.simulator.accounts import Accounts
from mostek.connectors.ifirma.simulator.said import Said
from mostek.kernel.text import N_

Values = dict[str, list[str]]
Submit = Callable[[Values], Awaitable[str]]

CODES = (100, 101, 102, 200, 202, 499, 500)


def _first(values: Values, name: str) -> str:
    return (values.get(name) or [""])[0].strip()


def sections(accounts: Accounts, account: str, today: date) -> list[Section]:
    return [
        _month(accounts, account, today),
        _answers(accounts, account),
        _limit(accounts, account, today),
        _series(accounts, account),
    ]


def _month(accounts: Accounts, account: str, today: date) -> Section:
    def mover(direction: str) -> Submit:
        async def submit(_: Values) -> str:
            try:
                accounts.move_month(account, direction, True, today)
            except Said as said:
                return said.text
            return N_("The accounting month is moved.")

        return submit

    async def lock(_: Values) -> str:
        accounts.change(account, month_locked=not accounts.table[account]["month_locked"])
        return N_("Saved.")

    locked = accounts.table[account]["month_locked"]
    return Section(
        N_("Accounting month"),
        N_("One state for the whole account; documents are taken only for this month."),
        columns=(N_("Month"), N_("May be moved")),
        rows=((accounts.month(account, today), N_("no") if locked else N_("yes")),),
        forms=(
            Form("month_back", N_("One month back"), mover("POPRZ")),
            Form("month_on", N_("One month on"), mover("NAST")),
            Form("month_lock", N_("Let it be moved") if locked else N_("Hold it where it is"), lock),
        ),
    )


def _answers(accounts: Accounts, account: str) -> Section:
    async def wrap(values: Values) -> str:
        accounts.change(account, wrapped=_first(values, "wrapped") == "yes")
        return N_("Saved.")

    async def code(values: Values) -> str:
        chosen = _first(values, "code")
        if chosen not in [str(each) for each in (0, *CODES)]:
            return N_("Choose one of the codes.")
        accounts.change(account, next_kod=int(chosen))
        return N_("Saved.")

    record = accounts.table[account]
    forms = (("no", N_("bare")), ("yes", N_("wrapped in “response”")))
    codes = (("0", N_("none")), *((str(each), str(each)) for each in CODES))
    return Section(
        N_("Answers"),
        N_("iFirma answers a single document wrapped or bare; both have been seen."),
        forms=(
            Form(
                "wrapped",
                N_("Save"),
                wrap,
                (Input("wrapped", N_("Single document"), "yes" if record["wrapped"] else "no", forms),),
            ),
            Form(
                "next_code",
                N_("Refuse the next document"),
                code,
                (Input("code", N_("Code of the refusal"), str(record["next_kod"]), codes),),
            ),
        ),
    )


def _limit(accounts: Accounts, account: str, today: date) -> Section:
    async def grant(values: Values) -> str:
        granted = _first(values, "granted")
        if not granted.isdigit():
            return N_("Enter a whole number of calls.")
        accounts.change(account, granted=int(granted))
        return N_("Saved.")

    granted = str(accounts.table[account]["granted"])
    return Section(
        N_("API limit"),
        N_("Calls in a day; enforced while the documented limits are switched on."),
        columns=(N_("Used today"), N_("Granted")),
        rows=((str(accounts.used(account, today)), granted),),
        forms=(Form("limit", N_("Save"), grant, (Input("granted", N_("Granted"), granted),)),),
    )


def _series(accounts: Accounts, account: str) -> Section:
    async def add(values: Values) -> str:
        name = _first(values, "series")
        series = accounts.table[account]["series"]
        if not name or name in series:
            return N_("Enter a name that no series has yet.")
        accounts.change(account, series=[*series, name])
        return N_("Saved.")

    return Section(
        N_("Numbering series"),
        columns=(N_("Name"),),
        rows=tuple((name,) for name in accounts.table[account]["series"]),
        forms=(Form("series", N_("Add a series"), add, (Input("series", N_("Name")),)),),
    )
