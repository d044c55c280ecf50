"""The built-in stand-ins: running them, their books, failures on demand."""

from typing import Any
from urllib.parse import urlsplit

import click

from mostek.cli.parents import end_with
from mostek.cli.ports import require_free
from mostek.cli.running import host_option, parent_option
from mostek.cli.shared import json_option, print_json, print_rows, print_table
from mostek.config.environment import make_home, read_environment
from mostek.sandbox.control import Control

SHOWN = ("number", "kind", "issue_date", "buyer", "net", "vat", "gross", "currency", "reference", "paid")


def _control() -> Control:
    url = read_environment()["MOSTEK_SANDBOX_URL"]
    if not url:
        raise click.UsageError("MOSTEK_SANDBOX_URL is off: there are no stand-ins to talk to.")
    return Control(url)


@click.group(invoke_without_command=True)
@click.option("--port", type=int, help="Default: the port of MOSTEK_SANDBOX_URL.")
@host_option
@parent_option
@click.pass_context
def sandbox(context: click.Context, port: int | None, host: str, parent: int | None) -> None:
    """Run the stand-ins of all accounting programs, or look into running ones.

    They answer like the programs do, keep books in MOSTEK_HOME, and fail on demand.

    \b
    mostek sandbox                                        run them
    mostek sandbox books PROGRAM                           what was booked
    mostek sandbox fault PROGRAM timeout_after_create --next 10
    """
    if context.invoked_subcommand is None:
        _run(host, port, parent)


def _run(host: str, port: int | None, parent: int | None) -> None:
    from mostek.sandbox.server import run

    values = read_environment()
    taken = port or urlsplit(values["MOSTEK_SANDBOX_URL"]).port or 8600
    require_free(host, taken, "--port")
    end_with(parent)
    folder = make_home(values["MOSTEK_HOME"]) / "sandbox"
    # As a part of `mostek up` it leaves the talking to that.
    run(host, taken, folder, lambda running: None if parent else click.echo(_greeting(running)))


def _greeting(running: Any) -> str:
    names = ", ".join(program.name for program in running.programs.values())
    return f"The stand-ins of {names} answer at {running.url}\nCtrl+C stops them."


@sandbox.command()
@click.argument("program")
@click.option("--account", default="", metavar="ID", help="Of one account only.")
@json_option
def books(program: str, account: str, as_json: bool) -> None:
    """What PROGRAM's stand-in has booked, oldest first."""
    documents = _control().books(program, account)
    if as_json:
        print_json(documents)
    else:
        rows = [{name: document[name] for name in SHOWN} for document in documents]
        print_rows(rows, False, "Nothing has been booked.")


@sandbox.command()
@click.argument("program")
@click.argument("name", required=False)
@click.option("--share", type=click.FloatRange(0, 1), help="For this share of the calls, 0 to 1.")
@click.option("--next", "upcoming", type=click.IntRange(0), help="For the next so many calls.")
@click.option("--latency", type=click.FloatRange(0, 600), help="Seconds added to every answer.")
@click.option("--limits", type=click.Choice(["on", "off"]), help="Keep the program's documented rate limits.")
@click.option("--clear", is_flag=True, help="Turn every failure and the latency off.")
@json_option
def fault(
    program: str,
    name: str | None,
    share: float | None,
    upcoming: int | None,
    latency: float | None,
    limits: str | None,
    clear: bool,
    as_json: bool,
) -> None:
    """Make PROGRAM's stand-in fail, or show which failures are on.

    \b
    mostek sandbox fault PROGRAM                                what is on, and which names there are
    mostek sandbox fault PROGRAM timeout_after_create --share 0.2
    mostek sandbox fault PROGRAM too_many_requests --next 5
    mostek sandbox fault PROGRAM --latency 0.15 --limits on
    mostek sandbox fault PROGRAM --clear
    """
    if name and share is None and upcoming is None:
        raise click.UsageError(f"Say how often {name} shall strike: --share 0.2 or --next 5.")
    if not name and (share is not None or upcoming is not None):
        raise click.UsageError("Name the failure that shall strike; without a name the known ones are shown.")
    wanted: dict[str, Any] = {"clear": True} if clear else {}
    if name and share is not None:
        wanted["share"] = {name: share}
    if name and upcoming is not None:
        wanted["upcoming"] = {name: upcoming}
    if latency is not None:
        wanted["latency"] = latency
    if limits:
        wanted["limits_on"] = limits == "on"
    state = _control().adjust(program, **wanted) if wanted else _control().faults(program)
    print_json(state) if as_json else _show(state)


def _show(state: dict[str, Any]) -> None:
    rows = []
    for name, sentence in state["known"].items():
        share, upcoming = state["share"].get(name), state["upcoming"].get(name)
        on = [f"{share:.0%} of calls"] if share else []
        on += [f"next {upcoming} calls"] if upcoming else []
        rows.append((name, ", ".join(on) or "off", sentence))
    print_table(("failure", "now", "what happens"), rows, "")
    limits = "kept" if state["limits_on"] else "not kept"
    click.echo(f"\nLatency {state['latency']:g} s; the program's rate limits are {limits}.")
