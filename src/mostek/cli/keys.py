"""Keys that encrypt credentials."""

import click

from mostek.cli.failures import Stop
from mostek.cli.shared import start_django


@click.group()
def keys() -> None:
    """The keys that encrypt the credentials of connections."""


@keys.command()
def new() -> None:
    """Print a fresh key, for MOSTEK_KEYS. Nothing is changed."""
    from cryptography.fernet import Fernet

    click.echo(Fernet.generate_key().decode())


@keys.command()
def rotate() -> None:
    """Encrypt all credentials with a new key.

    With the key file in MOSTEK_HOME: makes a new key and puts it first; nothing needs a restart.
    With MOSTEK_KEYS: put a key of `mostek keys new` first in it, restart panel and workers, then run this.
    """
    start_django()
    from django.conf import settings

    from mostek.config import keyfiles
    from mostek.connections.resealing import reseal_all

    if len(settings.ENCRYPTION_KEYS) == 1:
        raise Stop(
            "MOSTEK_KEYS holds one key only. Put a new one (mostek keys new) before it, separated by a comma,"
            " restart panel and workers, and run this again."
        )
    if not settings.ENCRYPTION_KEYS:
        keyfiles.add_encryption_key(settings.HOME)
    resealed, unreadable = reseal_all()
    click.echo(f"{resealed} credentials are now encrypted with the newest key.")
    if settings.ENCRYPTION_KEYS:
        click.echo("The older keys in MOSTEK_KEYS are needed for older backups only.")
    else:
        click.echo(f"Back up {settings.HOME / keyfiles.ENCRYPTION_KEYS}: without it credentials are lost.")
    if unreadable:
        names = ", ".join(unreadable)
        raise Stop(f"No key at hand opens the credentials of: {names}. Enter them again in the panel.")
