"""Before anything else: where tests keep their files, and which database they use.

Settings are read once, when Django loads, so the environment is set while this file is imported.
"""

import argparse
import atexit
import os
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

import django
import pytest

from tests.postgres import Cluster, cluster

pytest_plugins = ("tests.fixtures",)


def _wanted_database() -> str:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--db", default="sqlite")
    arguments = [*shlex.split(os.environ.get("PYTEST_ADDOPTS", "")), *sys.argv[1:]]
    return str(parser.parse_known_args(arguments)[0].db)


def _start_postgres() -> Cluster:
    running = cluster(os.environ.pop("MOSTEK_TEST_POSTGRES_URL", ""))
    atexit.register(running.stop)
    return running


def _set_environment() -> None:
    home = Path(tempfile.mkdtemp(prefix="mostek-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    # Processes of pytest-xdist inherit the address from the one that started them.
    inherited = os.environ.get("MOSTEK_DATABASE_URL", "") if "PYTEST_XDIST_WORKER" in os.environ else ""
    if not inherited and _wanted_database() == "postgres":
        inherited = _start_postgres().url
    for name in [name for name in os.environ if name.startswith("MOSTEK_")]:
        del os.environ[name]
    os.environ |= {
        "MOSTEK_DATABASE_URL": inherited or f"sqlite:///{home}/mostek.sqlite3",
        "MOSTEK_HOME": str(home),
        "MOSTEK_LOG_LEVEL": "WARNING",
    }


def _load_django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "mostek.config.settings"
    django.setup()
    # Inherited by pytest-xdist's processes, it would load the settings before this file is imported there.
    del os.environ["DJANGO_SETTINGS_MODULE"]


_set_environment()
_load_django()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--db", choices=("sqlite", "postgres"), default="sqlite", help="database the tests run on"
    )
