"""Who may import whom: the contracts in pyproject.toml (design, rules 1, 2, 3 and 4)."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import TOP


def test_layers_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([program, "--no-cache"], cwd=TOP, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
