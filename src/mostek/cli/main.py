"""The command `mostek` and how its failures are told."""

import sys

import click

from mostek import __version__
from mostek.cli.archive import archive
from mostek.cli.companies import company, users
from mostek.cli.connections import connections
from mostek.cli.deliveries import deliveries
from mostek.cli.doctor import doctor
from mostek.cli.documents import documents
from mostek.cli.failures import told
from mostek.cli.keys import keys
from mostek.cli.mail import mail
from mostek.cli.orders import orders
from mostek.cli.payroll import payroll
from mostek.cli.rules import rules
from mostek.cli.running import demo, migrate, panel, up, worker
from mostek.cli.sandbox import sandbox
from mostek.cli.vat import vat


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="mostek")
def cli() -> None:
    """Mostek: orders go in, the right document stands in the accounting program exactly once.

    \b
    Try it:            mostek up --demo
    Run it:            mostek company add; mostek users add; mostek up
    Something wrong?   mostek doctor

    Settings come from environment variables, such as MOSTEK_HOME (where all data lies) and
    MOSTEK_DATABASE_URL; docs/settings.md lists them.
    """


for command in (
    up, panel, worker, sandbox, demo, migrate, doctor, orders, documents, deliveries, archive, connections,
    keys, users, company, rules, mail, vat, payroll,
):  # fmt: skip
    cli.add_command(command)


def main() -> None:
    """Entry point. Exit codes: 0 done, 1 a problem, 2 wrong use or an odd setting."""
    sys.exit(told(lambda: cli.main(prog_name="mostek", standalone_mode=False)))


if __name__ == "__main__":
    main()
