"""A part of `mostek up` ends when `mostek up` has ended, also by kill -9."""

import os
import signal
import threading
import time


def end_with(parent: int | None) -> None:
    """Sends this process SIGTERM once it is no longer `parent`'s child."""
    if parent is not None:
        threading.Thread(target=_watch, args=(parent,), name="parent watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
