"""Real processes on a database of their own, and the means to kill them."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LOG_TAIL = 4000


@dataclass(slots=True)
class Rig:
    """Starts `mostek` processes with one environment; `kill_one` and `revive` play the misfortune."""

    home: Path
    environment: dict[str, str]
    dice: random.Random = field(default_factory=lambda: random.Random(11))
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    commands: dict[str, list[str]] = field(default_factory=dict)
    kills: int = 0

    def tell(self, module: str, *arguments: str) -> Any:
        """Runs a module to its end and reads the JSON it prints."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.environment,
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr.decode()[-LOG_TAIL:]
        return json.loads(done.stdout)

    def start(self, name: str, *arguments: str) -> None:
        self.commands[name] = [sys.executable, "-m", "mostek.cli.main", *arguments]
        self._launch(name)

    def _launch(self, name: str) -> None:
        log = (self.home / f"{name}.log").open("ab")
        self.running[name] = subprocess.Popen(
            self.commands[name], env=self.environment, stdout=log, stderr=log, start_new_session=True
        )
        log.close()

    def kill_one(self) -> str:
        """kill -9 of a process and all its children, at this very moment."""
        name = self.dice.choice(sorted(self.running))
        process = self.running[name]
        assert process.poll() is None, f"{name} ended by itself:\n{self.log_of(name)}"
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        self.kills += 1
        return name

    def revive(self, name: str) -> None:
        self._launch(name)

    def stop(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)

    def log_of(self, name: str) -> str:
        return (self.home / f"{name}.log").read_text(errors="replace")[-LOG_TAIL:]


def wait_until(answer: Callable[[], bool], seconds: float, pause: float = 1.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer():
            return True
        time.sleep(pause)
    return answer()
