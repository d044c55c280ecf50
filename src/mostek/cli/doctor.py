"""`mostek doctor`: is everything as it must be, and what to do where it is not."""

import dataclasses

import click

from mostek.cli.failures import PROBLEM
from mostek.cli.shared import json_option, print_json, start_django

MARKS = {"ok": "ok   ", "warn": "WARN ", "fail": "FAIL "}


@click.command()
@json_option
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Check database, keys, clock, folders, worker, stand-ins, PDF and panel files.

    Every line says ok, WARN or FAIL and what to do; the exit code is 1 when anything fails.
    """
    start_django()
    from mostek.cli.checkup import examine

    findings = examine()
    if as_json:
        print_json([dataclasses.asdict(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(f"{MARKS[finding.state]} {finding.subject:12} {finding.sentence}")
            if finding.todo:
                click.echo(f"{'':19}{finding.todo}")
    if any(finding.state == "fail" for finding in findings):
        context.exit(PROBLEM)
