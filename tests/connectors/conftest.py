"""The dummy connector, dropped where connectors are found, for the tests of this folder."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import mostek.connectors
from mostek.connectors.base.registry import connectors

pytest.register_assert_rewrite("mostek.connectors.base.contract_suite")

DUMMY = Path(__file__).parent / "dummy"


@contextmanager
def _found_in(path: list[str]) -> Iterator[None]:
    """The registry looks into these folders until the test is over."""
    before = list(mostek.connectors.__path__)
    mostek.connectors.__path__[:] = path
    connectors.cache_clear()
    try:
        yield
    finally:
        mostek.connectors.__path__[:] = before
        connectors.cache_clear()
        for name in [name for name in sys.modules if name.startswith("mostek.connectors.dummy")]:
            del sys.modules[name]


def _copy_of_dummy(folder: Path) -> Path:
    shutil.copytree(DUMMY, folder / "dummy", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture
def dropped_dummy(tmp_path: Path) -> Iterator[Path]:
    """The dummy in a folder outside the project, found beside the real connectors."""
    elsewhere = _copy_of_dummy(tmp_path / "elsewhere")
    with _found_in([*mostek.connectors.__path__, str(elsewhere)]):
        yield elsewhere / "dummy"


@pytest.fixture
def lone_dummy(tmp_path: Path) -> Iterator[Path]:
    """The dummy as the only connector."""
    elsewhere = _copy_of_dummy(tmp_path / "elsewhere")
    with _found_in([str(elsewhere)]):
        yield elsewhere / "dummy"
