"""Failures as sentences and exit codes; a traceback only where MOSTEK_DEBUG asks for it."""

import os
import traceback
from collections.abc import Callable
from typing import Any

import click

PROBLEM = 1
WRONG_USE = 2


class Stop(click.ClickException):
    """A sentence for the person at the terminal; exit code 1."""

    def show(self, file: Any = None) -> None:
        click.echo(self.format_message(), err=True, file=file)


def told(run: Callable[[], Any]) -> int:
    """Runs a command; its exit code. Whatever goes wrong ends as a sentence on standard error."""
    try:
        result = run()
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        return PROBLEM
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        os._exit(PROBLEM)
    except Exception as error:
        return _explained(error)
    return result if isinstance(result, int) else 0


def _explained(error: Exception) -> int:
    if os.environ.get("MOSTEK_DEBUG", "").lower() in {"1", "true", "yes", "on"}:
        traceback.print_exception(error)
    from mostek.config.environment import OddSetting

    if isinstance(error, OddSetting):
        click.echo(str(error), err=True)
        return WRONG_USE
    click.echo(_sentence(error), err=True)
    return PROBLEM


def _sentence(error: Exception) -> str:
    from django.db import Error as DatabaseError

    from mostek.kernel.problems import ProblemError
    from mostek.sandbox.control import SandboxError

    if isinstance(error, ProblemError):
        return problem_sentences(error)
    if isinstance(error, SandboxError):
        return str(error)
    if isinstance(error, DatabaseError):
        return f"The database does not answer as it should: {_first_line(error)}\nmostek doctor says more."
    return (
        f"Something went wrong inside Mostek: {type(error).__name__}: {_first_line(error)}\n"
        "MOSTEK_DEBUG=on shows where."
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no details"])[0]


def problem_sentences(error: Any) -> str:
    """What happened, why and what to do, for each problem of a ProblemError."""
    from mostek.delivery.words import card

    cards = [card(problem) for problem in error.problems]
    return "\n".join(
        f"{each.what} {each.why}\n  {each.todo}" + (f"\n  The program said: {each.raw}" if each.raw else "")
        for each in cards
    )
