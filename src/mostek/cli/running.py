"""Running Mostek: all of it, or one part."""

from pathlib import Path

import click

from mostek.cli.failures import Stop
from mostek.cli.shared import start_django

PANEL_PORT = 8700

port_option = click.option("--port", default=PANEL_PORT, show_default=True, help="Port of the panel.")
host_option = click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; 0.0.0.0 for all (list the names it is called by in MOSTEK_HOSTS).",
)
parent_option = click.option("--parent", type=int, hidden=True, help="Stop when this process has ended.")


def apply_migrations() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


@click.command()
@port_option
@host_option
@click.option("--sandbox-port", type=int, help="Port of the stand-ins; default: that of MOSTEK_SANDBOX_URL.")
@click.option("--no-sandbox", is_flag=True, help="Without the built-in stand-ins.")
@click.option("--workers", default=1, show_default=True, help="How many workers deliver documents.")
@click.option("--demo", "with_demo", is_flag=True, help="Make the sample company if there is none yet.")
def up(
    port: int, host: str, sandbox_port: int | None, no_sandbox: bool, workers: int, with_demo: bool
) -> None:
    """Run everything: panel, worker and stand-ins. Ctrl+C stops it all.

    The database is brought up to date first; a part that dies is started again.

    \b
    mostek up --demo                  the sample company, to look around
    mostek up --port 8080             another port
    mostek up --no-sandbox            real accounting programs only
    """
    from mostek.cli.together import run_together

    run_together(host, port, None if no_sandbox else sandbox_port or 0, workers, with_demo)


@click.command()
@port_option
@host_option
@click.option("--processes", default=2, show_default=True, help="How many processes answer.")
@click.option("--threads", default=8, show_default=True, help="How many requests each answers at once.")
@parent_option
def panel(port: int, host: str, processes: int, threads: int, parent: int | None) -> None:
    """Run the panel and the API only.

    For production behind a reverse proxy; documents are delivered by `mostek worker`.
    """
    from mostek.cli.parents import end_with
    from mostek.cli.ports import require_free
    from mostek.cli.serving import serve

    require_free(host, port, "--port")
    end_with(parent)
    start_django()
    serve(host, port, processes, threads)


@click.command()
@click.option(
    "--name",
    default="",
    help="How it is called in the log and in doctor; default: made from host and process.",
)
@parent_option
def worker(name: str, parent: int | None) -> None:
    """Run one worker: it delivers documents and does bulk jobs and imports.

    Start as many as you like, on as many machines as you like, when the database is PostgreSQL.
    SIGTERM lets it finish what it has in hand.
    """
    from mostek.cli.parents import end_with

    end_with(parent)
    start_django()
    from mostek.delivery.worker import run

    run(name)


@click.command()
def demo() -> None:
    """Make the sample company: orders of a Polish shop, connected to the built-in stand-ins.

    Made once; when it is there already, its log-in is shown again.
    """
    start_django()
    apply_migrations()
    if not may_have_demo():
        raise Stop("There is a company already; the sample company is only made in an empty installation.")
    click.echo(demo_login())


def may_have_demo() -> bool:
    """Whether the sample company is there, or may be made because nobody's real one is."""
    from mostek.companies.models import Company
    from mostek.demo.making import is_made

    return is_made() or not Company.objects.exists()


def demo_login() -> str:
    """Makes the sample company unless it is there; a sentence with its log-in."""
    from mostek.demo.making import make_demo

    made = make_demo()
    return f"Log in as {made.email} with the password {made.password}"


@click.command()
def migrate() -> None:
    """Bring the database up to date after an upgrade; `mostek up` does it by itself."""
    start_django()
    from django.conf import settings

    apply_migrations()
    name = settings.DATABASES["default"]["NAME"]
    click.echo(f"The database {Path(str(name)).name} is up to date.")
